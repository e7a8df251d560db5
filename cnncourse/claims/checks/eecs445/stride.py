"""Stride and output size: claims 022 to 025, 037 and 047."""

from fractions import Fraction

import numpy as np
import sympy

from cnncourse.claims.evidence import Evidence, holds_if, imprecise_if
from cnncourse.layers_numpy import max_pool2d_forward
from cnncourse.shapes import conv_output_size


def _refused(size: int, kernel_size: int, stride: int) -> bool:
    try:
        conv_output_size(size, kernel_size, stride=stride, mode="exact")
    except ValueError:
        return True
    return False


def eecs_445_022() -> Evidence:
    size = conv_output_size(7, 3, stride=1, mode="exact")
    return holds_if(size == 5, f"(7 − 3)/1 + 1 = {size}.")


def eecs_445_023() -> Evidence:
    size = conv_output_size(7, 3, stride=2, mode="exact")
    return holds_if(size == 3, f"(7 − 3)/2 + 1 = {size}.")


def eecs_445_024() -> Evidence:
    exact = Fraction(7 - 3, 3) + 1
    floor, ceil = (conv_output_size(7, 3, stride=3, mode=mode) for mode in ("floor", "ceil"))
    padded = conv_output_size(7, 3, stride=3, padding=1, mode="exact")
    return imprecise_if(
        _refused(7, 3, 3) and (floor, ceil, padded) == (2, 3, 3),
        f"(7 − 3)/3 + 1 = {exact} is no whole number. Rounding down gives {floor}, rounding up {ceil}, "
        f"and with padding 1 it fits: {padded}.",
        right="No exact tiling exists, but every framework computes something: PyTorch takes the floor, gives 2 × 2 "
        "and never reads the last row and column; a pooling layer with `ceil_mode` gives 3 × 3.",
    )


def eecs_445_025() -> Evidence:
    fits = [(n, f, s) for n in range(1, 40) for f in range(1, n + 1) for s in range(1, 6) if (n - f) % s == 0]
    # one output for each start 0, s, 2s, … that leaves room for the window
    agree = all(len(range(0, n - f + 1, s)) == (n - f) // s + 1 == conv_output_size(n, f, stride=s) for n, f, s in fits)
    return holds_if(
        agree,
        f"Counting the windows one by one agrees in all {len(fits):,} cases with N < 40, stride ≤ 5, no padding and "
        "exact division.",
    )


def eecs_445_037() -> Evidence:
    n, f, s, p = sympy.symbols("N F S P", positive=True)
    lecture, right = (n - f) / s + 1, (n - f + 2 * p) / s + 1
    gap = sympy.simplify(right - lecture)
    same = conv_output_size(32, 3, padding=1)
    return imprecise_if(
        gap != 0,
        f"The two formulas differ by {sympy.sstr(gap)}. For N = 32, F = 3, S = 1 and P = 1 the lecture's gives 30, "
        f"the layer {same}.",
        right="W2 = (W1 − F + 2P)/S + 1, the same for the height, and D2 = K.",
    )


def eecs_445_047() -> Evidence:
    cases = [(n, f, s) for n in (8, 9, 32) for f in (2, 3) for s in (1, 2, 3)]
    shapes = [max_pool2d_forward(np.zeros((1, 10, n, n)), f, stride=s)[0].shape for n, f, s in cases]
    agree = all(
        shape == (1, 10, (n - f) // s + 1, (n - f) // s + 1) for shape, (n, f, s) in zip(shapes, cases, strict=True)
    )
    return holds_if(
        agree, f"All {len(cases)} pooling layers tried keep the 10 channels and have that size, rounded down."
    )
