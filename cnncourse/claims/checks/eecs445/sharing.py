"""Unshared and shared weights: claims 038 to 041, and 044 on what the layer computes."""

import numpy as np
from scipy.signal import convolve2d

from cnncourse.claims.evidence import Evidence, holds_if, imprecise_if, wrong_if
from cnncourse.layers_numpy import Conv2d, conv2d_forward
from cnncourse.shapes import conv_output_size, count_params

FILTERS, WEIGHTS = 30, 5 * 5 * 3


def _units(padding: int) -> int:
    return FILTERS * conv_output_size(32, 5, padding=padding) ** 2


def eecs_445_038() -> Evidence:
    pads = {padding: conv_output_size(32, 5, padding=padding) for padding in (1, 2)}
    return wrong_if(
        pads[1] != 32,
        f"(32 − 5 + 2 · 1)/1 + 1 = {pads[1]}; with padding 2 it is {pads[2]}.",
        right="With padding 1 the output is 30 × 30 × 30. 32 × 32 × 30 needs padding 2.",
    )


def eecs_445_039() -> Evidence:
    units = {padding: _units(padding) for padding in (1, 2)}
    return imprecise_if(
        units[1] != 30_720,
        f"32 · 32 · 30 = {units[2]:,} belongs to padding 2. "
        f"With the stated padding 1 it is 30 · 30 · 30 = {units[1]:,}.",
        right="27,000 neurons with padding 1, 30,720 with padding 2.",
    )


def eecs_445_040() -> Evidence:
    weights = {padding: _units(padding) * WEIGHTS for padding in (1, 2)}
    layer = {
        "layer": "locally_connected2d",
        "in_channels": 3,
        "out_channels": FILTERS,
        "kernel_size": 5,
        "out_size": 32,
    }
    built, with_biases = (count_params(layer, bias=bias) for bias in (False, True))
    return imprecise_if(
        built == weights[2] != 3_000_000,
        f"30,720 · 75 = {weights[2]:,} ({with_biases:,} with biases); "
        f"with padding 1 it is 27,000 · 75 = {weights[1]:,}.",
        right="2.3 million weights with padding 2, 2.0 million with padding 1.",
    )


def eecs_445_041() -> Evidence:
    params = Conv2d(3, FILTERS, 5, padding=2).params
    weights = params["weight"].size
    return holds_if(weights == 2250, f"30 · 75 = {weights:,} weights; {weights + params['bias'].size:,} with biases.")


def eecs_445_044() -> Evidence:
    rng = np.random.default_rng(0)
    x, kernel = rng.normal(size=(9, 8)), rng.normal(size=(3, 4))
    convolution = convolve2d(x, kernel, mode="valid")
    layer = conv2d_forward(x[None, None], kernel[None, None])[0][0, 0]
    turned = conv2d_forward(x[None, None], kernel[::-1, ::-1][None, None])[0][0, 0]
    return holds_if(
        bool(np.allclose(turned, convolution)) and not np.allclose(layer, convolution),
        f"On a random 9 × 8 image the layer differs from the formula by up to {np.abs(layer - convolution).max():.2f}; "
        f"with the kernel turned by 180° by {np.abs(turned - convolution).max():.0e}. “Kind of” is right: the layer "
        "computes cross-correlation.",
    )
