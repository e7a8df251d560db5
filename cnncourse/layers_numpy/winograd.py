"""Winograd's convolution F(4x4, 3x3): 16 outputs from 36 products instead of 144.

The trick in one dimension and small, F(2, 3): two outputs of a 3-wide filter need 6 products, d0*g0 + d1*g1 + d2*g2
and d1*g0 + d2*g1 + d3*g2. With m1 = (d0 - d2)*g0, m2 = (d1 + d2)*(g0 + g1 + g2)/2, m3 = (d2 - d1)*(g0 - g1 + g2)/2
and m4 = (d1 - d3)*g2 they are m1 + m2 + m3 and m2 - m3 - m4: four products, and the sums of the filter are made once
for the whole image. The price is rounding: the constants of the 4x4 version reach 8, and float32 loses a digit.

Source: Lavin and Gray, Fast Algorithms for Convolutional Neural Networks, CVPR 2016.
"""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from cnncourse.layers_numpy.checks import check_float
from cnncourse.layers_numpy.windows import Window
from cnncourse.shapes.arguments import pair
from cnncourse.shapes.checks import check_bias, check_channels, check_layout

Array = NDArray[Any]

# Each product reads the polynomials of pixels and filter at one of the points 0, 1, -1, 2, -2 and infinity.
FROM_PIXELS = np.array(
    [
        [4, 0, -5, 0, 1, 0],
        [0, -4, -4, 1, 1, 0],
        [0, 4, -4, -1, 1, 0],
        [0, -2, -1, 2, 1, 0],
        [0, 2, -1, -2, 1, 0],
        [0, 4, 0, -5, 0, 1],
    ]
)
FROM_FILTER = np.array(
    [
        [1 / 4, 0, 0],
        [-1 / 6, -1 / 6, -1 / 6],
        [-1 / 6, 1 / 6, -1 / 6],
        [1 / 24, 1 / 12, 1 / 6],
        [1 / 24, -1 / 12, 1 / 6],
        [0, 0, 1],
    ]
)
TO_OUTPUT = np.array(
    [
        [1, 1, 1, 1, 1, 0],
        [0, 1, -1, 2, -2, 0],
        [0, 1, 1, 4, 4, 0],
        [0, 1, -1, 8, -8, 1],
    ]
)


def winograd_conv2d(x: Array, weight: Array, bias: Array | None = None, *, padding: int | tuple[int, int] = 0) -> Array:
    """The output of `conv2d_forward` at stride 1 for 3x3 filters, tile by tile.

    The image is cut into tiles of 6x6 pixels that overlap by 2. Each tile, and each filter, becomes 36 numbers; these
    are multiplied and added up over the channels; and each sum of 36 becomes a 4x4 tile of the output.

    Args:
        x: (N, C_in, H, W), float32 or float64.
        weight: (C_out, C_in, 3, 3), of x's dtype.
        bias: (C_out,) or None.
        padding: in pixels, an int, or a pair (height, width).

    Returns:
        (N, C_out, H_out, W_out) of x's dtype, equal to `conv2d_forward`'s but for rounding.

    Raises:
        ValueError: a filter that is not 3x3; a shape, dtype or option that does not fit; an output size below 1.
    """
    check_float(x=x, weight=weight, bias=bias)
    check_layout("x", x, "(N, C_in, H, W)")
    check_layout("weight", weight, "(C_out, C_in, 3, 3)")
    check_channels(x, weight, weight.shape[1])
    check_bias(bias, weight)
    if weight.shape[2:] != (3, 3):
        raise ValueError(f"weight must have 3x3 filters, but weight.shape={weight.shape}")
    pad_h, pad_w = pair("padding", padding, minimum=0)
    h_out, w_out = Window((3, 3), padding=(pad_h, pad_w)).out_size(x.shape[2:])
    down, across = -(-h_out // 4), -(-w_out // 4)  # tiles
    below, right = 4 * down + 2 - x.shape[2] - pad_h, 4 * across + 2 - x.shape[3] - pad_w
    padded = np.pad(x, ((0, 0), (0, 0), (pad_h, below), (pad_w, right)))
    tiles = np.lib.stride_tricks.sliding_window_view(padded, (6, 6), axis=(2, 3))[:, :, ::4, ::4]
    from_pixels, from_filter, to_output = (m.astype(x.dtype) for m in (FROM_PIXELS, FROM_FILTER, TO_OUTPUT))
    pixels = from_pixels @ tiles @ from_pixels.T  # (N, C_in, down, across, 6, 6)
    filters = from_filter @ weight @ from_filter.T  # (C_out, C_in, 6, 6)
    sums = np.einsum("nctuij,kcij->nktuij", pixels, filters, optimize=True)
    out = to_output @ sums @ to_output.T  # (N, C_out, down, across, 4, 4)
    whole = out.swapaxes(3, 4).reshape(len(x), len(weight), 4 * down, 4 * across)
    out = np.ascontiguousarray(whole[:, :, :h_out, :w_out])
    return out if bias is None else out + bias[:, None, None]
