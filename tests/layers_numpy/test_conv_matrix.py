"""Convolution as a matrix: by hand, as conv2d, transposed, and sparse."""

import numpy as np
import pytest
import scipy.sparse
from hypothesis import given
from hypothesis import strategies as st

from cnncourse.layers_numpy.conv import conv2d_backward, conv2d_forward
from cnncourse.layers_numpy.conv_matrix import conv_matrix, conv_matrix_entries
from cnncourse.layers_numpy.conv_transpose import conv_transpose2d_forward

GRID = [{}, {"stride": (2, 1), "padding": (1, 2)}, {"dilation": (1, 2), "padding": 1, "stride": 2}]


def numbers(seed, *shape, dtype=np.float64):
    return np.random.default_rng(seed).standard_normal(shape).astype(dtype)


def test_by_hand():
    """(5, 6, 7) on 4 pixels: two rows of the same three weights, one further to the right; with padding, cut off."""
    weight = np.array([[[[5.0, 6.0, 7.0]]]])
    np.testing.assert_array_equal(conv_matrix(weight, (1, 4)), [[5, 6, 7, 0], [0, 5, 6, 7]])
    np.testing.assert_array_equal(conv_matrix(weight, (1, 2), padding=(0, 1)), [[6, 7], [5, 6]])


@pytest.mark.parametrize("options", GRID, ids=str)
def test_times_an_image_it_convolves(options, dtype):
    """M @ x is conv2d(x); M.T @ y is the transposed convolution of y."""
    x, weight = numbers(0, 2, 3, 6, 7, dtype=dtype), numbers(1, 4, 3, 3, 2, dtype=dtype)
    matrix = conv_matrix(weight, (6, 7), **options)
    out, _ = conv2d_forward(x, weight, **options)
    assert matrix.dtype == dtype
    np.testing.assert_allclose(x.reshape(2, -1) @ matrix.T, out.reshape(2, -1), atol=1e-5)
    back = (out.reshape(2, -1) @ matrix).reshape(x.shape)
    stride, padding = np.broadcast_to(options.get("stride", 1), 2), np.broadcast_to(options.get("padding", 0), 2)
    dilation = np.broadcast_to(options.get("dilation", 1), 2)
    reach = (np.array(out.shape[2:]) - 1) * stride - 2 * padding + dilation * (np.array([3, 2]) - 1) + 1
    more = tuple(int(n) for n in np.array([6, 7]) - reach)
    expected, _ = conv_transpose2d_forward(out, weight, output_padding=more, **options)
    np.testing.assert_allclose(back, expected, atol=1e-3)


@given(
    size=st.tuples(st.integers(1, 5), st.integers(1, 5)),
    kernel=st.tuples(st.integers(1, 3), st.integers(1, 3)),
    stride=st.tuples(st.integers(1, 3), st.integers(1, 3)),
    padding=st.integers(1, 2),
)
def test_the_transpose_carries_the_gradient_back(size, kernel, stride, padding):
    """For whatever fits: M @ x is the output, M.T @ grad_out the gradient of x."""
    x, weight, options = numbers(0, 1, 2, *size), numbers(1, 3, 2, *kernel), {"stride": stride, "padding": padding}
    matrix = conv_matrix(weight, size, **options)
    out, cache = conv2d_forward(x, weight, **options)
    np.testing.assert_allclose(matrix @ x.reshape(-1), out.reshape(-1), atol=1e-12)
    grad_out = numbers(2, *out.shape)
    grad_x, _, _ = conv2d_backward(grad_out, cache)
    np.testing.assert_allclose(matrix.T @ grad_out.reshape(-1), grad_x.reshape(-1), atol=1e-12)


def test_entries_make_a_sparse_matrix():
    """The triplets are the matrix, and no zero of the padding is among them: (2 + 3 + 3 + 2)**2 entries."""
    weight = numbers(0, 1, 1, 3, 3)
    rows, columns, values = conv_matrix_entries(weight, 4, padding=1)
    sparse = scipy.sparse.coo_array((values, (rows, columns)), shape=(16, 16))
    np.testing.assert_array_equal(sparse.toarray(), conv_matrix(weight, 4, padding=1))
    assert len(values) == (2 + 3 + 3 + 2) ** 2


@pytest.mark.parametrize(
    ("weight", "options", "message"),
    [
        (np.zeros((3, 3)), {}, r"weight must be \(C_out, C_in, K_h, K_w\), but weight.shape=\(3, 3\)"),
        (np.zeros((1, 1, 3, 3), int), {}, "weight must be float32 or float64, but is int64"),
        (np.zeros((1, 1, 3, 3)), {"in_size": 0}, "in_size must be a whole number of at least 1, but is 0"),
        (np.zeros((1, 1, 5, 5)), {}, "a window of 5 does not fit into size 4"),
        (np.zeros((1, 1, 3, 3)), {"padding": -1}, "padding must be a whole number of at least 0, but is -1"),
    ],
)
def test_errors(weight, options, message):
    """Each error names the argument and its value."""
    with pytest.raises(ValueError, match=message):
        conv_matrix(weight, **{"in_size": 4, **options})
