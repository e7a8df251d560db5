"""Volumes and local connectivity: claims 018 to 021, 026 to 029, 043, 057 and 072."""

import numpy as np

from cnncourse.claims.evidence import Evidence, holds_if, imprecise_if
from cnncourse.layers_numpy import Conv2d, conv2d_forward
from cnncourse.shapes import conv_output_size

CIFAR = (3, 32, 32)  # channels, height, width


def eecs_445_018() -> Evidence:
    size = int(np.prod(CIFAR))
    return holds_if(size == 3072, f"32 × 32 × 3 = {size} numbers.")


def eecs_445_019() -> Evidence:
    full = int(np.prod(CIFAR))
    local = Conv2d(3, 1, 5).params["weight"].size
    return holds_if(
        (full, local) == (3072, 75),
        f"A neuron that sees the whole volume has {full} weights, one that sees a 5 × 5 window has "
        f"5 · 5 · 3 = {local}; each has one bias more.",
    )


def _touched(out_row: int, out_col: int) -> np.ndarray:
    """Which inputs change one output of a 5x5 convolution of a (3, 32, 32) volume: a boolean volume."""
    rng = np.random.default_rng(0)
    x, weight = rng.normal(size=(1, *CIFAR)), rng.normal(size=(1, 3, 5, 5))
    base = conv2d_forward(x, weight)[0][0, 0, out_row, out_col]
    touched = np.zeros(CIFAR, dtype=bool)
    for channel, row, col in np.ndindex(3, 12, 12):  # the corner that holds the window
        changed = x.copy()
        changed[0, channel, row, col] += 1.0
        touched[channel, row, col] = conv2d_forward(changed, weight)[0][0, 0, out_row, out_col] != base
    return touched


def eecs_445_020() -> Evidence:
    touched = _touched(4, 6)
    window = np.zeros(CIFAR, dtype=bool)
    window[:, 4:9, 6:11] = True
    return holds_if(
        bool(np.array_equal(touched, window)),
        f"Changing one input at a time, {touched.sum()} of the inputs near the window move the output (4, 6): "
        "rows 4–8, columns 6–10, and all 3 channels.",
    )


def eecs_445_021() -> Evidence:
    rng = np.random.default_rng(0)
    x, weight = rng.normal(size=(1, *CIFAR)), rng.normal(size=(5, 3, 5, 5))
    out = conv2d_forward(x, weight, stride=3)[0]
    column = np.tensordot(weight, x[0, :, 6:11, 9:14], axes=3)  # (5,): five neurons, one window
    return holds_if(
        bool(np.allclose(out[0, :, 2, 3], column)),
        f"With stride 3, the {column.size} outputs at (2, 3) are {column.size} neurons on one window, "
        "rows 6–10 and columns 9–13: a 1 × 1 × 5 column.",
    )


def _five_filters(stride: int) -> tuple[int, ...]:
    out, _ = conv2d_forward(np.zeros((1, *CIFAR)), np.zeros((5, 3, 5, 5)), stride=stride)
    return out.shape[1:]


def eecs_445_026() -> Evidence:
    shape = _five_filters(stride=1)
    return holds_if(shape == (5, 28, 28), f"(32 − 5)/1 + 1 = {shape[1]}: 28 × 28 × 5.")


def eecs_445_027() -> Evidence:
    weights = Conv2d(3, 1, 5).params["weight"].size
    return holds_if(weights == 75, f"5 · 5 · 3 = {weights}, and one bias.")


def eecs_445_028() -> Evidence:
    shape = _five_filters(stride=3)
    return holds_if(shape == (5, 10, 10), f"(32 − 5)/3 + 1 = {shape[1]}, without remainder: 10 × 10 × 5.")


def eecs_445_029() -> Evidence:
    counts = [Conv2d(3, 1, 5, stride=stride).params["weight"].size for stride in (1, 2, 3)]
    return holds_if(counts == [75, 75, 75], f"Strides 1, 2 and 3: {counts[0]}, {counts[1]} and {counts[2]} weights.")


def eecs_445_043() -> Evidence:
    rng = np.random.default_rng(0)
    x, weight = rng.normal(size=(1, *CIFAR)), rng.normal(size=(30, 3, 5, 5))
    out = conv2d_forward(x, weight, padding=2)[0]
    slices = [conv2d_forward(x, weight[[k]], padding=2)[0][0, 0] for k in range(30)]
    return holds_if(
        bool(np.allclose(out[0], slices)),
        f"Run one at a time, the 30 filters give the 30 depth slices of the layer's {out.shape[2]} × "
        f"{out.shape[3]} × {out.shape[1]} output.",
    )


def eecs_445_057() -> Evidence:
    conv = Conv2d(3, 10, 3, padding=1)
    shared = sum(array.size for array in conv.params.values())
    dense = (int(np.prod(CIFAR)) + 1) * 10 * 32 * 32
    unshared = (27 + 1) * 10 * 32 * 32
    return holds_if(
        shared < unshared < dense,
        f"From 32 × 32 × 3 to 32 × 32 × 10: fully connected {dense:,} parameters, locally connected {unshared:,}, "
        f"with shared parameters {shared}.",
    )


def eecs_445_072() -> Evidence:
    filters = 5
    units = filters * conv_output_size(32, 5) ** 2
    return imprecise_if(
        units != filters,
        f"{filters} filters make 28 · 28 · 5 = {units:,} output units: the same slide calls both of them neurons.",
        right="The layer has 5 filters, each with one set of weights, and 3,920 output units that share them. "
        "The K neurons of the summary are K filters.",
    )
