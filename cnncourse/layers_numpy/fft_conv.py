"""Convolution by Fourier transform: what slides in space is one product at each frequency.

The cost does not depend on the kernel's size, so it pays for large kernels and loses for 3x3.

Mathieu, Henaff and LeCun, arXiv 1312.5851, 2013.
"""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from cnncourse.layers_numpy.checks import check_float
from cnncourse.layers_numpy.windows import Window
from cnncourse.shapes import pad2d
from cnncourse.shapes.arguments import pair
from cnncourse.shapes.checks import check_bias, check_channels, check_layout

Array = NDArray[Any]


def fft_conv2d(x: Array, weight: Array, bias: Array | None = None, *, padding: int | tuple[int, int] = 0) -> Array:
    """The output of `conv2d_forward` at stride 1, by the correlation theorem.

    The transform of a cross-correlation is the transform of x times the conjugate of the transform of weight. The
    transform takes the image as one tile of an endless pattern; windows that lie inside the image never notice.

    Args:
        x: (N, C_in, H, W), float32 or float64.
        weight: (C_out, C_in, K_h, K_w), of x's dtype.
        bias: (C_out,) or None.
        padding: in pixels, an int, or a pair (height, width).

    Returns:
        (N, C_out, H_out, W_out) of x's dtype, equal to `conv2d_forward`'s but for rounding.

    Raises:
        ValueError: a shape, dtype or option that does not fit; an output size below 1.
    """
    check_float(x=x, weight=weight, bias=bias)
    check_layout("x", x, "(N, C_in, H, W)")
    check_layout("weight", weight, "(C_out, C_in, K_h, K_w)")
    check_channels(x, weight, weight.shape[1])
    check_bias(bias, weight)
    window = Window(pair("kernel_size", weight.shape[2:]), padding=pair("padding", padding, minimum=0))
    h_out, w_out = window.out_size(x.shape[2:])
    padded = pad2d(x, window.padding)
    size = padded.shape[2:]
    frequencies = np.einsum("nchw,kchw->nkhw", np.fft.rfft2(padded), np.fft.rfft2(weight, s=size).conj(), optimize=True)
    out = np.fft.irfft2(frequencies, s=size)[:, :, :h_out, :w_out].astype(x.dtype)
    return out if bias is None else out + bias[:, None, None]
