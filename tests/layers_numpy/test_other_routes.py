"""Convolution by Fourier transform and by Winograd's tiles: the same output as conv2d, but for rounding."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from cnncourse.layers_numpy.conv import conv2d_forward
from cnncourse.layers_numpy.fft_conv import fft_conv2d
from cnncourse.layers_numpy.winograd import winograd_conv2d

BOTH = pytest.mark.parametrize("route", [fft_conv2d, winograd_conv2d])


def numbers(seed, *shape, dtype=np.float64):
    return np.random.default_rng(seed).standard_normal(shape).astype(dtype)


@BOTH
def test_by_hand(route):
    """A filter with a single 1 in its middle takes the middle of the image; three channels are added up."""
    weight = np.zeros((1, 3, 3, 3))
    weight[:, :, 1, 1] = 1
    x = np.arange(75.0).reshape(1, 3, 5, 5)
    np.testing.assert_allclose(route(x, weight), x.sum(axis=1, keepdims=True)[:, :, 1:4, 1:4], atol=1e-10)
    np.testing.assert_allclose(route(x, weight, np.array([7.0]), padding=1), x.sum(axis=1, keepdims=True) + 7)


@BOTH
@given(
    size=st.tuples(st.integers(3, 12), st.integers(3, 12)),
    padding=st.tuples(st.integers(0, 2), st.integers(0, 2)),
    n=st.integers(0, 2),
)
def test_agrees_with_conv2d(route, size, padding, n):
    """Any size: full tiles and cut ones, with and without padding, and an empty batch."""
    x, weight, bias = numbers(0, n, 2, *size), numbers(1, 3, 2, 3, 3), numbers(2, 3)
    expected, _ = conv2d_forward(x, weight, bias, padding=padding)
    np.testing.assert_allclose(route(x, weight, bias, padding=padding), expected, atol=1e-11)


@given(kernel=st.tuples(st.integers(1, 6), st.integers(1, 7)))
def test_fft_takes_any_kernel(kernel):
    """Even and odd, up to the whole image."""
    x, weight = numbers(0, 2, 3, 6, 7), numbers(1, 4, 3, *kernel)
    np.testing.assert_allclose(fft_conv2d(x, weight), conv2d_forward(x, weight)[0], atol=1e-12)


def test_rounding_in_float32():
    """float32 stays float32; Winograd's large constants cost about a digit, the transform does not."""
    x, weight = numbers(0, 1, 32, 28, 28, dtype=np.float32), numbers(1, 8, 32, 3, 3, dtype=np.float32)
    exact, _ = conv2d_forward(x.astype(float), weight.astype(float))
    error = {}
    for route in (fft_conv2d, winograd_conv2d):
        out = route(x, weight)
        assert out.dtype == np.float32
        error[route] = abs(out - exact).max() / abs(exact).max()
    assert error[fft_conv2d] < 1e-6
    assert error[fft_conv2d] < error[winograd_conv2d] < 1e-5


IMAGE, FILTERS = np.zeros((2, 3, 5, 6)), np.zeros((4, 3, 3, 3))


@BOTH
@pytest.mark.parametrize(
    ("x", "weight", "options", "message"),
    [
        (IMAGE[0], FILTERS, {}, r"x must be \(N, C_in, H, W\), but x.shape=\(3, 5, 6\)"),
        (IMAGE, FILTERS[0], {}, r"weight must be \(C_out, C_in, .*\), but weight.shape=\(3, 3, 3\)"),
        (IMAGE[:, :2], FILTERS, {}, "weight expects 3 input channels, but x has 2"),
        (IMAGE.astype(np.float32), FILTERS, {}, "weight is float64, but x is float32"),
        (IMAGE, FILTERS, {"bias": np.zeros(3)}, r"bias must be of shape \(4,\): bias.shape=\(3,\)"),
        (IMAGE[:, :, :2], FILTERS, {}, "a window of 3 does not fit into size 2"),
        (IMAGE, FILTERS, {"padding": -1}, "padding must be a whole number of at least 0, but is -1"),
    ],
)
def test_errors(route, x, weight, options, message):
    """Each error names the argument and its value."""
    with pytest.raises(ValueError, match=message):
        route(x, weight, **options)


def test_winograd_is_for_3x3():
    """Its constants are made for this size alone."""
    with pytest.raises(ValueError, match=r"weight must have 3x3 filters, but weight.shape=\(4, 3, 3, 2\)"):
        winograd_conv2d(IMAGE, FILTERS[..., :2])
