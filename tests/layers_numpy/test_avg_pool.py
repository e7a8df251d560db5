"""avg_pool2d and global_avg_pool2d: by hand, against PyTorch and the twin, by differences, and what they refuse."""

import functools

import numpy as np
import pytest
import torch
import torch.nn.functional as F
from hypothesis import given
from hypothesis import strategies as st

from cnncourse import layers_torch as twins
from cnncourse.gradcheck import gradcheck
from cnncourse.layers_numpy.avg_pool import (
    AvgPool2d,
    avg_pool2d_backward,
    avg_pool2d_backward_plain,
    avg_pool2d_forward,
    avg_pool2d_forward_plain,
)
from cnncourse.layers_numpy.global_avg_pool import (
    GlobalAvgPool2d,
    global_avg_pool2d_backward,
    global_avg_pool2d_forward,
)

BOTH = pytest.mark.parametrize(
    ("forward", "backward"),
    [(avg_pool2d_forward, avg_pool2d_backward), (avg_pool2d_forward_plain, avg_pool2d_backward_plain)],
    ids=["fast", "plain"],
)
GRID = [
    {"kernel_size": 2},
    {"kernel_size": (3, 2), "stride": (2, 3)},
    {"kernel_size": 3, "stride": 1, "padding": 1},
    {"kernel_size": (2, 4), "stride": 2, "padding": (1, 2), "count_include_pad": False},
    {"kernel_size": 3, "stride": 2, "padding": 1, "ceil_mode": True},
    {"kernel_size": 3, "stride": 2, "padding": 1, "ceil_mode": True, "count_include_pad": False},
    {"kernel_size": (3, 5), "stride": (4, 3), "padding": (0, 2), "ceil_mode": True},
]


def numbers(seed, *shape, dtype=np.float64):
    return np.random.default_rng(seed).standard_normal(shape).astype(dtype)


@BOTH
def test_by_hand(forward, backward):
    """The lecture's 4x4 example: (1 + 1 + 5 + 6)/4 = 3.25; each pixel gets a quarter of the gradient."""
    x = np.array([[1.0, 1, 2, 4], [5, 6, 7, 8], [3, 2, 1, 0], [1, 2, 3, 4]])[None, None]
    out, cache = forward(x, 2)
    np.testing.assert_array_equal(out, [[[[3.25, 5.25], [2, 2]]]])
    grad_x = backward(np.array([[[[4.0, 8.0], [12.0, 16.0]]]]), cache)
    np.testing.assert_array_equal(grad_x, [[[[1, 1, 2, 2], [1, 1, 2, 2], [3, 3, 4, 4], [3, 3, 4, 4]]]])


@BOTH
def test_what_counts(forward, backward):
    """A 2x2 image of ones under 2x2 windows, padding 1, stride 2: a corner has one real pixel of four, or of one."""
    x = np.ones((1, 1, 2, 2))
    out, cache = forward(x, 2, padding=1)
    np.testing.assert_array_equal(out, np.full((1, 1, 2, 2), 0.25))
    np.testing.assert_array_equal(backward(np.ones_like(out), cache), np.full((1, 1, 2, 2), 0.25))
    out, _ = forward(x, 2, padding=1, count_include_pad=False)
    np.testing.assert_array_equal(out, np.ones((1, 1, 2, 2)))


@BOTH
def test_what_hangs_over_never_counts(forward, backward):
    """In ceil_mode the last window of 3 has one pixel of 1; with padding, one of 1 and one of 0: the mean is 1/2."""
    x = np.ones((1, 1, 1, 4))
    np.testing.assert_array_equal(forward(x, (1, 3), stride=3, ceil_mode=True)[0], [[[[1, 1]]]])
    out, cache = forward(x, (1, 3), stride=(1, 4), padding=(0, 1), ceil_mode=True)
    np.testing.assert_array_equal(out, [[[[2 / 3, 1 / 2]]]])
    np.testing.assert_array_equal(backward(np.array([[[[3.0, 4.0]]]]), cache), [[[[1, 1, 0, 2]]]])


@pytest.mark.parametrize("options", GRID, ids=str)
def test_agrees_with_torch(options, dtype, same_as_torch):
    """Output and gradient, over windows, strides, paddings, ceil_mode and what counts; H is not W."""
    reference, twin = (functools.partial(function, **options) for function in (F.avg_pool2d, twins.avg_pool2d))
    for seed, shape in enumerate([(2, 3, 9, 11), (1, 1, 10, 8), (0, 2, 8, 9)]):
        x = numbers(seed, *shape, dtype=dtype)
        same_as_torch(lambda x: avg_pool2d_forward(x, **options), avg_pool2d_backward, reference, [x], twin=twin)


@pytest.mark.parametrize("options", [*GRID, {"kernel_size": 2, "stride": 1, "ceil_mode": True}], ids=str)
def test_plain_agrees_with_fast(options, dtype):
    """The definition and the fast version give the same output and gradient, in the same dtype."""
    x = numbers(0, 2, 2, 9, 8, dtype=dtype)
    (out, cache), (plain, plain_cache) = avg_pool2d_forward(x, **options), avg_pool2d_forward_plain(x, **options)
    np.testing.assert_allclose(plain, out, rtol=1e-5, atol=1e-6)
    grad_out = numbers(1, *out.shape, dtype=dtype)
    plain_grad, grad = avg_pool2d_backward_plain(grad_out, plain_cache), avg_pool2d_backward(grad_out, cache)
    np.testing.assert_allclose(plain_grad, grad, rtol=1e-5, atol=1e-6)
    assert plain.dtype == plain_grad.dtype == dtype


@given(
    size=st.tuples(st.integers(1, 9), st.integers(1, 9)),
    kernel=st.tuples(st.integers(1, 4), st.integers(1, 4)),
    stride=st.tuples(st.integers(1, 5), st.integers(1, 5)),
    ceil_mode=st.booleans(),
    count_include_pad=st.booleans(),
    padded=st.booleans(),
)
def test_whatever_fits(size, kernel, stride, ceil_mode, count_include_pad, padded):
    """Output and gradient are PyTorch's for any sizes, and what PyTorch refuses is refused."""
    options = {"stride": stride, "ceil_mode": ceil_mode, "count_include_pad": count_include_pad}
    options["padding"] = tuple(k // 2 if padded else 0 for k in kernel)
    x = numbers(0, 2, 1, *size)
    tensor = torch.tensor(x, requires_grad=True)
    try:
        expected = F.avg_pool2d(tensor, kernel, **options)
    except RuntimeError:
        with pytest.raises(ValueError, match="does not fit"):
            avg_pool2d_forward(x, kernel, **options)
        return
    out, cache = avg_pool2d_forward(x, kernel, **options)
    np.testing.assert_allclose(out, expected.detach().numpy(), atol=1e-14)
    expected.sum().backward()
    np.testing.assert_allclose(avg_pool2d_backward(np.ones_like(out), cache), tensor.grad.numpy(), atol=1e-14)


def test_gradcheck():
    """The gradients are the slopes."""
    options = {"kernel_size": (3, 2), "stride": (1, 2), "padding": 1, "count_include_pad": False}
    x = numbers(0, 2, 2, 5, 6)
    gradcheck(lambda x: avg_pool2d_forward(x, **options), avg_pool2d_backward, [x])
    gradcheck(global_avg_pool2d_forward, global_avg_pool2d_backward, [x])


def test_takes_any_memory_layout():
    """Transposed, strided, reversed and read-only arrays give what their copies give."""
    x = numbers(1, 9, 8, 3, 2).T[:, ::2, :, ::-1]
    x.setflags(write=False)
    out, cache = avg_pool2d_forward(x, 2)
    np.testing.assert_array_equal(out, avg_pool2d_forward(x.copy(), 2)[0])
    grad_out = numbers(3, *out.shape[::-1]).T
    np.testing.assert_array_equal(avg_pool2d_backward(grad_out, cache), avg_pool2d_backward(grad_out.copy(), cache))


@pytest.mark.parametrize("shape", [(2, 3, 5, 4), (1, 1, 1, 1), (0, 3, 5, 4)])
def test_global_agrees_with_torch(shape, dtype, same_as_torch):
    """The mean of each channel, as adaptive_avg_pool2d(x, 1)."""
    reference = functools.partial(F.adaptive_avg_pool2d, output_size=1)
    x = numbers(0, *shape, dtype=dtype)
    forward, backward = global_avg_pool2d_forward, global_avg_pool2d_backward
    same_as_torch(forward, backward, reference, [x], twin=twins.global_avg_pool2d)


IMAGE = np.zeros((1, 1, 4, 5))


@pytest.mark.parametrize(
    ("x", "kernel_size", "options", "message"),
    [
        (IMAGE.astype(int), 2, {}, r"x must be float32 or float64, but is int64: x.shape=\(1, 1, 4, 5\)"),
        (IMAGE[0], 2, {}, r"x must be \(N, C, H, W\), but x.shape=\(1, 4, 5\)"),
        (IMAGE, (2, 0), {}, r"kernel_size\[1\] must be a whole number of at least 1, but is 0"),
        (IMAGE, 3, {"padding": 2}, "padding must be at most half the window: padding=2, kernel_size=3"),
        (IMAGE, 5, {}, "a window of 5 does not fit into size 4"),
    ],
)
def test_errors(x, kernel_size, options, message):
    """Each error names the argument and its value."""
    with pytest.raises(ValueError, match=message):
        avg_pool2d_forward(x, kernel_size, **options)


def test_other_errors():
    """Upstream gradients that do not fit, and images without pixels, are refused."""
    _, cache = avg_pool2d_forward(IMAGE, 2)
    with pytest.raises(ValueError, match=r"grad_out.shape=\(1, 1, 1, 2\), expected \(1, 1, 2, 2\)"):
        avg_pool2d_backward(np.zeros((1, 1, 1, 2)), cache)
    _, cache = global_avg_pool2d_forward(IMAGE)
    with pytest.raises(ValueError, match="grad_out is float32, but out is float64"):
        global_avg_pool2d_backward(np.zeros((1, 1, 1, 1), np.float32), cache)
    with pytest.raises(ValueError, match=r"x must have pixels, but x.shape=\(1, 1, 0, 5\)"):
        global_avg_pool2d_forward(IMAGE[:, :, :0])
    with pytest.raises(ValueError, match=r"x must be \(N, C, H, W\), but x.shape=\(1, 4, 5\)"):
        global_avg_pool2d_forward(IMAGE[0])
    with pytest.raises(ValueError, match="x must be float32 or float64, but is int64"):
        global_avg_pool2d_forward(IMAGE.astype(int))


def test_layers_call_the_pairs():
    """The classes pass their options on and have no parameters."""
    x = numbers(0, 2, 2, 7, 9)
    layer = AvgPool2d((3, 2), (2, 1), (1, 0), True, False)
    out, cache = avg_pool2d_forward(x, (3, 2), stride=(2, 1), padding=(1, 0), ceil_mode=True, count_include_pad=False)
    np.testing.assert_array_equal(layer.forward(x), out)
    np.testing.assert_array_equal(layer.backward(out), avg_pool2d_backward(out, cache))
    everywhere = GlobalAvgPool2d()
    np.testing.assert_allclose(everywhere.forward(x), x.mean(axis=(2, 3), keepdims=True))
    np.testing.assert_allclose(everywhere.backward(np.ones((2, 2, 1, 1))), np.full_like(x, 1 / 63))
    assert AvgPool2d(3).stride == 3
    for one in (layer, everywhere):
        assert one.params == one.grads == {}
        assert not one.eval().training
        assert one.train().training
