"""conv1d: by hand, against PyTorch and the twin, by differences, and what it refuses."""

import functools

import numpy as np
import pytest
import torch.nn.functional as F
from hypothesis import given
from hypothesis import strategies as st

from cnncourse import layers_torch as twins
from cnncourse.gradcheck import gradcheck
from cnncourse.layers_numpy.conv1d import Conv1d, conv1d_backward, conv1d_forward, conv1d_forward_plain

GRID = [
    {},
    {"stride": 2, "padding": 1},
    {"dilation": (2,), "padding": (3,)},
    {"groups": 2, "stride": (3,)},
]


def numbers(seed, *shape, dtype=np.float64):
    return np.random.default_rng(seed).standard_normal(shape).astype(dtype)


def test_by_hand():
    """(1, 2, 3) under (10, 1): 10*1 + 2 = 12 and 10*2 + 3 = 23; the gradients of both."""
    out, cache = conv1d_forward(np.array([[[1.0, 2.0, 3.0]]]), np.array([[[10.0, 1.0]]]), np.array([0.5]))
    np.testing.assert_array_equal(out, [[[12.5, 23.5]]])
    grad_x, grad_weight, grad_bias = conv1d_backward(np.array([[[1.0, 2.0]]]), cache)
    np.testing.assert_array_equal(grad_x, [[[10, 21, 2]]])
    np.testing.assert_array_equal(grad_weight, [[[5, 8]]])
    np.testing.assert_array_equal(grad_bias, [3])


@pytest.mark.parametrize("bias", [True, False])
@pytest.mark.parametrize("batch", [3, 1, 0])
@pytest.mark.parametrize("options", GRID, ids=str)
def test_agrees_with_torch(options, batch, bias, dtype, same_as_torch):
    """Output and every gradient, over strides, paddings, dilations and groups, and an empty batch."""
    weight = numbers(2, 6, 4 // options.get("groups", 1), 3, dtype=dtype)
    inputs = [numbers(1, batch, 4, 11, dtype=dtype), weight, numbers(3, 6, dtype=dtype) if bias else None]
    forward, reference, twin = (functools.partial(f, **options) for f in (conv1d_forward, F.conv1d, twins.conv1d))
    same_as_torch(forward, conv1d_backward, reference, inputs, twin=twin)


@pytest.mark.parametrize("bias", [True, False])
@pytest.mark.parametrize("options", [{}, {"stride": 2, "padding": 1}, {"dilation": 2, "groups": 2}], ids=str)
def test_plain_agrees_with_fast(options, bias, dtype):
    """The definition gives the same, in the same dtype."""
    weight = numbers(2, 6, 4 // options.get("groups", 1), 3, dtype=dtype)
    arrays = [numbers(1, 2, 4, 11, dtype=dtype), weight, numbers(3, 6, dtype=dtype) if bias else None]
    plain, fast = conv1d_forward_plain(*arrays, **options)[0], conv1d_forward(*arrays, **options)[0]
    np.testing.assert_allclose(plain, fast, rtol=0, atol=1e-12 if dtype is np.float64 else 1e-5)
    assert plain.dtype == dtype


@given(
    length=st.integers(1, 9),
    kernel=st.integers(1, 4),
    stride=st.integers(1, 3),
    padding=st.integers(0, 3),
    dilation=st.integers(1, 2),
    groups=st.integers(1, 3),
)
def test_whatever_fits(length, kernel, stride, padding, dilation, groups):
    """The definition's output, and the dot-product test of the gradients; where nothing fits, an error."""
    options = {"stride": stride, "padding": padding, "dilation": dilation, "groups": groups}
    x, weight = numbers(0, 2, 2 * groups, length), numbers(1, groups, 2, kernel)
    if dilation * (kernel - 1) + 1 > length + 2 * padding:
        with pytest.raises(ValueError, match="does not fit into size"):
            conv1d_forward(x, weight, **options)
        return
    out, cache = conv1d_forward(x, weight, **options)
    np.testing.assert_allclose(out, conv1d_forward_plain(x, weight, **options)[0], atol=1e-12)
    grad_out = numbers(2, *out.shape)
    grad_x, grad_weight, _ = conv1d_backward(grad_out, cache)
    np.testing.assert_allclose((x * grad_x).sum(), (out * grad_out).sum(), atol=1e-10)
    np.testing.assert_allclose((weight * grad_weight).sum(), (out * grad_out).sum(), atol=1e-10)


def test_gradcheck():
    """Every gradient is the slope."""
    inputs = [numbers(1, 2, 2, 6), numbers(2, 2, 1, 3), numbers(3, 2)]
    gradcheck(functools.partial(conv1d_forward, stride=2, padding=1, groups=2), conv1d_backward, inputs)


SERIES, FILTERS = np.zeros((2, 3, 9)), np.zeros((4, 3, 5))


@pytest.mark.parametrize(
    ("x", "weight", "options", "message"),
    [
        (SERIES[0], FILTERS, {}, r"x must be \(N, C_in, L\), but x.shape=\(3, 9\)"),
        (SERIES, FILTERS[0], {}, r"weight must be \(C_out, C_in / groups, K\), but weight.shape=\(3, 5\)"),
        (SERIES[:, :2], FILTERS, {}, r"weight expects 3 input channels, but x has 2: x.shape=\(2, 2, 9\)"),
        (SERIES.astype(int), FILTERS, {}, "x must be float32 or float64, but is int64"),
        (SERIES, FILTERS, {"bias": np.zeros(3)}, r"bias.shape=\(3,\), weight.shape=\(4, 3, 5\)$"),
        (SERIES, FILTERS, {"bias": [1, 2, 3, 4]}, "bias must be a NumPy array, but is a list"),
        (SERIES, [[[1.0]]], {}, "weight must be a NumPy array, but is a list"),
        (SERIES, FILTERS, {"dilation": 0}, "^dilation must be a whole number of at least 1, but is 0"),
        (SERIES, FILTERS, {"stride": (1, 2)}, r"stride must be a whole number or 1 of them, but is \(1, 2\)"),
        (SERIES, FILTERS, {"padding": -1}, "padding must be a whole number of at least 0, but is -1"),
        (SERIES, FILTERS, {"dilation": 3}, "a window of 13 does not fit into size 9"),
    ],
)
def test_errors(x, weight, options, message):
    """Each error names the argument and its value, in the shapes of one dimension."""
    with pytest.raises(ValueError, match=message):
        conv1d_forward(x, weight, **options)


def test_grad_out_error():
    """The shape named is (N, C_out, L_out)."""
    _, cache = conv1d_forward(SERIES, FILTERS)
    with pytest.raises(ValueError, match=r"grad_out.shape=\(2, 4, 9\), expected \(2, 4, 5\)"):
        conv1d_backward(np.zeros((2, 4, 9)), cache)


@pytest.mark.parametrize("bias", [True, False])
def test_layer_calls_the_pair(bias):
    """The class passes its options on and fills `grads`."""
    layer = Conv1d(4, 6, 3, 2, 1, 1, 2, bias, dtype=np.float64, rng=np.random.default_rng(0))
    x = numbers(1, 2, 4, 9)
    options = {"stride": 2, "padding": 1, "groups": 2}
    out, cache = conv1d_forward(x, layer.params["weight"], layer.params.get("bias"), **options)
    grad_x, *grads = conv1d_backward(out, cache)
    np.testing.assert_array_equal(layer.forward(x), out)
    np.testing.assert_array_equal(layer.backward(out), grad_x)
    assert list(layer.grads) == list(layer.params) == (["weight", "bias"] if bias else ["weight"])
    for value, grad in zip(layer.grads.values(), grads, strict=False):
        np.testing.assert_array_equal(value, grad)
    assert layer.params["weight"].shape == (6, 2, 3)
    assert abs(layer.params["weight"]).max() <= 1 / np.sqrt(6)
    assert not layer.eval().training
    assert layer.train().training


def test_layer_defaults():
    """float32, and new random numbers for each layer."""
    assert Conv1d(1, 1, 3).params["weight"].dtype == np.float32
    assert (Conv1d(1, 1, 3).params["weight"] != Conv1d(1, 1, 3).params["weight"]).any()
