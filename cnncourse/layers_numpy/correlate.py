"""Sliding a bank of filters over a batch as matrix products on blocks of columns, and its two adjoints.

A 2x2 window has four places on the image 1 2 3 / 4 5 6 / 7 8 9. The pixels under each of them make a column:

    1 2 4 5     under the window's first entry, at the four places
    2 3 5 6     under the second, to the right of it
    4 5 7 8     under the third, below the first
    5 6 8 9     under the fourth

The filter as a row (a, b, c, d), times this matrix, is the convolution at all places. More filters are more rows, and
more channels more lines in each column. Backward, a column of shares goes back to the pixels that it was copied from.

The three functions are the whole of convolution: `conv2d` uses them as forward, gradient of x and gradient of
weight; `conv_transpose2d` uses the second as its forward and the first as its gradient.
"""

from __future__ import annotations

import math
from typing import Any

import numpy as np
from numpy.typing import NDArray

from cnncourse.layers_numpy.correlate_rows import (
    correlate_rows,
    correlate_rows_grad_weight,
    correlate_rows_grad_x,
    rows_pay,
)
from cnncourse.layers_numpy.windows import Window, add_windows, blocks, columns

Array = NDArray[Any]


def correlate(
    x: Array, weight: Array, window: Window, groups: int, out_size: tuple[int, int], bias: Array | None = None
) -> Array:
    """x (N, C_in, H, W), weight (C_out, C_in / groups, K_h, K_w), bias (C_out,) -> out (N, C_out, H_out, W_out)."""
    if rows_pay(weight, window, groups):
        return correlate_rows(x, weight, window, groups, out_size, bias)
    n = x.shape[0]
    out = np.empty((n, weight.shape[0], *out_size), dtype=x.dtype)
    filters = by_group(weight, groups)
    flat = out.reshape(n, groups, filters.shape[1], out_size[0] * out_size[1])  # -1 has no answer for no images
    for images, rows, cols in columns(x, window, out_size):
        pixels = cols.reshape(len(cols), groups, filters.shape[2], -1)
        target = flat[images, :, :, along(rows, out_size)]
        np.matmul(filters, pixels, out=target)
        if bias is not None:  # now, while the block is in the cache
            target += bias.reshape(groups, -1, 1)
    return out


def correlate_grad_weight(grad_out: Array, x: Array, weight: Array, window: Window, groups: int) -> Array:
    """The gradient of `correlate` with respect to weight, of weight's shape; the columns are copied once more."""
    if rows_pay(weight, window, groups):
        return correlate_rows_grad_weight(grad_out, x, weight, window, groups)
    out_size = grad_out.shape[2:]
    filters = by_group(weight, groups)
    grad = np.zeros(filters.shape, dtype=weight.dtype)
    flat = grad_out.reshape(len(x), groups, filters.shape[1], out_size[0] * out_size[1])
    for images, rows, cols in columns(x, window, (out_size[0], out_size[1])):
        pixels = cols.reshape(len(cols), groups, filters.shape[2], -1)
        grad += np.matmul(flat[images, :, :, along(rows, out_size)], pixels.swapaxes(2, 3)).sum(axis=0)
    return grad.reshape(weight.shape)


def correlate_grad_x(grad_out: Array, weight: Array, x_shape: tuple[int, ...], window: Window, groups: int) -> Array:
    """The gradient of `correlate` with respect to x: every window's share is added back where it was read."""
    if rows_pay(weight, window, groups):
        return correlate_rows_grad_x(grad_out, weight, x_shape, window, groups)
    n, channels = x_shape[:2]
    out_size = grad_out.shape[2:]
    (k_h, k_w), w_out = weight.shape[2:], out_size[1]
    filters = np.ascontiguousarray(by_group(weight, groups).swapaxes(1, 2))
    flat = grad_out.reshape(n, groups, filters.shape[2], out_size[0] * out_size[1])
    grad_x = np.zeros(x_shape, dtype=weight.dtype)
    buffer = np.empty(0, dtype=weight.dtype)
    for images, rows in blocks(n, out_size[0], channels * k_h * k_w * w_out * weight.itemsize):
        upstream = flat[images, :, :, along(rows, out_size)]
        shape = (len(upstream), groups, filters.shape[1], upstream.shape[3])
        if buffer.size < math.prod(shape):  # the first block is the largest
            buffer = np.empty(math.prod(shape), dtype=weight.dtype)
        cols = np.matmul(filters, upstream, out=buffer[: math.prod(shape)].reshape(shape))
        shares = cols.reshape(len(cols), channels, k_h, k_w, rows.stop - rows.start, w_out)
        add_windows(grad_x[images], shares, window, rows.start)
    return grad_x


def by_group(weight: Array, groups: int) -> Array:
    """weight (C_out, C_in / groups, K_h, K_w) as matrices (groups, C_out / groups, C_in / groups * K_h * K_w)."""
    out_channels = weight.shape[0]
    return weight.reshape(groups, out_channels // groups, math.prod(weight.shape[1:]))


def along(rows: slice, out_size: tuple[int, ...]) -> slice:
    """The places of these output rows in an image whose rows stand one after the other."""
    return slice(rows.start * out_size[1], rows.stop * out_size[1])
