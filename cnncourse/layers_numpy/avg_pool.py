"""Average pooling: the mean of each window, and the mean of a whole channel."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from cnncourse.layers_numpy.checks import check_float, check_grad_out, check_layout
from cnncourse.layers_numpy.max_pool import both, window_starts
from cnncourse.layers_numpy.windows import Window, horizontal_overlap, pool_window, vertical_overlap

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
        ValueError: integers, padding of more than half a window, an output size below 1.
    """
    check_float(x=x)
    check_layout("x", x, "(N, C, H, W)")
    window = pool_window(kernel_size, stride, padding)
    out_size = window.out_size(x.shape[2:], mode="ceil" if ceil_mode else "floor")
    counts = pixels_per_window(window, x.shape[2:], out_size, count_include_pad).astype(x.dtype)
    row_sums = np.zeros((*x.shape[:2], out_size[0], x.shape[3]), dtype=x.dtype)
    for i in range(window.kernel_size[0]):
        rows, pixel_rows = vertical_overlap(i, window, 0, x.shape[2], out_size[0])
        row_sums[:, :, rows] += x[:, :, pixel_rows]
    out = np.zeros((*x.shape[:2], *out_size), dtype=x.dtype)
    for j in range(window.kernel_size[1]):
        places, pixels = horizontal_overlap(j, window, x.shape[3], out_size[1])
        out[..., places] += row_sums[..., pixels]
    out /= counts
    return out, (x.shape, x.dtype, window, counts)


def avg_pool2d_backward(grad_out: Array, cache: tuple[Any, ...]) -> Array:
    """grad_out (N, C, H_out, W_out) -> grad_x (N, C, H, W): every pixel gets its share of each window's gradient."""
    x_shape, dtype, window, counts = cache
    check_grad_out(grad_out, (*x_shape[:2], *counts.shape), dtype)
    shares = grad_out / counts
    rows_shares = np.zeros((*grad_out.shape[:3], x_shape[3]), dtype=dtype)
    for j in range(window.kernel_size[1]):
        places, pixels = horizontal_overlap(j, window, x_shape[3], counts.shape[1])
        rows_shares[..., pixels] += shares[..., places]
    grad_x = np.zeros(x_shape, dtype=dtype)
    for i in range(window.kernel_size[0]):
        rows, pixel_rows = vertical_overlap(i, window, 0, x_shape[2], counts.shape[0])
        grad_x[:, :, pixel_rows] += rows_shares[:, :, rows]
    return grad_x


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
