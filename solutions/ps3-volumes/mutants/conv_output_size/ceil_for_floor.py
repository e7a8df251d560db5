"""Rounds up in every mode.

fails:
- a last step that does not fit is left out
- padding
- dilation
points: 7
"""


def conv_output_size(size, kernel_size, *, stride=1, padding=0, dilation=1, mode="floor"):
    reach = dilation * (kernel_size - 1) + 1
    room = size + 2 * padding - reach
    if room < 0:
        raise ValueError(f"a window of {reach} does not fit into {size + 2 * padding} pixels")
    if mode == "exact" and room % stride != 0:
        raise ValueError(f"stride {stride} does not fit")
    places = room // stride + 1
    if mode != "exact" and room % stride != 0 and places * stride < size + padding:
        places = places + 1
    return places
