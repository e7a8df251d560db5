"""Dropout and alpha dropout: what stays and what goes, the moments they keep, and what they refuse."""

from functools import partial

import numpy as np
import pytest
import torch
import torch.nn.functional as F
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import array_shapes

from cnncourse import layers_torch as twins
from cnncourse.gradcheck import gradcheck
from cnncourse.layers_numpy import dropout as layer

PAIRS = {
    "dropout": (layer.dropout_forward, layer.dropout_backward, twins.dropout, F.dropout),
    "alpha_dropout": (
        layer.alpha_dropout_forward,
        layer.alpha_dropout_backward,
        twins.alpha_dropout,
        F.alpha_dropout,
    ),
}
CLASSES = {
    "dropout": (layer.Dropout, twins.Dropout),
    "alpha_dropout": (layer.AlphaDropout, twins.AlphaDropout),
}
both = pytest.mark.parametrize("name", PAIRS)
LOWEST = -1.7580993408473766  # SELU far on the left


def generator(seed=0):
    return np.random.default_rng(seed)


def numbers(seed, *shape):
    return generator(seed).standard_normal(shape)


def test_dropout_by_hand():
    """p = 0.5: every entry is 0 or doubled, and the gradient likewise."""
    x = np.array([1.0, 2.0, 3.0, 4.0, 5.0, 6.0])
    out, cache = layer.dropout_forward(x, p=0.5, rng=generator(1))
    kept = out != 0
    assert 0 < kept.sum() < 6
    np.testing.assert_array_equal(out, np.where(kept, 2 * x, 0))
    np.testing.assert_array_equal(layer.dropout_backward(x, cache), np.where(kept, 2 * x, 0))


def test_alpha_dropout_by_hand():
    """p = 0.5: dropped entries share one value, the others lie on one line of the slope 0.700."""
    x = np.linspace(-1, 1, 50)
    out, cache = layer.alpha_dropout_forward(x, p=0.5, rng=generator(2))
    slope = 1 / np.sqrt(0.5 * (1 + 0.5 * LOWEST**2))
    grad = layer.alpha_dropout_backward(np.ones(50), cache)
    kept = grad != 0
    assert 0 < kept.sum() < 50
    np.testing.assert_allclose(grad[kept], slope)
    np.testing.assert_allclose(out[kept], slope * x[kept] - slope * 0.5 * LOWEST)
    np.testing.assert_allclose(out[~kept], slope * LOWEST - slope * 0.5 * LOWEST)


@both
@pytest.mark.parametrize("p", [0.0, 0.2, 0.9, 1.0])
def test_what_dropout_may_answer_is_pytorchs(name, p, dtype):
    """PyTorch's own output has the same two answers per entry: the one for kept and the one for dropped."""
    forward, _, _, reference = PAIRS[name]
    x = (generator(3).random(2000) + 3).astype(dtype)
    values = []
    for out in (forward(x, p=p, rng=generator(4))[0], reference(torch.tensor(x), p=p, training=True).numpy()):
        assert out.dtype == dtype
        dropped = np.isclose(out, np.median(out) if p > 0.5 else out.min()) if p > 0 else np.zeros(2000, bool)
        values.append((dropped.mean(), out[dropped].mean() if p else 0))
    assert values[0][0] == pytest.approx(values[1][0], abs=0.05)
    assert values[0][0] == pytest.approx(p, abs=0.03)
    assert values[0][1] == pytest.approx(values[1][1], abs=1e-5)


@both
@pytest.mark.parametrize("shape", [(7,), (2, 3, 4, 5), (0, 3), (1, 1)])
@pytest.mark.parametrize("training", [True, False])
def test_dropout_agrees_with_its_twin(name, shape, training, dtype, same_as_torch):
    """The same generator drops the same entries in both packages."""
    forward, backward, twin, _ = PAIRS[name]
    x = numbers(5, *shape).astype(dtype)
    same_as_torch(
        lambda x: forward(x, p=0.3, training=training, rng=generator(6)),
        backward,
        lambda x: twin(x, p=0.3, training=training, rng=generator(6)),
        [x],
    )


def test_dropout_keeps_the_mean():
    """Over 100 000 entries of mean 3, dropping 30 %."""
    out, _ = layer.dropout_forward(numbers(7, 100_000) + 3, p=0.3, rng=generator(8))
    assert out.mean() == pytest.approx(3, abs=0.03)


def test_alpha_dropout_keeps_mean_and_variance():
    """Over 100 000 entries of mean 0 and variance 1, in both packages."""
    x = numbers(9, 100_000)
    torch.manual_seed(0)
    for out in (
        layer.alpha_dropout_forward(x, p=0.3, rng=generator(10))[0],
        twins.alpha_dropout(torch.tensor(x), p=0.3),
    ):
        assert float(out.mean()) == pytest.approx(0, abs=0.02)
        assert float(out.var()) == pytest.approx(1, abs=0.02)


@both
@given(shape=array_shapes(min_dims=1, max_dims=4, max_side=4), p=st.floats(0, 1))
def test_dropout_keeps_the_shape_and_nothing_else_is_lost(name, shape, p):
    """Whatever the shape and p; in evaluation nothing changes and out is a copy."""
    forward, backward, *_ = PAIRS[name]
    x = numbers(11, *shape)
    out, cache = forward(x, p=p, rng=generator(12))
    assert out.shape == backward(x, cache).shape == shape
    assert np.isfinite(out).all()
    out, cache = forward(x, p=p, training=False)
    np.testing.assert_array_equal(out, x)
    np.testing.assert_array_equal(backward(x, cache), x)
    assert not np.shares_memory(out, x)


@both
def test_dropout_gradcheck(name):
    """With the entries held fast, the backward is the slope."""
    forward, backward, *_ = PAIRS[name]
    gradcheck(lambda x: forward(x, p=0.4, rng=generator(13)), backward, [numbers(14, 3, 4)])


@both
def test_seeds(name):
    """The same seed drops the same entries, no seed drops others each time, and so does the twin."""
    forward, _, twin, _ = PAIRS[name]
    x = np.ones(200)
    first, second = (forward(x, rng=generator(15))[0] for _ in range(2))
    np.testing.assert_array_equal(first, second)
    assert not np.array_equal(forward(x)[0], forward(x)[0])
    torch.manual_seed(1)
    first = twin(torch.ones(200))
    assert not torch.equal(first, twin(torch.ones(200)))
    torch.manual_seed(1)
    assert torch.equal(first, twin(torch.ones(200)))


@both
def test_dropout_errors(name):
    """p outside 0 .. 1, integers, and a grad_out of another shape are refused by name, by the classes too."""
    forward, backward, twin, _ = PAIRS[name]
    numpy_class, module_class = CLASSES[name]
    for p in (-0.1, 1.1, float("nan")):
        for call in (partial(forward, np.ones(3)), partial(twin, torch.ones(3)), numpy_class, module_class):
            with pytest.raises(ValueError, match=f"p must be a probability from 0 to 1, but is {p}"):
                call(p=p)
    with pytest.raises(ValueError, match="int64"):
        forward(np.ones(3, dtype=np.int64))
    for training in (True, False):
        _, cache = forward(np.ones((2, 3)), training=training)
        with pytest.raises(ValueError, match=r"grad_out.shape=\(3, 2\), expected \(2, 3\)"):
            backward(np.ones((3, 2)), cache)


@both
def test_dropout_class_agrees_with_its_twin(name):
    """Drops in training, other entries each time; nothing in evaluation."""
    numpy_class, module_class = CLASSES[name]
    dropper, module = numpy_class(0.3, rng=generator(16)), module_class(0.3, rng=generator(16))
    x = numbers(17, 4, 50)
    for _ in range(2):
        tensor = torch.tensor(x, requires_grad=True)
        out = module(tensor)
        out.backward(torch.tensor(x))
        np.testing.assert_allclose(dropper.forward(x), out.detach().numpy(), atol=1e-12)
        np.testing.assert_allclose(dropper.backward(x), tensor.grad.numpy(), atol=1e-12)
    assert not np.array_equal(dropper.forward(x), dropper.forward(x))
    assert dropper.eval() is dropper
    np.testing.assert_array_equal(dropper.forward(x), x)
    np.testing.assert_array_equal(module.eval()(torch.tensor(x)).numpy(), x)
    assert dropper.train().training
    assert (dropper.params, dropper.grads) == ({}, {})
    assert not np.array_equal(numpy_class().forward(x), x)
