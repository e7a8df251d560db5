"""conv2d: by hand, plain against fast, against PyTorch and the twin, by differences, and what it refuses."""

import functools

import numpy as np
import pytest
import torch.nn.functional as F
from hypothesis import given
from hypothesis import strategies as st

from cnncourse import layers_torch as twins
from cnncourse.gradcheck import gradcheck
from cnncourse.layers_numpy import windows
from cnncourse.layers_numpy.conv import (
    Conv2d,
    conv2d_backward,
    conv2d_backward_plain,
    conv2d_forward,
    conv2d_forward_plain,
)
from cnncourse.layers_numpy.correlate_rows import row_columns, rows_pay
from cnncourse.layers_numpy.windows import Window

GRID = [
    {},
    {"stride": 2},
    {"stride": (1, 3), "padding": (2, 0)},
    {"padding": 1},
    {"dilation": 2, "padding": 2},
    {"dilation": (1, 2), "stride": (3, 2), "padding": (0, 3)},
    {"groups": 2, "padding": (1, 2)},
    {"groups": 4, "stride": 2, "dilation": (2, 1), "padding": 1},
]


def numbers(seed, *shape, dtype=np.float64):
    return np.random.default_rng(seed).standard_normal(shape).astype(dtype)


def inputs(options, dtype, shape=(3, 4, 9, 11), kernel=(3, 2), out_channels=8, bias=True):
    weight = numbers(2, out_channels, shape[1] // options.get("groups", 1), *kernel, dtype=dtype)
    return [numbers(1, *shape, dtype=dtype), weight, numbers(3, out_channels, dtype=dtype) if bias else None]


@pytest.mark.parametrize("forward", [conv2d_forward, conv2d_forward_plain])
def test_forward_by_hand(forward):
    """1*10 + 2*20 + 3*30 + 4*40 = 300; the window one to the right has 2, 3, 5, 6 of the second image."""
    weight = np.array([[[[10.0, 20.0], [30.0, 40.0]]]])
    out, _ = forward(np.array([[[[1.0, 2.0], [3.0, 4.0]]]]), weight, np.array([5.0]))
    np.testing.assert_array_equal(out, [[[[305.0]]]])
    image = np.arange(1.0, 10.0).reshape(1, 1, 3, 3)
    out, _ = forward(image, weight)
    np.testing.assert_array_equal(out, [[[[370.0, 470.0], [670.0, 770.0]]]])


@pytest.mark.parametrize(
    ("forward", "backward"),
    [(conv2d_forward, conv2d_backward), (conv2d_forward_plain, conv2d_backward_plain)],
    ids=["fast", "plain"],
)
def test_backward_by_hand(forward, backward):
    """Two windows, gradients 1 and 10: the middle pixel was seen by both, with weight 4 and with weight 3."""
    x, weight = np.array([[[[1.0, 2.0, 5.0]]]]), np.array([[[[3.0, 4.0]]]])
    out, cache = forward(x, weight, np.array([7.0]))
    np.testing.assert_array_equal(out, [[[[18.0, 33.0]]]])
    grad_x, grad_weight, grad_bias = backward(np.array([[[[1.0, 10.0]]]]), cache)
    np.testing.assert_array_equal(grad_x, [[[[3.0, 34.0, 40.0]]]])
    np.testing.assert_array_equal(grad_weight, [[[[21.0, 52.0]]]])
    np.testing.assert_array_equal(grad_bias, [11.0])


@pytest.mark.parametrize("bias", [True, False], ids=["bias", "no bias"])
@pytest.mark.parametrize("options", GRID, ids=str)
def test_agrees_with_torch(options, bias, dtype, same_as_torch):
    """Output and every gradient, over strides, paddings, dilations and groups; H is not W, and K_h is not K_w."""
    same_as_torch(
        functools.partial(conv2d_forward, **options),
        conv2d_backward,
        functools.partial(F.conv2d, **options),
        inputs(options, dtype, bias=bias),
        twin=functools.partial(twins.conv2d, **options),
    )


@pytest.mark.parametrize(
    ("shape", "kernel", "out_channels", "options"),
    [
        ((0, 2, 5, 6), (3, 2), 3, {"padding": 1}),
        ((1, 2, 5, 6), (3, 2), 3, {}),
        ((2, 3, 4, 5), (1, 1), 2, {}),
        ((2, 3, 4, 5), (1, 1), 2, {"stride": 2, "padding": 1}),
        ((2, 3, 4, 5), (4, 5), 2, {}),
        ((2, 1, 2, 3), (3, 3), 1, {"padding": 3}),
        ((2, 20, 7, 6), (3, 5), 24, {"padding": (1, 2)}),
        ((2, 20, 7, 6), (3, 2), 24, {"padding": (3, 0), "dilation": (2, 1)}),
        ((2, 40, 7, 6), (2, 3), 48, {"padding": 1, "groups": 2}),
        ((2, 20, 7, 6), (3, 3), 24, {}),
        ((2, 20, 7, 6), (3, 2), 24, {}),
        ((2, 20, 7, 6), (3, 2), 24, {"stride": 2, "padding": 1}),
        ((2, 20, 7, 6), (3, 2), 24, {"stride": (2, 1)}),
        ((2, 20, 7, 6), (3, 2), 24, {"stride": (1, 2)}),
        ((2, 20, 3, 2), (3, 2), 24, {}),
        ((2, 20, 7, 6), (1, 1), 24, {}),
        ((2, 20, 7, 6), (1, 1), 24, {"padding": (1, 0)}),
        ((2, 20, 7, 6), (1, 1), 24, {"padding": (0, 1)}),
        ((2, 20, 7, 6), (3, 1), 24, {}),
        ((0, 20, 7, 6), (3, 3), 24, {"padding": 1}),
        ((1, 16, 90, 200), (3, 3), 16, {"padding": 1}),
        ((1, 8, 120, 220), (3, 3), 4, {"padding": 1, "stride": (1, 2)}),
    ],
)
def test_shapes_that_take_other_ways(shape, kernel, out_channels, options, dtype, same_as_torch):
    """Empty and single batches, 1x1 and image-size kernels, many channels, and images of several blocks."""
    same_as_torch(
        functools.partial(conv2d_forward, **options),
        conv2d_backward,
        functools.partial(F.conv2d, **options),
        inputs(options, dtype, shape, kernel, out_channels),
        twin=functools.partial(twins.conv2d, **options),
    )


@pytest.mark.parametrize("options", GRID, ids=str)
def test_plain_agrees_with_fast(options, dtype):
    """The definition and the fast version give the same output and the same gradients, in the same dtype."""
    arrays = inputs(options, dtype, shape=(2, 4, 6, 7))
    out, cache = conv2d_forward(*arrays, **options)
    plain_out, plain_cache = conv2d_forward_plain(*arrays, **options)
    tolerance = 1e-12 if dtype is np.float64 else 1e-4
    np.testing.assert_allclose(plain_out, out, rtol=0, atol=tolerance)
    grad_out = numbers(9, *out.shape, dtype=dtype)
    pairs = zip(conv2d_backward_plain(grad_out, plain_cache), conv2d_backward(grad_out, cache), strict=True)
    for plain, fast in pairs:
        np.testing.assert_allclose(plain, fast, rtol=0, atol=tolerance)
        assert plain.dtype == plain_out.dtype == dtype


@pytest.mark.parametrize("channels", [3, 16], ids=["by columns", "by rows"])
@pytest.mark.parametrize("block", [1, 3000, 5000, 9000, 20000, 45000])
def test_blocks_do_not_matter(block, channels, dtype, monkeypatch):
    """Single rows, unequal rows, one image, two, all: output and gradients are those of one large block."""
    x, weight = numbers(1, 5, channels, 7, 6, dtype=dtype), numbers(2, 17, channels, 3, 3, dtype=dtype)
    bias, grad_out = numbers(3, 17, dtype=dtype), numbers(4, 5, 17, 7, 6, dtype=dtype)
    out, cache = conv2d_forward(x, weight, bias, padding=1)
    expected = [out, *conv2d_backward(grad_out, cache)]
    monkeypatch.setattr(windows, "BLOCK_BYTES", block)
    out, cache = conv2d_forward(x, weight, bias, padding=1)
    for actual, one_block in zip([out, *conv2d_backward(grad_out, cache)], expected, strict=True):
        np.testing.assert_allclose(actual, one_block, rtol=0, atol=1e-12 if dtype is np.float64 else 1e-4)


def test_rows_pay_with_enough_channels():
    """16 channels in a group on both sides, and stride 1: then the rows, else the columns."""

    def pays(out_channels, in_channels, groups=1, stride=(1, 1)):
        return rows_pay(np.zeros((out_channels, in_channels // groups, 3, 3)), Window((3, 3), stride), groups)

    assert pays(16, 16)
    assert not pays(15, 64)
    assert not pays(64, 15)
    assert pays(32, 32, groups=2)
    assert not pays(31, 62, groups=2)
    assert not pays(64, 64, stride=(2, 1))
    assert not pays(64, 64, stride=(1, 2))


@pytest.mark.parametrize("block", [1, 500, 1 << 20], ids=["single rows", "two rows and one", "whole images"])
def test_row_columns(block, dtype, monkeypatch):
    """The shifts of a kernel row, as many image rows as the block's windows reach, in x's dtype."""
    x, window = numbers(0, 2, 3, 7, 6, dtype=dtype), Window((3, 2), padding=(1, 0), dilation=(2, 1))
    padded = np.pad(x, ((0, 0), (0, 0), (1, 1), (0, 0)))
    monkeypatch.setattr(windows, "BLOCK_BYTES", block * x.itemsize // 8)
    seen = []
    for image, rows, cols in row_columns(x, window, (5, 5)):
        below = padded[image, :, rows.start : rows.stop + 4]  # the third kernel row lies 4 rows below the first
        np.testing.assert_array_equal(cols, np.stack([below[:, :, :5], below[:, :, 1:]], axis=1))
        assert cols.dtype == dtype
        seen += [(image, row) for row in range(5)[rows]]
    assert sorted(seen) == [(image, row) for image in range(2) for row in range(5)]


def test_plain_without_bias():
    """No bias, no gradient of it."""
    x, weight, _ = inputs({}, np.float64, shape=(1, 4, 3, 3))
    out, cache = conv2d_forward_plain(x, weight)
    np.testing.assert_allclose(out, conv2d_forward(x, weight)[0], atol=1e-12)
    assert conv2d_backward_plain(np.ones_like(out), cache)[2] is None


@st.composite
def problems(draw):
    """A convolution that fits: sizes, kernel, and options, each axis by itself."""
    one = {"kernel": st.integers(1, 3), "stride": st.integers(1, 3), "padding": st.integers(0, 2)}
    kernel, stride, padding = (draw(st.tuples(value, value)) for value in one.values())
    dilation = draw(st.tuples(st.integers(1, 2), st.integers(1, 2)))
    spare = draw(st.tuples(st.integers(0, 4), st.integers(0, 4)))
    least = [d * (k - 1) + 1 - 2 * p for k, p, d in zip(kernel, padding, dilation, strict=True)]
    size = [max(1, n) + more for n, more in zip(least, spare, strict=True)]
    groups, in_group, out_group = (draw(st.integers(1, 3)) for _ in range(3))
    x = numbers(0, draw(st.integers(0, 2)), groups * in_group, *size)
    weight = numbers(1, groups * out_group, in_group, *kernel)
    return x, weight, {"stride": stride, "padding": padding, "dilation": dilation, "groups": groups}


@given(problems())
def test_backward_is_the_adjoint(problem):
    """<conv(x, w), g> = <x, grad_x> = <w, grad_weight>: the dot-product test, for whatever fits."""
    x, weight, options = problem
    out, cache = conv2d_forward(x, weight, **options)
    grad_out = numbers(2, *out.shape)
    grad_x, grad_weight, _ = conv2d_backward(grad_out, cache)
    np.testing.assert_allclose((x * grad_x).sum(), (out * grad_out).sum(), atol=1e-10)
    np.testing.assert_allclose((weight * grad_weight).sum(), (out * grad_out).sum(), atol=1e-10)


@pytest.mark.parametrize("options", [{"stride": (2, 1), "padding": (1, 0), "groups": 2}, {"dilation": (1, 2)}], ids=str)
def test_gradcheck(options):
    """Every gradient is the slope, for a random upstream gradient."""
    arrays = inputs(options, np.float64, shape=(2, 2, 4, 5), kernel=(2, 3), out_channels=2)
    gradcheck(functools.partial(conv2d_forward, **options), conv2d_backward, arrays)


def test_takes_any_memory_layout(dtype):
    """Transposed, strided, reversed and read-only arrays give what their copies give."""
    x = numbers(1, 9, 8, 3, 2, dtype=dtype).T[:, ::2, :, ::-1]
    weight = numbers(2, 3, 3, 2, 6, dtype=dtype).T
    x.setflags(write=False)
    weight.setflags(write=False)
    out, cache = conv2d_forward(x, weight, padding=1)
    expected, expected_cache = conv2d_forward(x.copy(), weight.copy(), padding=1)
    np.testing.assert_array_equal(out, expected)
    grad_out = numbers(3, *out.shape[::-1], dtype=dtype).T
    grads, expected_grads = conv2d_backward(grad_out, cache), conv2d_backward(grad_out.copy(), expected_cache)
    for grad, expected_grad in zip(grads[:2], expected_grads[:2], strict=True):
        np.testing.assert_allclose(grad, expected_grad, rtol=1e-4)


IMAGE, FILTERS = np.zeros((8, 1, 28, 28)), np.zeros((16, 3, 5, 5))


@pytest.mark.parametrize(
    ("x", "weight", "options", "message"),
    [
        (
            IMAGE,
            FILTERS,
            {},
            r"weight expects 3 input channels, but x has 1: x.shape=\(8, 1, 28, 28\), weight.shape=\(16, 3, 5, 5\)",
        ),
        (IMAGE[0], FILTERS, {}, r"x must be \(N, C_in, H, W\), but x.shape=\(1, 28, 28\)"),
        (IMAGE, FILTERS[0], {}, r"weight must be \(C_out, C_in / groups, K_h, K_w\), but weight.shape=\(3, 5, 5\)"),
        (IMAGE.astype(int), FILTERS, {}, r"x must be float32 or float64, but is int64: x.shape=\(8, 1, 28, 28\)"),
        ([[1.0]], FILTERS, {}, "x must be a NumPy array, but is a list"),
        (IMAGE.astype(np.float32), FILTERS, {}, "weight is float64, but x is float32: both must be the same"),
        (IMAGE, FILTERS[:, :1], {"groups": 3}, "groups=3 must divide the 1 input and 16 output channels"),
        (IMAGE, FILTERS[:, :1], {"groups": 0}, "groups must be a whole number of at least 1, but is 0"),
        (IMAGE, FILTERS[:, :1], {"stride": 0}, "stride must be a whole number of at least 1, but is 0"),
        (IMAGE, FILTERS[:, :1], {"stride": (1, 2.5)}, r"stride\[1\] must be a whole number of at least 1, but is 2.5"),
        (IMAGE, FILTERS[:, :1], {"padding": "same"}, "padding must be a whole number of at least 0, but is 'same'"),
        (IMAGE, FILTERS[:, :1], {"dilation": (1,)}, r"dilation must be a whole number or 2 of them, but is \(1,\)"),
        (IMAGE, FILTERS[:, :1], {"dilation": True}, "dilation must be a whole number of at least 1, but is True"),
        (IMAGE[..., :4], FILTERS[:, :1], {}, "a window of 5 does not fit into size 4"),
        (IMAGE, FILTERS[:, :1, :0], {}, r"kernel_size\[0\] must be a whole number of at least 1, but is 0"),
    ],
)
def test_errors(x, weight, options, message):
    """Each error names the argument, its value and both shapes; integers and empty outputs are refused."""
    with pytest.raises(ValueError, match=message):
        conv2d_forward(x, weight, **options)


def test_bias_and_grad_out_errors():
    """A bias and an upstream gradient that do not fit name both shapes, and are never broadcast."""
    with pytest.raises(
        ValueError, match=r"bias must be of shape \(16,\): bias.shape=\(1,\), weight.shape=\(16, 1, 5, 5\)"
    ):
        conv2d_forward(IMAGE, FILTERS[:, :1], np.zeros(1))
    _, cache = conv2d_forward(IMAGE, FILTERS[:, :1])
    with pytest.raises(
        ValueError, match=r"grad_out must have out's shape: grad_out.shape=\(1,\), expected \(8, 16, 24, 24\)"
    ):
        conv2d_backward(np.zeros(1), cache)
    with pytest.raises(ValueError, match="grad_out is float32, but out is float64"):
        conv2d_backward(np.zeros((8, 16, 24, 24), np.float32), cache)


@pytest.mark.parametrize("bias", [True, False])
def test_layer_holds_weight_and_gradients(bias):
    """The class calls the pair with its own options, fills `grads`, and starts within 1/sqrt(fan_in)."""
    layer = Conv2d(4, 6, (3, 2), (2, 1), (1, 0), 1, 2, bias, dtype=np.float64, rng=np.random.default_rng(0))
    x, weight = numbers(1, 2, 4, 5, 6), layer.params["weight"]
    out = layer.forward(x)
    expected, cache = conv2d_forward(x, weight, layer.params.get("bias"), stride=(2, 1), padding=(1, 0), groups=2)
    np.testing.assert_array_equal(out, expected)
    grad_x, *grads = conv2d_backward(np.ones_like(out), cache)
    np.testing.assert_array_equal(layer.backward(np.ones_like(out)), grad_x)
    assert list(layer.grads) == list(layer.params) == (["weight", "bias"] if bias else ["weight"])
    for value, grad in zip(layer.grads.values(), grads, strict=False):
        np.testing.assert_array_equal(value, grad)
    assert weight.shape == (6, 2, 3, 2)
    assert 0.9 / np.sqrt(12) < abs(weight).max() <= 1 / np.sqrt(12)


def test_layer_defaults_and_modes():
    """float32, new random numbers for each layer, and train/eval that return the layer."""
    layer = Conv2d(1, 2, 3)
    assert layer.params["weight"].dtype == np.float32
    assert (layer.params["weight"] != Conv2d(1, 2, 3).params["weight"]).any()
    assert layer.eval() is layer
    assert not layer.training
    assert layer.train().training
