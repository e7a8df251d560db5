"""Convolution is a linear map, so it has a matrix: mostly zeros, and the same few weights in every row.

Times an image (its pixels in a column), the matrix convolves; its transpose is the transposed convolution, and also
what carries the gradient back (claims cs-6890-040 and cs-6890-041).
"""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from cnncourse.layers_numpy.checks import check_float
from cnncourse.layers_numpy.windows import Window
from cnncourse.shapes.arguments import pair
from cnncourse.shapes.checks import check_layout

Array = NDArray[Any]
Size = int | tuple[int, int]


def conv_matrix_entries(
    weight: Array, in_size: Size, *, stride: Size = 1, padding: Size = 0, dilation: Size = 1
) -> tuple[Array, Array, Array]:
    """The entries of the matrix that may be nonzero: their rows, their columns and their values.

    `scipy.sparse.coo_array((values, (rows, columns)))` makes a sparse matrix of them.

    Args:
        weight: (C_out, C_in, K_h, K_w), float32 or float64.
        in_size: of the image, one number or (height, width).
        stride, padding, dilation: as in `conv2d_forward`.

    Returns:
        rows, columns and values, each (entries,). Row k*H_out*W_out + row*W_out + col is output (k, row, col);
        column c*H*W + y*W + x is the pixel (c, y, x).

    Raises:
        ValueError: a shape or option that does not fit, or an output size below 1.
    """
    check_float(weight=weight)
    check_layout("weight", weight, "(C_out, C_in, K_h, K_w)")
    height, width = pair("in_size", in_size)
    window = matrix_window(weight, stride, padding, dilation)
    h_out, w_out = window.out_size((height, width))
    # One index array for each axis of weight, and for each place of the output; NumPy makes the grid of all.
    k, c, i, j, row, col = np.ogrid[tuple(slice(n) for n in (*weight.shape, h_out, w_out))]
    y = row * window.stride[0] - window.padding[0] + i * window.dilation[0]
    x = col * window.stride[1] - window.padding[1] + j * window.dilation[1]
    inside = (y >= 0) & (y < height) & (x >= 0) & (x < width)
    rows = (k * h_out + row) * w_out + col
    columns = (c * height + y) * width + x
    rows, columns, values, inside = np.broadcast_arrays(rows, columns, weight[..., None, None], inside)
    return rows[inside], columns[inside], values[inside]


def conv_matrix(weight: Array, in_size: Size, *, stride: Size = 1, padding: Size = 0, dilation: Size = 1) -> Array:
    """The matrix M with M @ x.reshape(-1) = conv2d(x).reshape(-1), zeros included; arguments as above.

    A 3-wide kernel (a, b, c) on a row of 4 pixels makes two rows: a b c 0 and 0 a b c.

    Returns:
        (C_out * H_out * W_out, C_in * H * W), of weight's dtype.
    """
    rows, columns, values = conv_matrix_entries(weight, in_size, stride=stride, padding=padding, dilation=dilation)
    height, width = pair("in_size", in_size)
    window = matrix_window(weight, stride, padding, dilation)
    h_out, w_out = window.out_size((height, width))
    matrix = np.zeros((len(weight) * h_out * w_out, weight.shape[1] * height * width), dtype=weight.dtype)
    matrix[rows, columns] = values
    return matrix


def matrix_window(weight: Array, stride: Size, padding: Size, dilation: Size) -> Window:
    """The options of the convolution, checked."""
    return Window(
        kernel_size=pair("kernel_size", weight.shape[2:]),
        stride=pair("stride", stride),
        padding=pair("padding", padding, minimum=0),
        dilation=pair("dilation", dilation),
    )
