"""Padding: how much keeps the size, how it is filled, and how often each pixel is then used."""

from __future__ import annotations

from typing import Any, Literal

import numpy as np
from numpy.typing import NDArray

from cnncourse.shapes.arguments import pair, whole_number
from cnncourse.shapes.output_size import conv_output_size

PadMode = Literal["constant", "reflect", "replicate", "circular"]
NUMPY_NAMES = {"constant": "constant", "reflect": "reflect", "replicate": "edge", "circular": "wrap"}


def same_padding(kernel_size: int, *, dilation: int = 1) -> int:
    """The padding that keeps the size at stride 1: (F - 1)/2, so 1 for a 3-wide and 2 for a 5-wide window.

    Raises:
        ValueError: for an even `kernel_size` (with odd dilation), where no padding on both sides keeps the size
            (claim eecs-445-031).
    """
    kernel_size = whole_number("kernel_size", kernel_size)
    missing = whole_number("dilation", dilation) * (kernel_size - 1)
    if missing % 2:
        raise ValueError(f"kernel_size must be odd to keep the size with equal padding, but is {kernel_size}")
    return missing // 2


def pad2d(
    x: NDArray[Any], padding: int | tuple[int, int], mode: PadMode = "constant", *, value: float = 0.0
) -> NDArray[Any]:
    """Pixels added around the last two axes.

    Args:
        x: (..., H, W).
        padding: pixels on each side, one number or (height, width).
        mode: what the new pixels hold, by PyTorch's names: "constant" (`value`), "reflect" (the image mirrored,
            its border not repeated), "replicate" (the border repeated), "circular" (the opposite side).
        value: of the new pixels in mode "constant".

    Returns:
        (..., H + 2*padding, W + 2*padding), a new array of the same dtype.

    Raises:
        ValueError: an unknown mode, fewer than two axes, or more padding than "reflect" or "circular" can fill.
    """
    pad_h, pad_w = pair("padding", padding, minimum=0)
    if mode not in NUMPY_NAMES:
        raise ValueError(f"mode must be one of {', '.join(NUMPY_NAMES)}, but is {mode!r}")
    if np.ndim(x) < 2:
        raise ValueError(f"x must be (..., H, W), but x.shape={np.shape(x)}")
    most = {"reflect": -1, "circular": 0}
    for axis, pad in ((-2, pad_h), (-1, pad_w)):
        if mode in most and pad > x.shape[axis] + most[mode]:
            raise ValueError(f"padding {pad} is too much for mode {mode!r}: x.shape={x.shape}")
    widths = [(0, 0)] * (x.ndim - 2) + [(pad_h, pad_h), (pad_w, pad_w)]
    if mode == "constant":
        return np.pad(x, widths, constant_values=value)
    return np.pad(x, widths, mode=NUMPY_NAMES[mode])  # type: ignore[call-overload]  # the mode is checked above


def usage_count(
    size: int | tuple[int, int], kernel_size: int, *, padding: int = 0, stride: int = 1, layers: int = 1
) -> NDArray[np.int64]:
    """How many paths lead from each input pixel to the outputs of a stack of equal convolutions.

    For one layer it is the number of windows that see the pixel: in 7x7 under 3x3 windows 1 in the corners and 9 in
    the middle; with padding 1 it is 4 in the corners (claims eecs-445-034 and 035).

    Args:
        size: pixels of the input, one number or (height, width).
        kernel_size: pixels of the window along each axis.
        padding, stride: of every layer.
        layers: how many convolutions follow each other.

    Returns:
        (H, W) counts.

    Raises:
        ValueError: as `conv_output_size` does, where a layer's window does not fit.
    """
    layers = whole_number("layers", layers, minimum=0)
    height, width = pair("size", size)
    along = [_usage_along(n, kernel_size, padding, stride, layers) for n in (height, width)]
    return np.outer(*along)  # rows and columns are used independently of each other


def _usage_along(size: int, kernel_size: int, padding: int, stride: int, layers: int) -> NDArray[np.int64]:
    if layers == 0:
        return np.ones(size, dtype=np.int64)
    out_size = conv_output_size(size, kernel_size, stride=stride, padding=padding)
    paths = _usage_along(out_size, kernel_size, padding, stride, layers - 1)  # from each output of this layer
    counts = np.zeros(size + 2 * padding, dtype=np.int64)
    for place, count in enumerate(paths):
        counts[place * stride : place * stride + kernel_size] += count
    return counts[padding : padding + size]
