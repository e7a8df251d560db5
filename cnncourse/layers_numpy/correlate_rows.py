"""The same products with a third of the copying, for stride 1: columns of one kernel row instead of the whole kernel.

At stride 1, the pixels under kernel row 1 are those under kernel row 0, one image row further down. So it is enough
to copy the K_w shifts of a row; each kernel row then is a matrix product with a view of them, and the K_h products
are added up. It pays when there are channels enough to fill these thinner products.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import numpy as np
from numpy.typing import NDArray

from cnncourse.layers_numpy.windows import Window, blocks, copy_windows

Array = NDArray[Any]
ENOUGH_CHANNELS = 16  # in a group, on both sides; measured: below, the additions cost more than the copies did


def rows_pay(weight: Array, window: Window, groups: int) -> bool:
    """Whether this way is the faster one."""
    return window.stride == (1, 1) and min(weight.shape[0] // groups, weight.shape[1]) >= ENOUGH_CHANNELS


def correlate_rows(
    x: Array, weight: Array, window: Window, groups: int, out_size: tuple[int, ...], bias: Array | None = None
) -> Array:
    """`correlate` at stride 1: x (N, C_in, H, W) -> out (N, C_out, H_out, W_out)."""
    (h_out, w_out), filters = out_size, by_kernel_row(weight, groups)
    out = np.empty((len(x), len(weight), h_out, w_out), dtype=x.dtype)
    flat = out.reshape(len(x), groups, len(weight) // groups, h_out * w_out)
    partial = np.empty((groups, 0, 0), dtype=x.dtype)
    for image, rows, cols in row_columns(x, window, out_size):
        pixels = cols.reshape(groups, filters.shape[3], -1)
        target = flat[image, :, :, rows.start * w_out : rows.stop * w_out]
        length = target.shape[2]
        if partial.shape[2] < length:  # the first block is the longest
            partial = np.empty(target.shape, dtype=x.dtype)
        np.matmul(filters[0], pixels[:, :, :length], out=target)
        for i in range(1, len(filters)):
            start = i * window.dilation[0] * w_out
            target += np.matmul(filters[i], pixels[:, :, start : start + length], out=partial[:, :, :length])
        if bias is not None:
            target += bias.reshape(groups, -1, 1)
    return out


def correlate_rows_grad_weight(grad_out: Array, x: Array, weight: Array, window: Window, groups: int) -> Array:
    """The gradient of `correlate_rows` with respect to weight, of weight's shape."""
    (h_out, w_out), filters = grad_out.shape[2:], by_kernel_row(weight, groups)
    grad = np.zeros(filters.shape, dtype=weight.dtype)
    flat = grad_out.reshape(len(x), groups, filters.shape[2], h_out * w_out)
    for image, rows, cols in row_columns(x, window, (h_out, w_out)):
        pixels = cols.reshape(groups, filters.shape[3], -1)
        upstream = flat[image, :, :, rows.start * w_out : rows.stop * w_out]
        for i in range(len(filters)):
            start = i * window.dilation[0] * w_out
            grad[i] += upstream @ pixels[:, :, start : start + upstream.shape[2]].swapaxes(1, 2)
    k_h, k_w = weight.shape[2:]
    return np.moveaxis(grad.reshape(k_h, len(weight), -1, k_w), 0, 2)


def correlate_rows_grad_x(
    grad_out: Array, weight: Array, x_shape: tuple[int, ...], window: Window, groups: int
) -> Array:
    """The gradient of `correlate_rows` with respect to x: itself a convolution, with every filter turned around.

    A pixel's gradient is gathered from the windows that saw it, instead of every window adding to its pixels.
    """
    per_group = weight.reshape(groups, len(weight) // groups, *weight.shape[1:]).swapaxes(1, 2)
    turned = per_group[..., ::-1, ::-1].reshape(x_shape[1], len(weight) // groups, *weight.shape[2:])
    height, width = (
        d * (k - 1) - p for d, k, p in zip(window.dilation, window.kernel_size, window.padding, strict=True)
    )
    back = Window(window.kernel_size, padding=(height, width), dilation=window.dilation)
    return correlate_rows(grad_out, turned, back, groups, x_shape[2:])


def by_kernel_row(weight: Array, groups: int) -> Array:
    """weight (C_out, C_in / groups, K_h, K_w) as matrices (K_h, groups, C_out / groups, C_in / groups * K_w)."""
    out_channels, in_channels, k_h, k_w = weight.shape
    rows = np.moveaxis(weight.reshape(groups, out_channels // groups, in_channels, k_h, k_w), 3, 0)
    return np.ascontiguousarray(rows).reshape(k_h, groups, out_channels // groups, in_channels * k_w)


def row_columns(x: Array, window: Window, out_size: tuple[int, ...]) -> Iterator[tuple[int, slice, Array]]:
    """The pixels under one kernel row, for some rows of one image after the other.

    Yields:
        (image, rows, cols): cols (C, K_w, H, W_out), where H is the number of output rows plus the rows that the
        windows of the last one reach further down. The array is overwritten by the next block.
    """
    (n, channels), (k_h, k_w), (h_out, w_out) = x.shape[:2], window.kernel_size, out_size
    if k_w == 1 and window.padding == (0, 0):  # the image itself is its columns
        for image in range(n):
            yield image, slice(0, h_out), x[image, :, None]
        return
    reach = window.dilation[0] * (k_h - 1)
    buffer = None
    for images, rows in blocks(n, h_out, channels * k_w * w_out * x.itemsize):
        height = rows.stop - rows.start + reach
        if buffer is None or buffer.shape[4] != height:
            buffer = np.zeros((1, channels, 1, k_w, height, w_out), dtype=x.dtype)  # the side borders stay 0
        for image in range(images.start, images.stop):
            copy_windows(x[image : image + 1], buffer, window, rows.start)
            yield image, rows, buffer[0, :, 0]
