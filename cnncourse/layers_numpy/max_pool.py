"""Max pooling: of each window only the largest value goes on, and its gradient goes back to where it came from.

Claims eecs-445-046 (an example), and uva-4-038 and cs-6890-045 (the gradient).
"""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from cnncourse.layers_numpy.checks import check_float, check_grad_out
from cnncourse.layers_numpy.windows import Window, horizontal_overlap, image_blocks, pool_window, vertical_overlap
from cnncourse.shapes.checks import check_layout

Array = NDArray[Any]
Size = int | tuple[int, int]


def max_pool2d_forward_plain(x, kernel_size, *, stride=None, padding=0, dilation=1, ceil_mode=False):
    """The definition: out[n, c, row, col] is the largest pixel of its window; of equal ones, the first row by row.

    Pixels outside the image do not count, and NaN is larger than any number.

    Args:
        x: (N, C, H, W).
        kernel_size, stride, padding, dilation: an int, or a pair (height, width); stride is kernel_size if None.
        ceil_mode: a last window may hang over the edge, if it starts inside the image or its left padding.

    Returns:
        out (N, C, H_out, W_out), and the cache: x's shape, and the row and column that each output came from.
    """
    (K_h, K_w), (pad_h, pad_w), (step_h, step_w) = both(kernel_size), both(padding), both(dilation)
    stride_h, stride_w = (K_h, K_w) if stride is None else both(stride)
    N, C, H, W = x.shape
    tops = window_starts(H, step_h * (K_h - 1) + 1, stride_h, pad_h, ceil_mode)
    lefts = window_starts(W, step_w * (K_w - 1) + 1, stride_w, pad_w, ceil_mode)

    out = np.empty((N, C, len(tops), len(lefts)), dtype=x.dtype)
    source = np.empty((*out.shape, 2), dtype=int)
    for n, c, out_row, out_col in np.ndindex(out.shape):
        best, place = -np.inf, None
        for row in range(tops[out_row], tops[out_row] + step_h * K_h, step_h):
            for col in range(lefts[out_col], lefts[out_col] + step_w * K_w, step_w):
                inside = 0 <= row < H and 0 <= col < W
                if inside and (place is None or x[n, c, row, col] > best or np.isnan(x[n, c, row, col])):
                    best, place = x[n, c, row, col], (row, col)
        out[n, c, out_row, out_col] = best
        source[n, c, out_row, out_col] = place
    return out, (x.shape, source)


def max_pool2d_backward_plain(grad_out, cache):
    """The definition, backward: each output's gradient goes to the one pixel that it came from, and adds up there.

    Returns:
        grad_x of x's shape.
    """
    shape, source = cache
    grad_x = np.zeros(shape, dtype=grad_out.dtype)
    for n, c, out_row, out_col in np.ndindex(grad_out.shape):
        row, col = source[n, c, out_row, out_col]
        grad_x[n, c, row, col] += grad_out[n, c, out_row, out_col]
    return grad_x


def window_starts(size, reach, stride, padding, ceil_mode):
    """The first pixel of each window along one axis; negative ones lie in the padding."""
    if ceil_mode:
        return range(-padding, min(size, size + padding - reach + stride), stride)
    return range(-padding, size + padding - reach + 1, stride)


def both(value):
    """An int for height and width, or the pair itself."""
    return (value, value) if np.ndim(value) == 0 else tuple(value)


def max_pool2d_forward(
    x: Array,
    kernel_size: Size,
    *,
    stride: Size | None = None,
    padding: Size = 0,
    dilation: Size = 1,
    ceil_mode: bool = False,
) -> tuple[Array, tuple[Any, ...]]:
    """The same as `max_pool2d_forward_plain`: each pass compares one entry of all windows with the best so far.

    The cache keeps one byte for each output: which entry of the window won, counted from 1 row by row.

    Args:
        x: (N, C, H, W), float32 or float64; N may be 0.
        kernel_size, stride, padding, dilation: in pixels, an int, or a pair (height, width); stride is kernel_size
            if None.
        ceil_mode: a last window may hang over the edge, if it starts inside the image or its left padding.

    Returns:
        out (N, C, H_out, W_out) of x's dtype, and the cache.

    Raises:
        ValueError: integers, padding of more than half of kernel_size, an output size below 1, a window with no pixel.
    """
    check_float(x=x)
    check_layout("x", x, "(N, C, H, W)")
    window = pool_window(kernel_size, stride, padding, dilation)
    out_size = window.out_size(x.shape[2:], mode="ceil" if ceil_mode else "floor")
    out = np.empty((*x.shape[:2], *out_size), dtype=x.dtype)
    winner = np.empty(out.shape, dtype=np.min_scalar_type(window.kernel_size[0] * window.kernel_size[1]))
    for images in image_blocks(len(x), x[:1].nbytes)[1]:  # so that the next pass finds the images in the cache
        keep_the_best(x[images], out[images], winner[images], window)
    if not winner.all():
        raise ValueError(f"a window sees no pixel: {kernel_size=}, {padding=}, {dilation=}, x.shape={x.shape}")
    return out, (x.shape, x.dtype, window, winner)


def keep_the_best(x: Array, out: Array, winner: Array, window: Window) -> None:
    """out (n, C, H_out, W_out) rises from minus infinity to the largest pixel, winner from 0 to its number."""
    out[...], winner[...] = -np.inf, 0
    k_h, k_w = window.kernel_size
    # Neither NaN nor minus infinity is larger than the start value: only where there are some do they cost a pass.
    special = x.size > 0 and not np.isfinite(x.min())
    for code, (i, j) in enumerate(np.ndindex(k_h, k_w), start=1):
        rows, pixel_rows = vertical_overlap(i, window, 0, x.shape[2], out.shape[2])
        places, pixels = horizontal_overlap(j, window, x.shape[3], out.shape[3])
        entry, best = x[:, :, pixel_rows, pixels], out[:, :, rows, places]
        codes = winner[:, :, rows, places]
        better = entry > best
        if special:
            better |= np.isnan(entry) | (codes == 0)
        np.maximum(best, entry, out=best)
        np.maximum(codes, better.view(np.uint8) * winner.dtype.type(code), out=codes)  # codes rise: the last one stays


def max_pool2d_backward(grad_out: Array, cache: tuple[Any, ...]) -> Array:
    """grad_out (N, C, H_out, W_out) -> grad_x (N, C, H, W): each output's gradient is added to the winning pixel."""
    (n, channels, height, width), dtype, window, winner = cache
    check_grad_out(grad_out, winner.shape, dtype)
    (k_h, k_w), (step_h, step_w) = window.kernel_size, window.dilation
    # Pixels are numbered row by row; `inside` is the distance from a window's first pixel to its winner.
    entry = np.arange(-1, k_h * k_w)  # winners count from 1
    inside = entry // k_w * step_h * width + entry % k_w * step_w
    tops = np.arange(winner.shape[2]) * window.stride[0] - window.padding[0]
    lefts = np.arange(winner.shape[3]) * window.stride[1] - window.padding[1]
    first = tops[:, None] * width + lefts
    grad_x = np.empty((n, channels, height, width), dtype=dtype)
    most, parts = image_blocks(n, channels * first.size * first.itemsize)
    planes = np.arange(most * channels).reshape(most, channels, 1, 1) * (height * width)
    all_chosen = np.empty((most, *winner.shape[1:]), dtype=first.dtype)
    for images in parts:
        grad_x[images] = 0
        chosen = all_chosen[: images.stop - images.start]
        np.take(inside, winner[images], out=chosen, mode="clip")  # the only mode that fills `out` without a copy
        chosen += first
        chosen += planes[: len(chosen)]
        np.add.at(grad_x[images].reshape(-1), chosen.reshape(-1), grad_out[images].reshape(-1))
    return grad_x


class MaxPool2d:
    """`max_pool2d_forward` as a layer of a `Sequential`."""

    def __init__(
        self,
        kernel_size: Size,
        stride: Size | None = None,
        padding: Size = 0,
        dilation: Size = 1,
        *,  # PyTorch's fifth argument is return_indices
        ceil_mode: bool = False,
    ) -> None:
        self.kernel_size, self.stride = kernel_size, kernel_size if stride is None else stride
        self.padding, self.dilation, self.ceil_mode = padding, dilation, ceil_mode
        self.params: dict[str, Array] = {}
        self.grads: dict[str, Array] = {}
        self.training = True

    def forward(self, x: Array) -> Array:
        """x (N, C, H, W) -> out (N, C, H_out, W_out)."""
        options = {"stride": self.stride, "padding": self.padding, "dilation": self.dilation}
        out, self._cache = max_pool2d_forward(x, self.kernel_size, ceil_mode=self.ceil_mode, **options)
        return out

    def backward(self, grad_out: Array) -> Array:
        """The gradient of the last forward's x."""
        return max_pool2d_backward(grad_out, self._cache)

    def train(self, mode: bool = True) -> MaxPool2d:
        """Nothing differs between training and evaluation."""
        self.training = mode
        return self

    def eval(self) -> MaxPool2d:
        """The same as `train(False)`."""
        return self.train(False)
