"""Average pooling: the mean of each window; backward, every pixel gets an equal share (claim cs-6890-044)."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from cnncourse.layers_numpy.checks import check_float, check_grad_out
from cnncourse.layers_numpy.max_pool import both, window_starts
from cnncourse.layers_numpy.windows import Window, horizontal_overlap, image_blocks, pool_window, vertical_overlap
from cnncourse.shapes.checks import check_layout

Array = NDArray[Any]
Size = int | tuple[int, int]


def avg_pool2d_forward_plain(x, kernel_size, *, stride=None, padding=0, ceil_mode=False, count_include_pad=True):
    """The definition: out[n, c, row, col] is the sum of its window's pixels, divided by how many there are.

    A pixel of the padding is 0 and counts, unless `count_include_pad` is False. What hangs over the padding, in
    `ceil_mode`, never counts.

    Returns:
        out (N, C, H_out, W_out), and the cache: x's shape, and (top, bottom, left, right, count) of each window.
    """
    (K_h, K_w), (pad_h, pad_w) = both(kernel_size), both(padding)
    stride_h, stride_w = (K_h, K_w) if stride is None else both(stride)
    N, C, H, W = x.shape
    tops = window_starts(H, K_h, stride_h, pad_h, ceil_mode)
    lefts = window_starts(W, K_w, stride_w, pad_w, ceil_mode)

    out = np.empty((N, C, len(tops), len(lefts)), dtype=x.dtype)
    frames = np.empty((len(tops), len(lefts), 5), dtype=int)
    for row, col in np.ndindex(len(tops), len(lefts)):
        bottom, right = min(tops[row] + K_h, H + pad_h), min(lefts[col] + K_w, W + pad_w)
        count = (bottom - tops[row]) * (right - lefts[col])
        top, bottom, left, right = max(tops[row], 0), min(bottom, H), max(lefts[col], 0), min(right, W)
        if not count_include_pad:
            count = (bottom - top) * (right - left)
        out[:, :, row, col] = x[:, :, top:bottom, left:right].sum(axis=(2, 3)) / count
        frames[row, col] = top, bottom, left, right, count
    return out, (x.shape, frames)


def avg_pool2d_backward_plain(grad_out, cache):
    """The definition, backward: each output's gradient is shared equally by the pixels of its window.

    Returns:
        grad_x of x's shape.
    """
    shape, frames = cache
    grad_x = np.zeros(shape, dtype=grad_out.dtype)
    for row, col in np.ndindex(grad_out.shape[2:]):
        top, bottom, left, right, count = frames[row, col]
        grad_x[:, :, top:bottom, left:right] += grad_out[:, :, row, col, None, None] / count
    return grad_x


def avg_pool2d_forward(
    x: Array,
    kernel_size: Size,
    *,
    stride: Size | None = None,
    padding: Size = 0,
    ceil_mode: bool = False,
    count_include_pad: bool = True,
) -> tuple[Array, tuple[Any, ...]]:
    """The same as `avg_pool2d_forward_plain`: sums of whole rows first, then of K_w places in each row of sums.

    Args:
        x: (N, C, H, W), float32 or float64; N may be 0.
        kernel_size, stride, padding: in pixels, an int, or a pair (height, width); stride is kernel_size if None.
        ceil_mode: a last window may hang over the edge, if it starts inside the image or its left padding.
        count_include_pad: whether pixels of the padding count in the mean.

    Returns:
        out (N, C, H_out, W_out) of x's dtype, and the cache.

    Raises:
        ValueError: integers, padding of more than half of kernel_size, an output size below 1.
    """
    check_float(x=x)
    check_layout("x", x, "(N, C, H, W)")
    window = pool_window(kernel_size, stride, padding, dilation=1)
    out_size = window.out_size(x.shape[2:], mode="ceil" if ceil_mode else "floor")
    counts = pixels_per_window(window, x.shape[2:], out_size, count_include_pad).astype(x.dtype)
    down, across = axis_overlaps(window, x.shape[2:], out_size)
    out = np.empty((*x.shape[:2], *out_size), dtype=x.dtype)
    most, parts = image_blocks(len(x), x[:1].nbytes)
    row_sums = np.empty((most, x.shape[1], out_size[0], x.shape[3]), dtype=x.dtype)
    for images in parts:  # so that the sums find their pixels in the cache
        block, means = x[images], out[images]
        sums = row_sums[: len(block)]
        add_up(sums.swapaxes(2, 3), [(rows, block[:, :, pixels].swapaxes(2, 3)) for rows, pixels in down])
        add_up(means, [(places, sums[..., pixels]) for places, pixels in across])
        means /= counts
    return out, (x.shape, x.dtype, window, counts)


def add_up(out: Array, parts: list[tuple[slice, Array]]) -> None:
    """out (..., n) <- the sum of the parts, each of which says which of the n places it has a number for.

    Parts for all n places come first: two of them at once, which saves setting out to 0 before.
    """
    whole = [values for _, values in parts if values.shape == out.shape]
    if len(whole) > 1:
        np.add(whole[0], whole[1], out=out)
    else:
        out[...] = whole[0] if whole else 0
    for values in whole[2:]:
        out += values
    for places, values in parts:
        if values.shape != out.shape:
            out[..., places] += values


def avg_pool2d_backward(grad_out: Array, cache: tuple[Any, ...]) -> Array:
    """grad_out (N, C, H_out, W_out) -> grad_x (N, C, H, W): every pixel gets its share of each window's gradient."""
    x_shape, dtype, window, counts = cache
    check_grad_out(grad_out, (*x_shape[:2], *counts.shape), dtype)
    down, across = axis_overlaps(window, x_shape[2:], counts.shape)
    grad_x = np.empty(x_shape, dtype=dtype)
    most, parts = image_blocks(x_shape[0], grad_x[:1].nbytes)
    all_shares = np.empty((most, *grad_out.shape[1:]), dtype=dtype)
    all_row_shares = np.empty((most, *grad_out.shape[1:3], x_shape[3]), dtype=dtype)
    for images in parts:
        block = grad_x[images]
        shares, row_shares = all_shares[: len(block)], all_row_shares[: len(block)]
        np.divide(grad_out[images], counts, out=shares)
        hand_out(row_shares, shares, across, window.stride[1])
        hand_out(block.swapaxes(2, 3), row_shares.swapaxes(2, 3), down, window.stride[0])
    return grad_x


def hand_out(grad: Array, shares: Array, overlaps: list[tuple[slice, slice]], stride: int) -> None:
    """grad (..., pixels) <- each window's share at all of its pixels, 0 where there is none; overlaps add up.

    The first `stride` entries of the windows all lie on different pixels: there the shares need no addition.
    """
    if sum(places.stop - places.start for places, _ in overlaps[:stride]) < grad.shape[-1]:
        grad[...] = 0
    for entry, (places, pixels) in enumerate(overlaps):
        if entry < stride:
            grad[..., pixels] = shares[..., places]
        else:
            grad[..., pixels] += shares[..., places]


def axis_overlaps(
    window: Window, size: tuple[int, ...], out_size: tuple[int, ...]
) -> tuple[list[tuple[slice, slice]], list[tuple[slice, slice]]]:
    """(windows, pixels) of each entry of the window, down and across the image."""
    k_h, k_w = window.kernel_size
    down = [vertical_overlap(i, window, 0, size[0], out_size[0]) for i in range(k_h)]
    across = [horizontal_overlap(j, window, size[1], out_size[1]) for j in range(k_w)]
    return down, across


def pixels_per_window(
    window: Window, size: tuple[int, ...], out_size: tuple[int, int], count_include_pad: bool
) -> NDArray[np.int64]:
    """(H_out, W_out): how many pixels each window divides by; what hangs over the padding never counts."""
    along = []
    for axis in (0, 1):
        pad, n = window.padding[axis], size[axis]
        start = np.arange(out_size[axis]) * window.stride[axis] - pad
        stop = np.minimum(start + window.kernel_size[axis], n + pad)
        along.append(stop - start if count_include_pad else np.minimum(stop, n) - np.maximum(start, 0))
    return np.outer(*along)


class AvgPool2d:
    """`avg_pool2d_forward` as a layer of a `Sequential`."""

    def __init__(
        self,
        kernel_size: Size,
        stride: Size | None = None,
        padding: Size = 0,
        ceil_mode: bool = False,
        count_include_pad: bool = True,
    ) -> None:
        self.kernel_size, self.stride = kernel_size, kernel_size if stride is None else stride
        self.padding, self.ceil_mode, self.count_include_pad = padding, ceil_mode, count_include_pad
        self.params: dict[str, Array] = {}
        self.grads: dict[str, Array] = {}
        self.training = True

    def forward(self, x: Array) -> Array:
        """x (N, C, H, W) -> out (N, C, H_out, W_out)."""
        out, self._cache = avg_pool2d_forward(
            x,
            self.kernel_size,
            stride=self.stride,
            padding=self.padding,
            ceil_mode=self.ceil_mode,
            count_include_pad=self.count_include_pad,
        )
        return out

    def backward(self, grad_out: Array) -> Array:
        """The gradient of the last forward's x."""
        return avg_pool2d_backward(grad_out, self._cache)

    def train(self, mode: bool = True) -> AvgPool2d:
        """Nothing differs between training and evaluation."""
        self.training = mode
        return self

    def eval(self) -> AvgPool2d:
        """The same as `train(False)`."""
        return self.train(False)
