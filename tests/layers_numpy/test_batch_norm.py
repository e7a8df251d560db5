"""Batch normalization: by hand, against PyTorch, by differences, and the ends where it goes wrong elsewhere."""

from functools import partial

import numpy as np
import pytest
import torch
import torch.nn.functional as F
from hypothesis import given
from hypothesis import strategies as st

from cnncourse import layers_torch as twins
from cnncourse.gradcheck import gradcheck
from cnncourse.layers_numpy import batch_norm as bn
from cnncourse.layers_numpy.batch_norm import batch_norm_backward, batch_norm_forward
from cnncourse.layers_numpy.batch_norm_layer import BatchNorm1d, BatchNorm2d

SHAPES = [(4, 3), (2, 3, 5), (1, 3, 5), (2, 3, 4, 5), (1, 3, 4, 5), (7, 1, 2, 3), (5, 64, 30, 31)]


def numbers(seed, *shape):
    return np.random.default_rng(seed).standard_normal(shape)


def arguments(shape, dtype=np.float64):
    """x far from mean 0, weight, bias, running mean and running variance."""
    channels = shape[1]
    arrays = (3 * numbers(1, *shape) + 2, numbers(2, channels), numbers(3, channels))
    return [a.astype(dtype) for a in (*arrays, numbers(4, channels), 1 + np.abs(numbers(5, channels)))]


def test_batch_norm_by_hand():
    """1, 3, 5, 7: mean 4, variance 5; weight 2 and bias 10 come last; the running variance is that over n - 1."""
    x = np.array([[1.0], [3.0], [5.0], [7.0]])
    out, cache = batch_norm_forward(x, running_mean=np.zeros(1), running_var=np.ones(1), training=True, eps=0)
    np.testing.assert_allclose(out[:, 0], [-1.3416408, -0.4472136, 0.4472136, 1.3416408], atol=1e-7)
    np.testing.assert_allclose(cache.running_mean, [0.4])
    np.testing.assert_allclose(cache.running_var, [0.9 + 0.1 * 20 / 3])
    out, _ = batch_norm_forward(x, np.array([2.0]), np.array([10.0]), np.array([1.0]), np.array([4.0]), training=False)
    np.testing.assert_allclose(out[:, 0], [10, 12, 14, 16], atol=1e-4)


def test_gradient_of_ones_is_no_gradient():
    """Lifting every output by the same amount cannot be done by moving x: the gradient is 0, not weight / std."""
    _, cache = batch_norm_forward(numbers(6, 5, 2), training=True)
    np.testing.assert_allclose(batch_norm_backward(np.ones((5, 2)), cache)[0], 0, atol=1e-12)


@pytest.mark.parametrize("shape", SHAPES)
@pytest.mark.parametrize("training", [True, False])
@pytest.mark.parametrize("with_params", ["weight and bias", "weight", "bias", "neither"])
def test_batch_norm_agrees_with_torch(shape, training, with_params, dtype, same_as_torch):
    """Every rank, mode and choice of parameters; the last shape spans several blocks."""
    x, weight, bias, mean, var = arguments(shape, dtype)
    inputs = [x, weight if "weight" in with_params else None, bias if "bias" in with_params else None]
    statistics = {"running_mean": mean, "running_var": var}
    tensors = {name: torch.tensor(value) for name, value in statistics.items()}

    def torch_function(x, weight, bias):
        return F.batch_norm(x, **tensors, weight=weight, bias=bias, training=training)

    same_as_torch(
        partial(batch_norm_forward, **statistics, training=training),
        batch_norm_backward,
        torch_function,
        inputs,
        twin=partial(twins.batch_norm, **{k: v.clone() for k, v in tensors.items()}, training=training),
    )
    np.testing.assert_array_equal(statistics["running_mean"], mean)


@pytest.mark.parametrize("shape", SHAPES)
@pytest.mark.parametrize("training", [True, False])
def test_batch_norm_fast_is_the_definition(shape, training):
    """Output, running averages and all gradients, with and without parameters."""
    x, *rest = arguments(shape)
    grad_out = numbers(7, *shape)
    for params in (rest, [None, None, *rest[2:]], [None, None, None, None] if training else rest):
        out, cache = batch_norm_forward(x, *params, training=training)
        expected, plain_cache = bn.batch_norm_forward_plain(x, *params, training=training)
        np.testing.assert_allclose(out, expected, atol=1e-12)
        for name in ("running_mean", "running_var"):
            if getattr(cache, name) is None:
                assert getattr(plain_cache, name) is None
            else:
                np.testing.assert_allclose(getattr(cache, name), getattr(plain_cache, name), rtol=1e-12)
        grads, plain_grads = batch_norm_backward(grad_out, cache), bn.batch_norm_backward_plain(grad_out, plain_cache)
        for grad, plain in zip(grads, plain_grads, strict=True):
            assert (grad is None) == (plain is None)
            if grad is not None:
                np.testing.assert_allclose(grad, plain, atol=1e-11)


@given(n=st.integers(2, 5), channels=st.integers(1, 4), sizes=st.lists(st.integers(1, 4), max_size=2))
def test_batch_norm_makes_mean_0_and_variance_1(n, channels, sizes):
    """Whatever the shape; and a positive scale of x makes no difference."""
    x = numbers(n, n, channels, *sizes)
    out, _ = batch_norm_forward(x, training=True, eps=1e-12)
    axes = (0, *range(2, out.ndim))
    np.testing.assert_allclose(out.mean(axis=axes), 0, atol=1e-7)
    np.testing.assert_allclose(out.var(axis=axes), 1, atol=1e-6)
    np.testing.assert_allclose(batch_norm_forward(7 * x, training=True, eps=1e-12)[0], out, atol=1e-5)


@pytest.mark.parametrize("training", [True, False])
@pytest.mark.parametrize("shape", [(4, 3), (2, 3, 2, 3)])
def test_batch_norm_gradcheck(shape, training):
    """All three gradients, under a random upstream gradient."""
    x, weight, bias, mean, var = arguments(shape)
    forward = partial(batch_norm_forward, running_mean=mean, running_var=var, training=training)
    gradcheck(forward, batch_norm_backward, [x, weight, bias])
    gradcheck(forward, batch_norm_backward, [x, None, None])


def test_variance_far_from_zero():
    """At mean 100 in float32 one pass over x and x^2 would be 1-2 % wrong; this is not."""
    x = (numbers(8, 16, 3, 20, 20) + 100).astype(np.float32)
    out, _ = batch_norm_forward(x, training=True)
    exact, _ = bn.batch_norm_forward_plain(x.astype(np.float64), training=True)
    np.testing.assert_allclose(out, exact, atol=1e-4)


def test_blocks_are_as_large_as_fits(monkeypatch):
    """96 bytes hold two images of 48; a block has one image at least, and its buffer has the images' dtype."""

    def blocks(*shape):
        return [(block.start, block.stop) for block in bn._blocks(np.empty(shape))]

    monkeypatch.setattr(bn, "BLOCK_BYTES", 96)
    assert blocks(5, 3, 2) == [(0, 2), (2, 4), (4, 6)]
    assert blocks(2, 3, 50) == [(0, 1), (1, 2)]
    assert blocks(100, 0, 2) == [(0, 96), (96, 192)]
    for dtype in (np.float32, np.float64):
        assert bn._buffer(np.empty((1, 3, 2), dtype)).dtype == dtype


def test_nan_stays_in_its_channel():
    """One NaN spoils its channel, as in PyTorch, and no other."""
    x = numbers(9, 4, 3, 2, 2)
    x[0, 1, 0, 0] = np.nan
    out, _ = batch_norm_forward(x, training=True)
    assert np.isnan(out[:, 1]).all()
    assert np.isfinite(out[:, [0, 2]]).all()


@pytest.mark.parametrize("shape", [(0, 3), (0, 3, 4, 5), (4, 3, 0)])
def test_empty_batch(shape, dtype, same_as_torch):
    """An empty batch stays empty, has zero gradients, warns of nothing, and leaves the running averages alone."""
    x, weight, bias = np.zeros(shape, dtype), np.ones(3, dtype), np.zeros(3, dtype)
    forward = partial(batch_norm_forward, running_mean=bias, running_var=weight, training=True)
    with np.errstate(all="raise"):
        _, cache = forward(x, weight, bias)
    np.testing.assert_array_equal(cache.running_mean, bias)
    np.testing.assert_array_equal(cache.running_var, weight)

    def reference(x, weight, bias):
        return F.batch_norm(x, None, None, weight, bias, training=True)

    same_as_torch(forward, batch_norm_backward, reference, [x, weight, bias])
    assert twins.batch_norm(torch.tensor(x), training=True).shape == shape


def test_batch_norm_takes_any_memory_layout():
    """A transposed, read-only x and a strided grad_out give what their copies give."""
    x, grad_out = numbers(10, 5, 4, 3, 2).T, numbers(11, 4, 3, 4, 5)[::2]
    x.setflags(write=False)
    out, cache = batch_norm_forward(x, training=True)
    expected, copy_cache = batch_norm_forward(x.copy(), training=True)
    np.testing.assert_allclose(out, expected, rtol=1e-12)
    np.testing.assert_allclose(
        batch_norm_backward(grad_out, cache)[0], batch_norm_backward(grad_out.copy(), copy_cache)[0], atol=1e-12
    )


def test_batch_norm_errors():
    """Rank, shapes, dtypes, a batch of one value, and missing averages are refused by name."""
    x = np.ones((2, 3, 4, 5))
    params = dict.fromkeys(("weight", "bias", "running_mean", "running_var"), np.ones(3))
    for name in params:
        with pytest.raises(ValueError, match=rf"^{name} must have one number .*\(2, 3, 4, 5\), {name}.shape=\(4,\)"):
            batch_norm_forward(x, **{**params, name: np.ones(4)}, training=True)
    for name in ("momentum", "eps"):
        with pytest.raises(ValueError, match=rf"^{name} must be a number, but is None"):
            batch_norm_forward(x, **params, training=True, **{name: None})
    for name in ("running_mean", "running_var"):
        with pytest.raises(ValueError, match=r"^running_mean and running_var go together: give both or neither$"):
            batch_norm_forward(x, **{name: np.ones(3)}, training=True)
    with pytest.raises(ValueError, match=r"x must be \(N, C\), \(N, C, L\) or \(N, C, H, W\), but x.shape=\(3,\)"):
        batch_norm_forward(np.ones(3), training=True)
    with pytest.raises(ValueError, match="int64"):
        batch_norm_forward(np.ones((2, 3), dtype=np.int64), training=True)
    with pytest.raises(ValueError, match="weight is float64, but x is float32"):
        batch_norm_forward(np.ones((2, 3), dtype=np.float32), np.ones(3), training=True)
    for function in (batch_norm_forward, lambda x, **o: twins.batch_norm(torch.tensor(x), **o)):
        with pytest.raises(ValueError, match=r"more than 1 value per channel, but x.shape=\(1, 3\)"):
            function(np.ones((1, 3)), training=True)
        with pytest.raises(ValueError, match=r"^running_mean and running_var must be given where training=False$"):
            function(x, training=False)
    _, cache = batch_norm_forward(x, training=True)
    with pytest.raises(ValueError, match=r"grad_out.shape=\(2, 3\), expected \(2, 3, 4, 5\)"):
        batch_norm_backward(np.ones((2, 3)), cache)


@pytest.mark.parametrize("name", ["weight", "bias", "running_mean", "running_var"])
def test_twin_refuses_what_would_be_broadcast(name):
    """One number for all channels is no parameter of batch norm."""
    with pytest.raises(ValueError, match=rf"{name} must have one number .*: x.shape=\(2, 3\), {name}.shape=\(1,\)"):
        twins.batch_norm(torch.ones(2, 3), **{name: torch.ones(1)}, training=True)


CLASSES = [
    (BatchNorm1d, twins.BatchNorm1d, torch.nn.BatchNorm1d, (6, 3)),
    (BatchNorm1d, twins.BatchNorm1d, torch.nn.BatchNorm1d, (6, 3, 4)),
    (BatchNorm2d, twins.BatchNorm2d, torch.nn.BatchNorm2d, (6, 3, 4, 5)),
]
OPTIONS = [
    {},
    {"momentum": 0.3, "eps": 0.1},
    {"momentum": None},
    {"affine": False},
    {"bias": False},
    {"track_running_stats": False},
]


@pytest.mark.parametrize(("layer_class", "twin_class", "torch_class", "shape"), CLASSES)
@pytest.mark.parametrize("options", OPTIONS, ids=str)
def test_batch_norm_class_agrees_with_torch(layer_class, twin_class, torch_class, shape, options):
    """Three batches of training, then one of evaluation: outputs, gradients and running averages as in torch.nn."""
    layer = layer_class(3, dtype=np.float64, **options)
    twin, reference = twin_class(3, dtype=torch.float64, **options), torch_class(3, dtype=torch.float64, **options)
    twin.load_state_dict(reference.state_dict())  # the same names
    for batch in range(4):
        if batch == 3:
            assert layer.eval() is layer
            twin.eval()
            reference.eval()
        x = numbers(batch, *shape) * (batch + 1) + batch
        out = layer.forward(x)
        grad_x = layer.backward(np.cos(x))
        for module in (twin, reference):
            module.zero_grad()
            tensor = torch.tensor(x, requires_grad=True)
            expected = module(tensor)
            expected.backward(torch.cos(tensor.detach()))
            np.testing.assert_allclose(out, expected.detach().numpy(), atol=1e-12)
            np.testing.assert_allclose(grad_x, tensor.grad.numpy(), atol=1e-12)
            for name, parameter in module.named_parameters():
                np.testing.assert_allclose(layer.grads[name], parameter.grad.numpy(), atol=1e-11)
            if module.running_mean is not None:
                np.testing.assert_allclose(layer.running_mean, module.running_mean.numpy(), atol=1e-12)
                np.testing.assert_allclose(layer.running_var, module.running_var.numpy(), atol=1e-12)
    assert layer.train().training
    assert list(layer.grads) == list(layer.params) == [name for name, _ in reference.named_parameters()]


def test_batch_norm_class_wants_its_rank():
    """A batch of images is not for BatchNorm1d, nor rows for BatchNorm2d."""
    images, rows = np.ones((2, 3, 4, 5), np.float32), np.ones((2, 3), np.float32)
    for layer, twin, wrong, message in (
        (
            BatchNorm1d(3),
            twins.BatchNorm1d(3),
            images,
            r"x must be \(N, C\) or \(N, C, L\), but x.shape=\(2, 3, 4, 5\)",
        ),
        (BatchNorm2d(3), twins.BatchNorm2d(3), rows, r"x must be \(N, C, H, W\), but x.shape=\(2, 3\)"),
    ):
        with pytest.raises(ValueError, match=message):
            layer.forward(wrong)
        with pytest.raises(ValueError, match=message):
            twin(torch.tensor(wrong))
        assert layer.num_batches_tracked == twin.num_batches_tracked == 0
        with pytest.raises(ValueError, match="x must be a NumPy array, but is a list"):
            layer.forward(wrong.tolist())


def test_twin_class_leaves_averages_alone_on_an_empty_batch():
    """As PyTorch's own."""
    twin = twins.BatchNorm1d(3)
    twin(torch.zeros(0, 3))
    assert torch.equal(twin.running_var, torch.ones(3))
