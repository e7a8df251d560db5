"""Padding: claims 030 to 035 and 077's sizing part."""

import numpy as np

from cnncourse.claims.evidence import Evidence, holds_if, imprecise_if
from cnncourse.shapes import conv_output_size, same_padding, usage_count


def _layers(size: int, padding: int) -> list[int]:
    first = conv_output_size(size, 3, padding=padding)
    return [first, conv_output_size(first, 3, padding=padding)]


def eecs_445_030() -> Evidence:
    size = conv_output_size(7, 3, padding=1)
    return holds_if(size == 7, f"(7 + 2 · 1 − 3)/1 + 1 = {size}.")


def eecs_445_031() -> Evidence:
    odd = range(1, 16, 2)
    kept = all(conv_output_size(32, f, padding=same_padding(f)) == 32 for f in odd)
    even = conv_output_size(32, 4, padding=1), conv_output_size(32, 4, padding=2)
    return holds_if(
        kept and 32 not in even,
        f"Right for every odd F from 1 to 15. For F = 4, (F − 1)/2 is no whole number: padding 1 gives {even[0]}, "
        f"padding 2 gives {even[1]}.",
    )


def eecs_445_032() -> Evidence:
    sizes = _layers(9, padding=1)
    return holds_if(sizes == [9, 9], f"With padding 1: 9, then {sizes[0]}, then {sizes[1]}.")


def eecs_445_033() -> Evidence:
    sizes = _layers(9, padding=0)
    return holds_if(sizes == [7, 5], f"Without padding: 9, then {sizes[0]}, then {sizes[1]}.")


def eecs_445_034() -> Evidence:
    valid, padded = usage_count(7, 3, padding=0), usage_count(7, 3, padding=1)
    once = int((valid == 1).sum())
    first_row = ", ".join(f"{count:g}" for count in valid[0])
    return imprecise_if(
        once != 24,  # a 7x7 image has 24 border pixels
        f"In a 7 × 7 image under 3 × 3 windows {once} of the 24 border pixels are used once. The first row is used "
        f"{first_row} times, the center {valid[3, 3]:g} times. With padding 1 the corners are used {padded[0, 0]:g} "
        f"times, the other border pixels {padded[0, 3]:g} times.",
        right="Only the four corners are used once; the other border pixels are used two or three times, where an "
        "inner pixel is used nine times.",
    )


def _corner_to_center(padding: int) -> list[float]:
    counts = [usage_count(9, 3, padding=padding, layers=layers) for layers in (1, 2, 3)]
    return [float(count[0, 0] / count[4, 4]) for count in counts]


def eecs_445_035() -> Evidence:
    valid, same = _corner_to_center(0), _corner_to_center(1)
    falling = all(np.diff(valid) < 0) and all(v < s for v, s in zip(valid, same, strict=True))
    shown = ["{:.3f}, {:.4f}, {:.4f}".format(*ratios) for ratios in (valid, same)]
    return holds_if(
        bool(falling),
        f"Paths from a corner pixel of a 9 × 9 image to the output, divided by those from the center, after 1, 2 and "
        f"3 layers: {shown[0]} without padding, {shown[1]} with it.",
    )
