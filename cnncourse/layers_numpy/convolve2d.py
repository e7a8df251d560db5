"""The convolution of the mathematics books: one of the two images is turned by 180 degrees before it slides.

conv2d, in this package as in every framework, does not turn it: what it computes is called cross-correlation. For a
network that learns its weights the difference is none, it learns them turned; for two given images it is one.

Claims uva-4-015, uva-4-017 and eecs-445-044.
"""

from __future__ import annotations

from typing import Any, Literal

import numpy as np
from numpy.typing import NDArray

from cnncourse.layers_numpy.checks import check_float
from cnncourse.layers_numpy.conv import conv2d_forward
from cnncourse.shapes.checks import check_layout

Array = NDArray[Any]
Mode = Literal["full", "same", "valid"]


def convolve2d(x: Array, weight: Array, *, mode: Mode = "full") -> Array:
    """out[row, col] = sum over i, j of x[i, j] * weight[row - i, col - j]; equal to SciPy's `signal.convolve2d`.

    (1, 2) and (10, 1) make (10, 21, 2), the digits of 12 * 101 before the carry; and it does not matter which is x.

    Args:
        x: (H, W), float32 or float64.
        weight: (K_h, K_w), of x's dtype.
        mode: "full" takes every place where the two overlap; "same" the middle H x W of them; "valid" those where
            weight lies inside x.

    Returns:
        (H + K_h - 1, W + K_w - 1), (H, W), or (H - K_h + 1, W - K_w + 1), of x's dtype.

    Raises:
        ValueError: another rank or dtype, an unknown mode, or a weight larger than x in mode "valid".
    """
    check_float(x=x, weight=weight)
    check_layout("x", x, "(H, W)")
    check_layout("weight", weight, "(K_h, K_w)")
    if mode not in ("full", "same", "valid"):
        raise ValueError(f'mode must be "full", "same" or "valid", but is {mode!r}')
    k_h, k_w = weight.shape
    padding = (0, 0) if mode == "valid" else (k_h - 1, k_w - 1)
    turned = weight[::-1, ::-1]
    out = conv2d_forward(x[None, None], turned[None, None], padding=padding)[0][0, 0]
    if mode == "same":
        top, left = (k_h - 1) // 2, (k_w - 1) // 2
        return np.ascontiguousarray(out[top : top + x.shape[0], left : left + x.shape[1]])
    return out
