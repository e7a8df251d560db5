"""max_pool2d: by hand, plain against fast, against PyTorch and the twin, ties and NaN, and what it refuses."""

import functools

import numpy as np
import pytest
import torch
import torch.nn.functional as F
from hypothesis import given
from hypothesis import strategies as st

from cnncourse import layers_torch as twins
from cnncourse.gradcheck import gradcheck
from cnncourse.layers_numpy import windows
from cnncourse.layers_numpy.max_pool import (
    MaxPool2d,
    max_pool2d_backward,
    max_pool2d_backward_plain,
    max_pool2d_forward,
    max_pool2d_forward_plain,
)

BOTH = pytest.mark.parametrize(
    ("forward", "backward"),
    [(max_pool2d_forward, max_pool2d_backward), (max_pool2d_forward_plain, max_pool2d_backward_plain)],
    ids=["fast", "plain"],
)
GRID = [
    {"kernel_size": 2},
    {"kernel_size": (3, 2), "stride": (2, 3)},
    {"kernel_size": 3, "stride": 1, "padding": 1},
    {"kernel_size": (2, 4), "stride": 2, "padding": (1, 2)},
    {"kernel_size": 2, "stride": 1, "dilation": (2, 3)},
    {"kernel_size": 3, "stride": 2, "padding": 1, "ceil_mode": True},
    {"kernel_size": (3, 5), "stride": (4, 3), "padding": (0, 2), "ceil_mode": True},
    {"kernel_size": 2, "stride": 3, "dilation": 2, "padding": 1, "ceil_mode": True},
]


def numbers(seed, *shape, dtype=np.float64):
    return np.random.default_rng(seed).standard_normal(shape).astype(dtype)


def pool(options):
    """Forward with these options as a function of x alone."""
    return lambda x: max_pool2d_forward(x, **options)


@BOTH
def test_by_hand(forward, backward):
    """The lecture's 4x4 example: 6, 8, 3 and 4, and the gradients go to where these stand."""
    x = np.array([[1.0, 1, 2, 4], [5, 6, 7, 8], [3, 2, 1, 0], [1, 2, 3, 4]])[None, None]
    out, cache = forward(x, 2)
    np.testing.assert_array_equal(out, [[[[6, 8], [3, 4]]]])
    grad_x = backward(np.array([[[[1.0, 2.0], [3.0, 4.0]]]]), cache)
    np.testing.assert_array_equal(grad_x, [[[[0, 0, 0, 0], [0, 1, 0, 2], [3, 0, 0, 0], [0, 0, 0, 4]]]])


@BOTH
def test_overlapping_windows_add_up(forward, backward):
    """The 9 in the middle wins all four windows and gets the sum of their gradients."""
    x = np.array([[1.0, 2, 3], [4, 9, 5], [6, 7, 8]])[None, None]
    _, cache = forward(x, 2, stride=1)
    grad_x = backward(np.array([[[[1.0, 2.0], [3.0, 4.0]]]]), cache)
    np.testing.assert_array_equal(grad_x, [[[[0, 0, 0], [0, 10, 0], [0, 0, 0]]]])


@BOTH
def test_the_first_of_equal_pixels_wins(forward, backward):
    """Row by row: of four equal pixels the top left one, of the two in the lower row the left one."""
    x = np.array([[3.0, 3, 1, 2], [3, 3, 4, 4]])[None, None]
    _, cache = forward(x, 2)
    np.testing.assert_array_equal(backward(np.ones((1, 1, 1, 2)), cache), [[[[1, 0, 0, 0], [0, 0, 1, 0]]]])


@BOTH
def test_nan_wins(forward, backward):
    """A NaN is larger than any number, comes out, and gets the gradient; of two the later one, as in PyTorch."""
    x = np.array([[np.nan, 9.0, 1, np.inf], [5, np.nan, 2, 3]])[None, None]
    tensor = torch.tensor(x, requires_grad=True)
    expected = F.max_pool2d(tensor, 2)
    expected.sum().backward()
    out, cache = forward(x, 2)
    np.testing.assert_array_equal(out, [[[[np.nan, np.inf]]]])
    np.testing.assert_array_equal(out, expected.detach().numpy())
    np.testing.assert_array_equal(backward(np.ones_like(out), cache), tensor.grad.numpy())


@BOTH
def test_minus_infinity_has_a_place(forward, backward):
    """A window of nothing but -inf sends its gradient to its first pixel, never into the padding."""
    x = np.full((1, 1, 3, 3), -np.inf)
    tensor = torch.tensor(x, requires_grad=True)
    F.max_pool2d(tensor, 3, 2, 1).backward(torch.ones(1, 1, 2, 2, dtype=torch.float64))
    out, cache = forward(x, 3, stride=2, padding=1)
    np.testing.assert_array_equal(out, np.full((1, 1, 2, 2), -np.inf))
    np.testing.assert_array_equal(backward(np.ones_like(out), cache), tensor.grad.numpy())


@BOTH
@pytest.mark.parametrize("value", [np.nan, -np.inf, 2.0])
def test_a_single_pixel(forward, backward, value):
    """An image of one pixel comes out as it is, whatever it holds, and gets the gradient."""
    x = np.full((1, 1, 1, 1), value)
    out, cache = forward(x, 1)
    np.testing.assert_array_equal(out, x)
    np.testing.assert_array_equal(backward(np.ones_like(out), cache), np.ones_like(x))


def test_no_channels():
    """Images of no channels have outputs and gradients of no channels."""
    out, cache = max_pool2d_forward(np.zeros((2, 0, 4, 6)), 2)
    assert out.shape == (2, 0, 2, 3)
    assert max_pool2d_backward(out, cache).shape == (2, 0, 4, 6)


@BOTH
def test_infinite_gradients_stay_in_their_place(forward, backward):
    """An infinite upstream gradient makes no NaN in the pixels that lost."""
    _, cache = forward(np.arange(4.0).reshape(1, 1, 2, 2), 2)
    np.testing.assert_array_equal(backward(np.full((1, 1, 1, 1), np.inf), cache), [[[[0, 0], [0, np.inf]]]])


@pytest.mark.parametrize("options", GRID, ids=str)
def test_agrees_with_torch(options, dtype, same_as_torch):
    """Output and gradient, over windows, strides, paddings, dilations and ceil_mode; H is not W."""
    reference = functools.partial(F.max_pool2d, **options)
    twin = functools.partial(twins.max_pool2d, **options)
    for seed, shape in enumerate([(2, 3, 9, 11), (1, 1, 10, 8), (0, 2, 8, 9)]):
        same_as_torch(pool(options), max_pool2d_backward, reference, [numbers(seed, *shape, dtype=dtype)], twin=twin)


def test_ties_agree_with_torch():
    """Integers from 0 to 2 make ties in most windows; the gradient goes to the pixel that PyTorch chooses."""
    x = np.random.default_rng(0).integers(0, 3, (4, 5, 9, 11)).astype(float)
    for options in GRID:
        tensor = torch.tensor(x, requires_grad=True)
        expected = F.max_pool2d(tensor, **options)
        grad_out = numbers(1, *expected.shape)
        expected.backward(torch.tensor(grad_out))
        _, cache = max_pool2d_forward(x, **options)
        np.testing.assert_allclose(max_pool2d_backward(grad_out, cache), tensor.grad.numpy(), atol=1e-12)


@pytest.mark.parametrize("options", [*GRID, {"kernel_size": 2, "stride": 1, "ceil_mode": True}], ids=str)
def test_plain_agrees_with_fast(options, dtype):
    """The definition and the fast version give the same output and gradient, ties included, in the same dtype."""
    x = np.random.default_rng(0).integers(0, 9, (2, 2, 9, 8)).astype(dtype)
    (out, cache), (plain, plain_cache) = max_pool2d_forward(x, **options), max_pool2d_forward_plain(x, **options)
    np.testing.assert_allclose(plain, out, rtol=1e-5, atol=1e-6)
    grad_out = numbers(1, *out.shape, dtype=dtype)
    plain_grad, grad = max_pool2d_backward_plain(grad_out, plain_cache), max_pool2d_backward(grad_out, cache)
    np.testing.assert_allclose(plain_grad, grad, rtol=1e-5, atol=1e-6)
    assert plain.dtype == plain_grad.dtype == dtype


def test_many_images_and_large_windows(dtype):
    """More than one block of images, and windows of more than 255 entries, whose number needs two bytes."""
    for x, kernel_size in [
        (numbers(0, 9, 3, 150, 160, dtype=dtype), 2),
        (numbers(1, 2, 1, 40, 41, dtype=dtype), (18, 15)),
    ]:
        tensor = torch.tensor(x, requires_grad=True)
        expected = F.max_pool2d(tensor, kernel_size, 3)
        out, cache = max_pool2d_forward(x, kernel_size, stride=3)
        np.testing.assert_array_equal(out, expected.detach().numpy())
        expected.backward(torch.tensor(out))
        np.testing.assert_allclose(max_pool2d_backward(out, cache), tensor.grad.numpy(), rtol=1e-5)


@pytest.mark.parametrize("block", [1, 400, 2000])
def test_blocks_do_not_matter(block, monkeypatch):
    """Five images one by one, or two, two and one: output and gradient are those of one block."""
    x = numbers(0, 5, 2, 7, 8)
    out, cache = max_pool2d_forward(x, 3, stride=2)
    expected = out, max_pool2d_backward(out, cache)
    monkeypatch.setattr(windows, "BLOCK_BYTES", block)
    out, cache = max_pool2d_forward(x, 3, stride=2)
    np.testing.assert_array_equal(out, expected[0])
    np.testing.assert_array_equal(max_pool2d_backward(out, cache), expected[1])


@given(
    size=st.tuples(st.integers(1, 9), st.integers(1, 9)),
    kernel=st.tuples(st.integers(1, 4), st.integers(1, 4)),
    stride=st.tuples(st.integers(1, 5), st.integers(1, 5)),
    ceil_mode=st.booleans(),
    padded=st.booleans(),
)
def test_every_output_is_a_pixel_of_its_window(size, kernel, stride, ceil_mode, padded):
    """For whatever fits, output and gradient are PyTorch's, and what PyTorch refuses is refused."""
    options = {"stride": stride, "ceil_mode": ceil_mode, "padding": tuple(k // 2 if padded else 0 for k in kernel)}
    x = numbers(0, 2, 1, *size)
    tensor = torch.tensor(x, requires_grad=True)
    try:
        expected = F.max_pool2d(tensor, kernel, **options)
    except RuntimeError:
        with pytest.raises(ValueError, match="does not fit"):
            max_pool2d_forward(x, kernel, **options)
        return
    out, cache = max_pool2d_forward(x, kernel, **options)
    np.testing.assert_array_equal(out, expected.detach().numpy())
    expected.sum().backward()
    np.testing.assert_array_equal(max_pool2d_backward(np.ones_like(out), cache), tensor.grad.numpy())


def test_gradcheck():
    """The gradient is the slope; pixels are far apart, so that no step changes a winner."""
    x = np.random.default_rng(0).permutation(2 * 2 * 5 * 6).reshape(2, 2, 5, 6) / 10
    gradcheck(lambda x: max_pool2d_forward(x, (3, 2), stride=(1, 2), padding=1), max_pool2d_backward, [x])


def test_takes_any_memory_layout():
    """Transposed, strided, reversed and read-only arrays give what their copies give."""
    x = numbers(1, 9, 8, 3, 2).T[:, ::2, :, ::-1]
    x.setflags(write=False)
    out, cache = max_pool2d_forward(x, 2)
    expected, _ = max_pool2d_forward(x.copy(), 2)
    np.testing.assert_array_equal(out, expected)
    grad_out = numbers(3, *out.shape[::-1]).T
    np.testing.assert_array_equal(max_pool2d_backward(grad_out, cache), max_pool2d_backward(grad_out.copy(), cache))


IMAGE = np.zeros((1, 1, 4, 5))


@pytest.mark.parametrize(
    ("x", "kernel_size", "options", "message"),
    [
        (IMAGE.astype(int), 2, {}, r"x must be float32 or float64, but is int64: x.shape=\(1, 1, 4, 5\)"),
        (IMAGE[0], 2, {}, r"x must be \(N, C, H, W\), but x.shape=\(1, 4, 5\)"),
        (IMAGE, 0, {}, "kernel_size must be a whole number of at least 1, but is 0"),
        (IMAGE, 2, {"stride": -1}, "stride must be a whole number of at least 1, but is -1"),
        (IMAGE, 2, {"padding": -1}, "^padding must be a whole number of at least 0, but is -1"),
        (IMAGE, 2, {"dilation": 0}, "^dilation must be a whole number of at least 1, but is 0"),
        (IMAGE, 3, {"padding": 2}, "padding must be at most half the window: padding=2, kernel_size=3"),
        (IMAGE, 5, {}, "a window of 5 does not fit into size 4"),
        (IMAGE[:, :, :0], 1, {}, "size must be a whole number of at least 1, but is 0"),
        (IMAGE[:, :, :1], 2, {"dilation": 2, "padding": 1}, "a window sees no pixel: kernel_size=2, padding=1"),
    ],
)
def test_errors(x, kernel_size, options, message):
    """Each error names the argument and its value."""
    with pytest.raises(ValueError, match=message):
        max_pool2d_forward(x, kernel_size, **options)


@pytest.mark.parametrize("padding", [2, 3])
def test_half_the_window_without_its_gaps(padding):
    """Four entries, two apart, reach over seven pixels, and still two is the most padding, as in PyTorch."""
    x = numbers(0, 1, 1, 8, 9)
    options = {"padding": padding, "dilation": 2}
    if padding == 2:
        expected = F.max_pool2d(torch.tensor(x), 4, **options)
        np.testing.assert_array_equal(max_pool2d_forward(x, 4, **options)[0], expected.numpy())
    else:
        with pytest.raises(RuntimeError, match="half of kernel size"):
            F.max_pool2d(torch.tensor(x), 4, **options)
        with pytest.raises(ValueError, match="padding must be at most half the window: padding=3, kernel_size=4"):
            max_pool2d_forward(x, 4, **options)


def test_grad_out_errors():
    """An upstream gradient of another shape or dtype is refused."""
    _, cache = max_pool2d_forward(IMAGE, 2)
    with pytest.raises(ValueError, match=r"grad_out.shape=\(1, 1, 1, 2\), expected \(1, 1, 2, 2\)"):
        max_pool2d_backward(np.zeros((1, 1, 1, 2)), cache)
    with pytest.raises(ValueError, match="grad_out is float32, but out is float64"):
        max_pool2d_backward(np.zeros((1, 1, 2, 2), np.float32), cache)


def test_layer_calls_the_pair():
    """The class passes its options on, steps by its window where no stride is given, and has no parameters."""
    x = numbers(0, 2, 2, 7, 9)
    layer = MaxPool2d((3, 2), (2, 1), (1, 0), (1, 2), ceil_mode=True)
    out, cache = max_pool2d_forward(x, (3, 2), stride=(2, 1), padding=(1, 0), dilation=(1, 2), ceil_mode=True)
    np.testing.assert_array_equal(layer.forward(x), out)
    np.testing.assert_array_equal(layer.backward(out), max_pool2d_backward(out, cache))
    assert layer.params == layer.grads == {}
    assert MaxPool2d(2).stride == 2
    assert not layer.eval().training
    assert layer.train().training
