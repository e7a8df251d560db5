"""conv_transpose2d: by hand, as the adjoint of conv2d, against PyTorch and the twin, and what it refuses."""

import functools

import numpy as np
import pytest
import torch.nn.functional as F
from hypothesis import given
from hypothesis import strategies as st

from cnncourse import layers_torch as twins
from cnncourse.gradcheck import gradcheck
from cnncourse.layers_numpy.conv import conv2d_backward, conv2d_forward
from cnncourse.layers_numpy.conv_transpose import (
    ConvTranspose2d,
    conv_transpose2d_backward,
    conv_transpose2d_forward,
    conv_transpose2d_forward_plain,
)

GRID = [
    {},
    {"stride": 2},
    {"stride": (2, 3), "padding": (1, 0), "output_padding": (1, 2)},
    {"stride": 2, "padding": 1, "output_padding": 1, "groups": 2},
    {"dilation": (2, 1), "padding": (3, 1), "output_padding": (1, 0)},
]


def numbers(seed, *shape, dtype=np.float64):
    return np.random.default_rng(seed).standard_normal(shape).astype(dtype)


def inputs(options, dtype, batch=2, bias=True, channels=4):
    weight = numbers(2, channels, 6 // options.get("groups", 1), 3, 2, dtype=dtype)
    return [numbers(1, batch, channels, 5, 6, dtype=dtype), weight, numbers(3, 6, dtype=dtype) if bias else None]


@pytest.mark.parametrize("forward", [conv_transpose2d_forward, conv_transpose2d_forward_plain])
def test_by_hand(forward):
    """1 and 2 paint (10, 3), once two apart and once overlapping; padding 1 cuts off a pixel on each side."""
    x, weight = np.array([[[[1.0, 2.0]]]]), np.array([[[[10.0, 3.0]]]])
    np.testing.assert_array_equal(forward(x, weight, stride=2)[0], [[[[10, 3, 20, 6]]]])
    np.testing.assert_array_equal(forward(x, weight, np.array([1.0]))[0], [[[[11, 24, 7]]]])
    np.testing.assert_array_equal(forward(x, weight, stride=2, padding=(0, 1))[0], [[[[3, 20]]]])
    out, _ = forward(x, weight, stride=2, output_padding=(0, 1))
    np.testing.assert_array_equal(out, [[[[10, 3, 20, 6, 0]]]])


def test_backward_by_hand():
    """Each pixel reads what it painted: 1*10 + 2*3 = 16 and 2*10 + 3*3 = 29."""
    x, weight = np.array([[[[1.0, 2.0]]]]), np.array([[[[10.0, 3.0]]]])
    _, cache = conv_transpose2d_forward(x, weight, np.zeros(1))
    grad_x, grad_weight, grad_bias = conv_transpose2d_backward(np.array([[[[1.0, 2.0, 3.0]]]]), cache)
    np.testing.assert_array_equal(grad_x, [[[[16, 29]]]])
    np.testing.assert_array_equal(grad_weight, [[[[5, 8]]]])
    np.testing.assert_array_equal(grad_bias, [6])


@pytest.mark.parametrize("bias", [True, False], ids=["bias", "no bias"])
@pytest.mark.parametrize("batch", [2, 1, 0])
@pytest.mark.parametrize("options", GRID, ids=str)
def test_agrees_with_torch(options, batch, bias, dtype, same_as_torch):
    """Output and every gradient, over strides, paddings, output_padding, dilations and groups."""
    functions = (conv_transpose2d_forward, F.conv_transpose2d, twins.conv_transpose2d)
    forward, reference, twin = (functools.partial(function, **options) for function in functions)
    same_as_torch(forward, conv_transpose2d_backward, reference, inputs(options, dtype, batch, bias), twin=twin)


@pytest.mark.parametrize("options", [{}, {"padding": 2}, {"dilation": 2, "output_padding": 1}], ids=str)
def test_many_channels(options, dtype, same_as_torch):
    """With channels enough for the way by rows."""
    x, weight = numbers(1, 2, 16, 5, 6, dtype=dtype), numbers(2, 16, 20, 3, 2, dtype=dtype)
    functions = (conv_transpose2d_forward, F.conv_transpose2d, twins.conv_transpose2d)
    forward, reference, twin = (functools.partial(function, **options) for function in functions)
    same_as_torch(forward, conv_transpose2d_backward, reference, [x, weight, None], twin=twin)


@pytest.mark.parametrize("options", [*GRID, {"dilation": (1, 3)}], ids=str)
def test_plain_agrees_with_fast(options, dtype):
    """Painting pixel by pixel gives the same, in the same dtype."""
    arrays = inputs(options, dtype)
    fast, plain = (f(*arrays, **options)[0] for f in (conv_transpose2d_forward, conv_transpose2d_forward_plain))
    np.testing.assert_allclose(plain, fast, atol=1e-12 if dtype is np.float64 else 1e-4)
    assert plain.dtype == dtype


@given(
    size=st.tuples(st.integers(3, 8), st.integers(3, 8)),
    kernel=st.tuples(st.integers(1, 3), st.integers(1, 3)),
    stride=st.tuples(st.integers(1, 3), st.integers(1, 3)),
    padding=st.integers(0, 1),
    dilation=st.integers(1, 2),
    groups=st.integers(1, 2),
)
def test_is_the_adjoint_of_conv2d(size, kernel, stride, padding, dilation, groups):
    """<conv2d(x), y> = <x, conv_transpose2d(y)> with one weight, and it equals conv2d's gradient of x exactly."""
    options = {"stride": stride, "padding": padding, "dilation": dilation, "groups": groups}
    if any(dilation * (k - 1) + 1 > n + 2 * padding for n, k in zip(size, kernel, strict=True)):
        return
    x, weight = numbers(0, 2, 2 * groups, *size), numbers(1, 3 * groups, 2, *kernel)
    out, cache = conv2d_forward(x, weight, **options)
    y = numbers(2, *out.shape)
    reach = [
        (n - 1) * s - 2 * padding + dilation * (k - 1) + 1
        for n, s, k in zip(out.shape[2:], stride, kernel, strict=True)
    ]
    left_over = tuple(n - r for n, r in zip(size, reach, strict=True))
    if min(reach) < 1 or any(more >= max(s, dilation) for more, s in zip(left_over, stride, strict=True)):
        return
    back, _ = conv_transpose2d_forward(y, weight, output_padding=left_over, **options)
    np.testing.assert_allclose((out * y).sum(), (x * back).sum(), atol=1e-10)
    np.testing.assert_array_equal(back, conv2d_backward(y, cache)[0])


def test_gradcheck():
    """Every gradient is the slope."""
    options = {"stride": (2, 1), "padding": (1, 0), "output_padding": (1, 0), "groups": 2}
    arrays = [numbers(1, 2, 2, 3, 3), numbers(2, 2, 1, 3, 2), numbers(3, 2)]
    gradcheck(functools.partial(conv_transpose2d_forward, **options), conv_transpose2d_backward, arrays)


IMAGE, FILTERS = np.zeros((2, 4, 5, 6)), np.zeros((4, 3, 3, 3))


@pytest.mark.parametrize(
    ("x", "weight", "options", "message"),
    [
        (IMAGE[0], FILTERS, {}, r"x must be \(N, C_in, H, W\), but x.shape=\(4, 5, 6\)"),
        (IMAGE, FILTERS[0], {}, r"weight must be \(C_in, C_out / groups, K_h, K_w\), but weight.shape=\(3, 3, 3\)"),
        (IMAGE[:, :3], FILTERS, {}, r"weight expects 4 input channels, but x has 3: x.shape=\(2, 3, 5, 6\)"),
        (IMAGE.astype(int), FILTERS, {}, "x must be float32 or float64, but is int64"),
        (IMAGE, [[[[1.0]]]], {}, "^weight must be a NumPy array, but is a list"),
        (IMAGE, FILTERS[:, :, :0], {}, r"^kernel_size\[0\] must be a whole number of at least 1, but is 0"),
        (IMAGE, FILTERS, {"stride": 0}, "^stride must be a whole number of at least 1, but is 0"),
        (IMAGE, FILTERS, {"dilation": 0}, "^dilation must be a whole number of at least 1, but is 0"),
        (IMAGE, FILTERS, {"output_padding": -1}, "^output_padding must be a whole number of at least 0, but is -1"),
        (IMAGE, FILTERS, {"groups": 3}, "groups=3 must divide the 4 input"),
        (
            IMAGE,
            FILTERS,
            {"bias": np.zeros(4)},
            r"bias must be of shape \(3,\): bias.shape=\(4,\), weight.shape=\(4, 3",
        ),
        (
            IMAGE,
            FILTERS,
            {"output_padding": 1},
            "output_padding must be smaller than stride or dilation, but is 1: str",
        ),
        (IMAGE[:, :, :1], FILTERS, {"padding": 2}, "the output size would be -1: size=1, kernel_size=3, stride=1, pad"),
        (IMAGE[:, :, :0], FILTERS, {}, "size must be a whole number of at least 1, but is 0"),
        (IMAGE, FILTERS, {"padding": (1, -1)}, r"padding\[1\] must be a whole number of at least 0, but is -1"),
    ],
)
def test_errors(x, weight, options, message):
    """Each error names the argument and its value."""
    with pytest.raises(ValueError, match=message):
        conv_transpose2d_forward(x, weight, **options)


def test_grad_out_error():
    """An upstream gradient of another shape is refused."""
    _, cache = conv_transpose2d_forward(IMAGE, FILTERS)
    with pytest.raises(ValueError, match=r"grad_out.shape=\(2, 3, 5, 6\), expected \(2, 3, 7, 8\)"):
        conv_transpose2d_backward(np.zeros((2, 3, 5, 6)), cache)


@pytest.mark.parametrize("bias", [True, False])
def test_layer_calls_the_pair(bias):
    """The class passes its options on, in PyTorch's order, and fills `grads`."""
    layer = ConvTranspose2d(4, 6, (3, 2), 2, 1, 1, 2, bias, (1, 2), dtype=np.float64, rng=np.random.default_rng(0))
    x = numbers(1, 2, 4, 5, 6)
    options = {"stride": 2, "padding": 1, "output_padding": 1, "groups": 2, "dilation": (1, 2)}
    out, cache = conv_transpose2d_forward(x, layer.params["weight"], layer.params.get("bias"), **options)
    grad_x, *grads = conv_transpose2d_backward(out, cache)
    np.testing.assert_array_equal(layer.forward(x), out)
    np.testing.assert_array_equal(layer.backward(out), grad_x)
    assert list(layer.grads) == list(layer.params) == (["weight", "bias"] if bias else ["weight"])
    for value, grad in zip(layer.grads.values(), grads, strict=False):
        np.testing.assert_array_equal(value, grad)
    assert layer.params["weight"].shape == (4, 3, 3, 2)
    for start in layer.params.values():
        assert 0 < abs(start).max() <= 1 / np.sqrt(3 * 3 * 2)
    assert not layer.eval().training
    assert layer.train().training


def test_layer_defaults():
    """float32, new random numbers for each layer, and a bias for each output channel."""
    assert ConvTranspose2d(2, 3, 3).params["weight"].dtype == np.float32
    assert (ConvTranspose2d(1, 1, 3).params["weight"] != ConvTranspose2d(1, 1, 3).params["weight"]).any()
    assert ConvTranspose2d(2, 3, 3).params["bias"].shape == (3,)
