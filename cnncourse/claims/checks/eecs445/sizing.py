"""Sizing a whole net: claims 049 to 056, 058 and 070."""

import numpy as np

from cnncourse.claims.evidence import Evidence, holds_if, imprecise_if, wrong_if
from cnncourse.losses import cross_entropy_backward, cross_entropy_forward
from cnncourse.shapes import conv_output_size, count_params, summary

CONV = {"layer": "conv2d", "out_channels": 10, "kernel_size": 3, "stride": 1, "padding": 1}
POOL = {"layer": "max_pool2d", "kernel_size": 2}
BLOCK = [CONV, {"layer": "relu"}, CONV, {"layer": "relu"}, POOL]
NET = [*BLOCK, *BLOCK, *BLOCK, {"layer": "flatten"}, {"layer": "linear", "out_features": 10}]


def _rows(layer: str) -> list:
    """The rows of one kind of layer in the example net, on a 32x32x3 image."""
    return [row for row in summary(NET, (3, 32, 32)).rows if row.layer == layer]


def eecs_445_049() -> Evidence:
    shape = _rows("conv2d")[0].out_shape
    return holds_if(shape == (10, 32, 32), f"(32 − 3 + 2 · 1)/1 + 1 = {shape[1]}, and 10 filters: 32 × 32 × 10.")


def eecs_445_050() -> Evidence:
    params = _rows("conv2d")[0].params
    return holds_if(params == 280, f"(3 · 3 · 3 + 1) · 10 = {params}.")


def eecs_445_051() -> Evidence:
    params = _rows("conv2d")[1].params
    return holds_if(params == 910, f"(3 · 3 · 10 + 1) · 10 = {params}.")


def eecs_445_052() -> Evidence:
    pool = _rows("max_pool2d")[0]
    return holds_if(
        (pool.out_shape, pool.params) == ((10, 16, 16), 0),
        f"(32 − 2)/2 + 1 = {pool.out_shape[1]}: 16 × 16 × 10, and {pool.params} parameters.",
    )


def eecs_445_053() -> Evidence:
    stated, padded = (conv_output_size(16, 3, padding=padding) for padding in (0, 1))
    return imprecise_if(
        (stated, padded) == (14, 16),
        f"As stated, (16 − 3)/1 + 1 = {stated}; with padding 1 it is {padded}.",
        right="16 × 16 × 10 needs padding 1; without it the layer gives 14 × 14 × 10.",
    )


def eecs_445_054() -> Evidence:
    later = [row.params for row in _rows("conv2d")[1:]]
    return holds_if(set(later) == {910}, f"All {len(later)} convolutions after the first have {later[0]} parameters.")


def eecs_445_055() -> Evidence:
    sizes = [row.out_shape for row in _rows("max_pool2d")]
    return holds_if(
        sizes == [(10, 16, 16), (10, 8, 8), (10, 4, 4)],
        "After the three pools: 16 × 16 × 10, 8 × 8 × 10 and 4 × 4 × 10.",
    )


def eecs_445_056() -> Evidence:
    fully_connected = count_params({"layer": "linear", "in_features": 10 * 4 * 4, "out_features": 10})
    total = summary(NET, (3, 32, 32)).params
    return wrong_if(
        fully_connected != 1600,
        f"10 · 4 · 4 · 10 + 10 = 1,600 + 10 = {fully_connected:,}.",
        right=f"1,610. With six convolutions the net has 280 + 5 · 910 + 1,610 = {total:,} parameters.",
    )


def eecs_445_058() -> Evidence:
    scores = np.array([[-2.0, -1.0, -0.5], [3.0, 1.0, -4.0]])
    target = np.array([2, 0])
    gradients = []
    for clipped in (False, True):
        used = np.maximum(scores, 0) if clipped else scores
        _, cache = cross_entropy_forward(used, target)
        gradients.append(cross_entropy_backward(np.float64(1), cache) * ((scores > 0) | (not clipped)))
    plain, with_relu = gradients
    return holds_if(
        bool((plain[0] != 0).all() and (with_relu[0] == 0).all()),
        f"For the scores (−2, −1, −0.5) and the third class, the gradient is {np.round(plain[0], 3).tolist()} without "
        f"a ReLU and {np.abs(with_relu[0]).tolist()} with one: the image teaches nothing.",
    )


def eecs_445_070() -> Evidence:
    import torch  # which the other counts do not need

    from cnncourse.models import VGG

    with torch.device("meta"):  # shapes alone: 133 million starting weights take seconds to draw
        model = VGG("B")
    shapes = [tuple(value.shape) for value in model.parameters()]
    convolutions = sum(len(shape) == 4 for shape in shapes)
    connected = sum(len(shape) == 2 for shape in shapes)
    params = count_params(model)
    return holds_if(
        (convolutions, connected, params) == (10, 3, 133_047_848),
        f"{convolutions} convolutions and {connected} fully connected layers: VGG-13, configuration B, with {params:,} "
        "parameters.",
    )
