"""locally_connected2d: by hand, as a convolution whose weights are not shared, by differences, and what it refuses."""

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
from cnncourse.layers_numpy.conv import conv2d_backward, conv2d_forward
from cnncourse.layers_numpy.locally_connected import (
    LocallyConnected2d,
    locally_connected2d_backward,
    locally_connected2d_forward,
    locally_connected2d_forward_plain,
)

GRID = [{}, {"stride": (2, 1), "padding": (1, 2)}, {"stride": 3, "padding": 1}]


def numbers(seed, *shape, dtype=np.float64):
    return np.random.default_rng(seed).standard_normal(shape).astype(dtype)


def inputs(options, dtype=np.float64, batch=2, bias=True, size=(7, 8)):
    layer = LocallyConnected2d(3, 4, size, (3, 2), **options, dtype=dtype, rng=np.random.default_rng(0))
    weight, start = layer.params["weight"], layer.params["bias"]
    return [numbers(1, batch, 3, *size, dtype=dtype), weight, start if bias else None]


def one_place_at_a_time(x, weight, bias=None, *, stride=1, padding=0):
    """PyTorch's conv2d with each place's own filters, of which only that place's output is kept."""
    places = []
    for row in range(weight.shape[1]):
        for col in range(weight.shape[2]):
            out = F.conv2d(x, weight[:, row, col], stride=stride, padding=padding)
            places.append(out[:, :, row, col])
    out = torch.stack(places, dim=-1).reshape(len(x), *weight.shape[:3])
    return out if bias is None else out + bias


@pytest.mark.parametrize("forward", [locally_connected2d_forward, locally_connected2d_forward_plain])
def test_by_hand(forward):
    """A row 1, 2, 3 under 2-wide windows: the first place has weights (1, 10), the second (100, 1000)."""
    x, weight = np.array([[[[1.0, 2.0, 3.0]]]]), np.array([[1.0, 10.0], [100.0, 1000.0]]).reshape(1, 1, 2, 1, 1, 2)
    out, _ = forward(x, weight, np.array([[[0.5, 0.25]]]))
    np.testing.assert_array_equal(out, [[[[21.5, 3200.25]]]])


def test_backward_by_hand():
    """Each place's gradient goes through its own weights, and to its own weights."""
    x, weight = np.array([[[[1.0, 2.0, 3.0]]]]), np.array([[1.0, 10.0], [100.0, 1000.0]]).reshape(1, 1, 2, 1, 1, 2)
    _, cache = locally_connected2d_forward(x, weight, np.zeros((1, 1, 2)))
    grad_x, grad_weight, grad_bias = locally_connected2d_backward(np.array([[[[1.0, 2.0]]]]), cache)
    np.testing.assert_array_equal(grad_x, [[[[1, 210, 2000]]]])
    np.testing.assert_array_equal(grad_weight.reshape(2, 2), [[1, 2], [4, 6]])
    np.testing.assert_array_equal(grad_bias, [[[1, 2]]])


@pytest.mark.parametrize("bias", [True, False], ids=["bias", "no bias"])
@pytest.mark.parametrize("batch", [2, 1, 0])
@pytest.mark.parametrize("options", GRID, ids=str)
def test_agrees_with_torch(options, batch, bias, dtype, same_as_torch):
    """Output and every gradient, against PyTorch's convolution place by place, and against the twin."""
    functions = (locally_connected2d_forward, one_place_at_a_time, twins.locally_connected2d)
    forward, reference, twin = (functools.partial(function, **options) for function in functions)
    arrays = inputs(options, dtype, batch, bias)
    same_as_torch(forward, locally_connected2d_backward, reference, arrays, twin=twin)


def test_images_of_several_blocks(same_as_torch):
    """Large enough that each image goes in blocks of rows."""
    arrays = inputs({"padding": 1}, size=(70, 90), batch=1)
    functions = (locally_connected2d_forward, twins.locally_connected2d)
    forward, twin = (functools.partial(function, padding=1) for function in functions)
    same_as_torch(forward, locally_connected2d_backward, twin, arrays)


@pytest.mark.parametrize("options", GRID, ids=str)
def test_plain_agrees_with_fast(options, dtype):
    """The definition gives the same, with and without bias, in the same dtype."""
    for bias in (True, False):
        arrays = inputs(options, dtype, bias=bias)
        functions = (locally_connected2d_forward, locally_connected2d_forward_plain)
        fast, plain = (f(*arrays, **options)[0] for f in functions)
        np.testing.assert_allclose(plain, fast, atol=1e-12 if dtype is np.float64 else 1e-5)
        assert plain.dtype == dtype


@pytest.mark.parametrize("block", [1, 3000, 9000, 18000])
def test_blocks_do_not_matter(block, monkeypatch):
    """Single rows, unequal rows, one image, two: output and gradients are those of one large block."""
    arrays = inputs({"padding": 1}, batch=5)
    out, cache = locally_connected2d_forward(*arrays, padding=1)
    expected = [out, *locally_connected2d_backward(out, cache)]
    monkeypatch.setattr(windows, "BLOCK_BYTES", block)
    out, cache = locally_connected2d_forward(*arrays, padding=1)
    for actual, one_block in zip([out, *locally_connected2d_backward(expected[0], cache)], expected, strict=True):
        np.testing.assert_allclose(actual, one_block, rtol=0, atol=1e-12)


@pytest.mark.parametrize("options", GRID, ids=str)
def test_with_equal_weights_it_is_a_convolution(options):
    """The same filter at every place: the same output, and the weights' gradients add up to the shared one."""
    x, weight, _ = inputs(options)
    shared = weight[:, 0, 0]
    copied = np.broadcast_to(shared[:, None, None], weight.shape).copy()
    out, cache = locally_connected2d_forward(x, copied, **options)
    expected, conv_cache = conv2d_forward(x, shared, **options)
    np.testing.assert_allclose(out, expected, atol=1e-12)
    grad_out = numbers(3, *out.shape)
    grads, conv_grads = locally_connected2d_backward(grad_out, cache), conv2d_backward(grad_out, conv_cache)
    np.testing.assert_allclose(grads[0], conv_grads[0], atol=1e-12)
    np.testing.assert_allclose(grads[1].sum(axis=(1, 2)), conv_grads[1], atol=1e-12)


@given(
    size=st.tuples(st.integers(1, 6), st.integers(1, 6)),
    kernel=st.tuples(st.integers(1, 3), st.integers(1, 3)),
    stride=st.tuples(st.integers(1, 3), st.integers(1, 3)),
    padding=st.integers(1, 2),
    n=st.integers(0, 2),
)
def test_backward_is_the_adjoint(size, kernel, stride, padding, n):
    """<out, g> = <x, grad_x> = <weight, grad_weight>, and out is the definition's, for whatever fits."""
    layer = LocallyConnected2d(2, 3, size, kernel, stride, padding, bias=False, dtype=np.float64)
    x, weight, options = numbers(0, n, 2, *size), layer.params["weight"], {"stride": stride, "padding": padding}
    out, cache = locally_connected2d_forward(x, weight, **options)
    np.testing.assert_allclose(out, locally_connected2d_forward_plain(x, weight, **options)[0], atol=1e-12)
    grad_out = numbers(1, *out.shape)
    grad_x, grad_weight, _ = locally_connected2d_backward(grad_out, cache)
    np.testing.assert_allclose((x * grad_x).sum(), (out * grad_out).sum(), atol=1e-10)
    np.testing.assert_allclose((weight * grad_weight).sum(), (out * grad_out).sum(), atol=1e-10)


def test_gradcheck():
    """Every gradient is the slope."""
    options = {"stride": (2, 1), "padding": (1, 0)}
    arrays = inputs(options, size=(4, 4))
    gradcheck(functools.partial(locally_connected2d_forward, **options), locally_connected2d_backward, arrays)


IMAGE, FILTERS = np.zeros((2, 3, 5, 6)), np.zeros((4, 3, 4, 3, 3, 3))


@pytest.mark.parametrize(
    ("x", "weight", "options", "message"),
    [
        (IMAGE[0], FILTERS, {}, r"x must be \(N, C_in, H, W\), but x.shape=\(3, 5, 6\)"),
        (IMAGE, FILTERS[0], {}, r"weight must be \(C_out, H_out, W_out, C_in, K_h, K_w\), but weight.shape=\(3, 4"),
        (IMAGE[:, :2], FILTERS, {}, "weight expects 3 input channels, but x has 2"),
        (IMAGE, FILTERS, {"bias": np.zeros(4)}, r"bias must be of shape \(4, 3, 4\): bias.shape=\(4,\)"),
        (
            IMAGE,
            FILTERS,
            {"padding": 1},
            r"weight must have a filter for each of the \(5, 6\) places, but has \(3, 4\)",
        ),
        (IMAGE.astype(int), FILTERS, {}, "x must be float32 or float64, but is int64"),
        (IMAGE, [[[1.0]]], {}, "^weight must be a NumPy array, but is a list"),
        (IMAGE, FILTERS[..., :0], {}, r"^kernel_size\[1\] must be a whole number of at least 1, but is 0"),
        (IMAGE, FILTERS, {"padding": -1}, "^padding must be a whole number of at least 0, but is -1"),
        (IMAGE, FILTERS, {"stride": 0}, "^stride must be a whole number of at least 1, but is 0"),
    ],
)
def test_errors(x, weight, options, message):
    """Each error names the argument and its value."""
    with pytest.raises(ValueError, match=message):
        locally_connected2d_forward(x, weight, **options)


def test_grad_out_error():
    """An upstream gradient of another shape is refused."""
    _, cache = locally_connected2d_forward(IMAGE, FILTERS)
    with pytest.raises(ValueError, match=r"grad_out.shape=\(1,\), expected \(2, 4, 3, 4\)"):
        locally_connected2d_backward(np.zeros(1), cache)


@pytest.mark.parametrize("bias", [True, False])
def test_layer_calls_the_pair(bias):
    """30 filters of 5x5x3 on 32x32 with padding 2 have 2,304,000 weights; the class fills `grads`."""
    layer = LocallyConnected2d(3, 30, 32, 5, padding=2, bias=bias)
    assert layer.params["weight"].size == 2_304_000
    assert abs(layer.params["weight"]).max() <= 1 / np.sqrt(75)
    x = numbers(0, 1, 3, 32, 32, dtype=np.float32)
    out, cache = locally_connected2d_forward(x, layer.params["weight"], layer.params.get("bias"), padding=2)
    grad_x, *grads = locally_connected2d_backward(out, cache)
    np.testing.assert_array_equal(layer.forward(x), out)
    np.testing.assert_array_equal(layer.backward(out), grad_x)
    assert list(layer.grads) == list(layer.params) == (["weight", "bias"] if bias else ["weight"])
    for value, grad in zip(layer.grads.values(), grads, strict=False):
        np.testing.assert_array_equal(value, grad)
    if bias:
        assert layer.params["bias"].shape == (30, 32, 32)
        assert -1 / np.sqrt(75) <= layer.params["bias"].min() < 0 < layer.params["bias"].max() <= 1 / np.sqrt(75)
        assert layer.params["bias"].dtype == np.float32
    assert not layer.eval().training
    assert layer.train().training


@pytest.mark.parametrize(
    ("options", "message"),
    [
        ({"in_size": 0}, "^in_size must be a whole number of at least 1, but is 0"),
        ({"stride": 0}, "^stride must be a whole number of at least 1, but is 0"),
        ({"padding": -1}, "^padding must be a whole number of at least 0, but is -1"),
    ],
)
def test_layer_errors(options, message):
    """What would make no layer is refused by name when it is made; one filter at one place is a layer."""
    with pytest.raises(ValueError, match=message):
        LocallyConnected2d(**{"in_channels": 1, "out_channels": 1, "in_size": 3, "kernel_size": 3, **options})
    assert LocallyConnected2d(1, 1, 3, 3).params["weight"].shape == (1, 1, 1, 1, 3, 3)
