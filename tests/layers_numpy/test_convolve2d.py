"""The flipped convolution: by hand, against SciPy, and its algebra."""

import numpy as np
import pytest
import scipy.signal
from hypothesis import given
from hypothesis import strategies as st

from cnncourse.layers_numpy.conv import conv2d_forward
from cnncourse.layers_numpy.convolve2d import convolve2d


def numbers(seed, *shape):
    return np.random.default_rng(seed).standard_normal(shape)


def test_by_hand():
    """12 times 101, digit by digit: 1, 2 and 1, 0, 1 make 1, 2, 1, 2."""
    np.testing.assert_array_equal(convolve2d(np.array([[1.0, 2.0]]), np.array([[1.0, 0.0, 1.0]])), [[1, 2, 1, 2]])
    np.testing.assert_array_equal(convolve2d(np.array([[1.0, 2.0]]), np.array([[10.0, 1.0]])), [[10, 21, 2]])


@given(
    size=st.tuples(st.integers(4, 8), st.integers(4, 8)),
    kernel=st.tuples(st.integers(1, 4), st.integers(1, 4)),
    mode=st.sampled_from(["full", "same", "valid"]),
)
def test_agrees_with_scipy(size, kernel, mode):
    """Every mode, odd and even kernels."""
    x, weight = numbers(0, *size), numbers(1, *kernel)
    np.testing.assert_allclose(convolve2d(x, weight, mode=mode), scipy.signal.convolve2d(x, weight, mode), atol=1e-12)


def test_order_does_not_matter():
    """Convolution is commutative and associative; cross-correlation is not commutative."""
    a, b, c = numbers(0, 4, 5), numbers(1, 3, 2), numbers(2, 2, 3)
    np.testing.assert_allclose(convolve2d(a, b), convolve2d(b, a), atol=1e-12)
    np.testing.assert_allclose(convolve2d(convolve2d(a, b), c), convolve2d(a, convolve2d(b, c)), atol=1e-12)
    there = conv2d_forward(a[None, None], b[None, None])[0]
    assert not np.allclose(there[0, 0], convolve2d(a, b, mode="valid"))


def test_keeps_the_dtype():
    """float32 stays float32 in every mode."""
    x, weight = numbers(0, 4, 5).astype(np.float32), numbers(1, 3, 3).astype(np.float32)
    assert {convolve2d(x, weight, mode=mode).dtype for mode in ("full", "same", "valid")} == {np.dtype(np.float32)}


@pytest.mark.parametrize(
    ("x", "weight", "mode", "message"),
    [
        (np.zeros((1, 4, 4)), np.zeros((3, 3)), "full", r"x must be \(H, W\), but x.shape=\(1, 4, 4\)"),
        (np.zeros((4, 4)), np.zeros(3), "full", r"weight must be \(K_h, K_w\), but weight.shape=\(3,\)"),
        (np.zeros((4, 4)), np.zeros((3, 3)), "wrap", 'mode must be "full", "same" or "valid", but is \'wrap\''),
        (np.zeros((2, 4)), np.zeros((3, 3)), "valid", "a window of 3 does not fit into size 2"),
        (np.zeros((4, 4), int), np.zeros((3, 3)), "full", "x must be float32 or float64, but is int64"),
    ],
)
def test_errors(x, weight, mode, message):
    """Each error names the argument and its value."""
    with pytest.raises(ValueError, match=message):
        convolve2d(x, weight, mode=mode)
