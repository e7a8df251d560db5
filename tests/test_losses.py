"""Losses: by hand, against PyTorch, by differences, and what they refuse."""

import numpy as np
import pytest
import torch
import torch.nn.functional as F
from hypothesis import given
from hypothesis import strategies as st

from cnncourse import losses
from cnncourse.gradcheck import gradcheck


def numbers(seed, *shape):
    return 2 * np.random.default_rng(seed).standard_normal(shape)


def probabilities(seed, *shape):
    powers = np.exp(numbers(seed, *shape))
    return powers / powers.sum(axis=1, keepdims=True)


def kl_div(x, target):
    return F.kl_div(x, target, reduction="batchmean")


def hinge(x, target):
    """PyTorch's form divides by the number of classes as well."""
    return F.multi_margin_loss(x, target) * x.shape[1]


CLASSES_4 = np.array([2, 0, 4, 2])
# name, x, target, PyTorch's function
CASES = {
    "mse": ("mse", numbers(0, 3, 4), numbers(1, 3, 4), F.mse_loss),
    "mse-1d": ("mse", numbers(0, 5), numbers(1, 5), F.mse_loss),
    "cross_entropy": ("cross_entropy", numbers(2, 4, 5), CLASSES_4, F.cross_entropy),
    "cross_entropy-batch-of-1": ("cross_entropy", numbers(2, 1, 5), CLASSES_4[:1], F.cross_entropy),
    "cross_entropy-unbatched": ("cross_entropy", numbers(2, 5), np.array(3), F.cross_entropy),
    "cross_entropy-pixels": (
        "cross_entropy",
        numbers(3, 2, 3, 4, 5),
        np.random.default_rng(4).integers(0, 3, (2, 4, 5)),
        F.cross_entropy,
    ),
    "cross_entropy-probabilities": ("cross_entropy", numbers(5, 4, 3), probabilities(6, 4, 3), F.cross_entropy),
    "cross_entropy-weights": ("cross_entropy", numbers(5, 4, 3), np.abs(numbers(6, 4, 3)), F.cross_entropy),
    "bce": (
        "binary_cross_entropy_with_logits",
        numbers(7, 4, 3),
        np.random.default_rng(8).random((4, 3)),
        F.binary_cross_entropy_with_logits,
    ),
    "multiclass_hinge": ("multiclass_hinge", numbers(9, 4, 5), CLASSES_4, hinge),
    "kl_div": ("kl_div", numbers(10, 4, 3), probabilities(11, 4, 3), kl_div),
    "kl_div-pixels": ("kl_div", numbers(10, 2, 3, 4), probabilities(11, 2, 3, 4), kl_div),
}
each_case = pytest.mark.parametrize("case", CASES)


def pair(name):
    return getattr(losses, f"{name}_forward"), getattr(losses, f"{name}_backward")


def test_mse_by_hand():
    """(1, 2) against (0, 4): (1 + 4) / 2 = 2.5, gradient 2 (1, -2) / 2."""
    loss, cache = losses.mse_forward(np.array([1.0, 2.0]), np.array([0.0, 4.0]))
    assert loss == 2.5
    np.testing.assert_array_equal(losses.mse_backward(1.0, cache), [1.0, -2.0])
    loss, cache = losses.mse_forward(np.array([3.0]), np.array([1.0]))  # a single number is its own mean
    assert loss == 4.0
    np.testing.assert_array_equal(losses.mse_backward(1.0, cache), [4.0])


def test_cross_entropy_by_hand():
    """Four equal scores: log 4, and the gradient pulls the right class by 3/4, the others by 1/4."""
    loss, cache = losses.cross_entropy_forward(np.ones((1, 4)), np.array([1]))
    assert loss == pytest.approx(1.3862944)
    np.testing.assert_allclose(losses.cross_entropy_backward(1.0, cache), [[0.25, -0.75, 0.25, 0.25]])


def test_binary_cross_entropy_by_hand():
    """A score of 0 is probability 1/2: loss log 2, gradient 1/2 - target."""
    loss, cache = losses.binary_cross_entropy_with_logits_forward(np.array([0.0]), np.array([1.0]))
    assert loss == pytest.approx(0.6931472)
    np.testing.assert_array_equal(losses.binary_cross_entropy_with_logits_backward(1.0, cache), [-0.5])


def test_multiclass_hinge_by_hand():
    """Scores (3, 1, 2.5), right class 0: only 2.5 is within the margin, by 0.5."""
    loss, cache = losses.multiclass_hinge_forward(np.array([[3.0, 1.0, 2.5]]), np.array([0]))
    assert loss == 0.5
    np.testing.assert_array_equal(losses.multiclass_hinge_backward(1.0, cache), [[-1.0, 0.0, 1.0]])


def test_kl_div_by_hand():
    """(1/2, 1/2) measured with log (1/4, 3/4): log 2 / 2 + log (2/3) / 2 = 0.1438; a certain target has 0 log 0 = 0."""
    loss, cache = losses.kl_div_forward(np.log([[0.25, 0.75]]), np.array([[0.5, 0.5]]))
    assert loss == pytest.approx(0.1438410)
    np.testing.assert_array_equal(losses.kl_div_backward(1.0, cache), [[-0.5, -0.5]])
    assert losses.kl_div_forward(np.log([[0.5, 0.5]]), np.array([[1.0, 0.0]]))[0] == pytest.approx(np.log(2))


@each_case
@pytest.mark.parametrize("dtype", [np.float32, np.float64])
def test_loss_agrees_with_torch(case, dtype):
    """Loss and gradient under a random grad_out; dtype kept, inputs unchanged, cache good for a second backward."""
    name, x, target, reference = CASES[case]
    forward, backward = pair(name)
    x = x.astype(dtype)
    if target.dtype.kind == "f":
        target = target.astype(dtype)
    before = x.copy(), target.copy()
    loss, cache = forward(x, target)
    grad_x = backward(dtype(-1.7), cache)
    np.testing.assert_array_equal(grad_x, backward(dtype(-1.7), cache))
    np.testing.assert_array_equal(x, before[0])
    np.testing.assert_array_equal(target, before[1])
    tensor = torch.tensor(x, requires_grad=True)
    expected = reference(tensor, torch.tensor(target))
    expected.backward(torch.tensor(dtype(-1.7)))
    tolerance = 1e-12 if dtype == np.float64 else 1e-5
    assert (loss.dtype, grad_x.dtype, np.shape(loss)) == (dtype, dtype, ())
    np.testing.assert_allclose(loss, expected.item(), rtol=tolerance)
    np.testing.assert_allclose(grad_x, tensor.grad.numpy(), rtol=0, atol=tolerance * np.abs(grad_x).max())


@each_case
def test_loss_gradcheck(case):
    """The backward is the loss's slope."""
    name, x, target, _ = CASES[case]
    forward, backward = pair(name)
    gradcheck(lambda x: forward(x, target), backward, [x])


def test_losses_do_not_overflow():
    """Scores of +-1000 give the finite loss they deserve, without a warning."""
    x = np.array([[1000.0, -1000.0]], dtype=np.float32)
    with np.errstate(all="raise", under="ignore"):
        loss, cache = losses.cross_entropy_forward(x, np.array([1]))
        np.testing.assert_array_equal(losses.cross_entropy_backward(1.0, cache), [[1, -1]])
        assert loss == 2000
        loss, cache = losses.binary_cross_entropy_with_logits_forward(x, np.array([[0, 0]]))
        np.testing.assert_array_equal(losses.binary_cross_entropy_with_logits_backward(1.0, cache), [[0.5, 0]])
        assert loss == 500


def test_class_ruled_out_costs_nothing():
    """A score of -inf for a class that is not the right one leaves the loss finite."""
    loss, cache = losses.cross_entropy_forward(np.array([[0.0, -np.inf, 0.0]]), np.array([0]))
    assert loss == pytest.approx(np.log(2))
    np.testing.assert_array_equal(losses.cross_entropy_backward(1.0, cache), [[-0.5, 0.0, 0.5]])


@pytest.mark.parametrize("case", [case for case in CASES if np.ndim(CASES[case][2])])
def test_empty_batch_is_nan(case):
    """No example, no mean: NaN as in PyTorch, an empty gradient, and no warning."""
    name, x, target, reference = CASES[case]
    forward, backward = pair(name)
    with np.errstate(all="raise"):
        loss, cache = forward(x[:0], target[:0])
        assert backward(1.0, cache).shape == x[:0].shape
    assert np.isnan(loss)
    if name != "multiclass_hinge":  # where PyTorch's answer is not a fixed number
        assert torch.isnan(reference(torch.tensor(x[:0]), torch.tensor(target[:0])))


@pytest.mark.parametrize("case", ["mse", "cross_entropy", "bce", "multiclass_hinge"])
def test_nan_shows(case):
    """A NaN score makes the loss NaN: it is not swallowed by a maximum."""
    name, x, target, _ = CASES[case]
    x = x.copy()
    x[0, 0] = np.nan
    assert np.isnan(pair(name)[0](x, target)[0])


@pytest.mark.parametrize("target", [0.0, 0.3, 1.0])
@pytest.mark.parametrize("x", [np.nan, np.inf, -np.inf, 800.0, -800.0, 0.0])
def test_binary_cross_entropy_at_the_ends(x, target):
    """NaN and infinite where PyTorch's is, loss and gradient, without a warning."""
    x, target = np.array([x, 0.5]), np.array([target, 1.0])
    tensor = torch.tensor(x, requires_grad=True)
    expected = F.binary_cross_entropy_with_logits(tensor, torch.tensor(target))
    expected.backward()
    with np.errstate(all="raise", under="ignore"):
        loss, cache = losses.binary_cross_entropy_with_logits_forward(x, target)
        grad_x = losses.binary_cross_entropy_with_logits_backward(1.0, cache)
    np.testing.assert_allclose(loss, expected.detach().numpy(), rtol=1e-12)
    np.testing.assert_allclose(grad_x, tensor.grad.numpy(), rtol=1e-12)


@given(n=st.integers(1, 5), classes=st.integers(1, 6), seed=st.integers(0, 999))
def test_losses_are_never_negative(n, classes, seed):
    """For any sizes; and cross-entropy's gradient sums to 0 over the classes."""
    rng = np.random.default_rng(seed)
    x, target = rng.standard_normal((n, classes)), rng.integers(0, classes, n)
    loss, cache = losses.cross_entropy_forward(x, target)
    assert loss >= 0
    np.testing.assert_allclose(losses.cross_entropy_backward(1.0, cache).sum(axis=1), 0, atol=1e-12)
    assert losses.multiclass_hinge_forward(x, target)[0] >= 0
    assert losses.mse_forward(x, x[::-1])[0] >= 0


@pytest.mark.parametrize("name", ["mse", "binary_cross_entropy_with_logits", "kl_div"])
def test_shapes_are_never_broadcast(name):
    """(4, 1) against (4,) would silently compare all with all."""
    with pytest.raises(ValueError, match=r"x.shape=\(4, 1\), target.shape=\(4,\)"):
        pair(name)[0](np.ones((4, 1)), np.ones(4))
    with pytest.raises(ValueError, match="int64"):
        pair(name)[0](np.ones(4, dtype=np.int64), np.ones(4))


@pytest.mark.parametrize("name", ["cross_entropy", "multiclass_hinge"])
def test_class_errors(name):
    """A target of the wrong shape, of floats, or out of range is named."""
    forward, backward = pair(name)
    x = np.ones((4, 3))
    with pytest.raises(ValueError, match=r"classes of shape \(4,\): x.shape=\(4, 3\), target.shape=\(3,\)"):
        forward(x, np.zeros(3, dtype=int))
    with pytest.raises(ValueError, match=r"target\.dtype=float64"):
        forward(x, np.zeros(4))
    for wrong in (-1, 3):
        with pytest.raises(ValueError, match=rf"target must lie in 0 \.\. 2, but spans .*{wrong}"):
            forward(x, np.array([0, 0, 1, wrong]))
    with pytest.raises(ValueError, match="int64"):
        forward(np.ones((4, 3), dtype=np.int64), np.zeros(4, dtype=int))
    _, cache = forward(x, np.zeros(4, dtype=int))
    with pytest.raises(ValueError, match=r"grad_out.shape=\(4,\), expected \(\)"):
        backward(np.ones(4), cache)


def test_axis_errors():
    """The hinge wants (N, C), and a single number has neither classes nor a batch."""
    with pytest.raises(ValueError, match=r"x must have the axes \(N, C\), but has shape \(3,\)"):
        losses.multiclass_hinge_forward(np.ones(3), np.zeros((), dtype=int))
    with pytest.raises(ValueError, match=r"integer classes of shape \(2,\)"):
        losses.multiclass_hinge_forward(np.ones((2, 3)), np.ones((2, 3)))
    with pytest.raises(ValueError, match=r"^x must have a class axis, but is a single number$"):
        losses.cross_entropy_forward(np.array(1.0), np.array(0))
    for target in (np.zeros(0, dtype=int), np.zeros((0, 0))):
        with pytest.raises(ValueError, match=r"^x must have at least 1 class, but x.shape=\(0, 0\)$"):
            losses.cross_entropy_forward(np.zeros((0, 0)), target)
    with pytest.raises(ValueError, match=r"^x must have a batch axis, but is a single number$"):
        losses.kl_div_forward(np.array(1.0), np.array(1.0))
