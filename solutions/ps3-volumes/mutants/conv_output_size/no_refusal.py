"""Returns 0 or less where the window does not fit.

fails:
- a window larger than the padded row is refused
points: 11
"""


def conv_output_size(size, kernel_size, *, stride=1, padding=0, dilation=1, mode="floor"):
    reach = dilation * (kernel_size - 1) + 1
    room = size + 2 * padding - reach
    if mode == "exact" and room % stride != 0:
        raise ValueError(f"stride {stride} does not fit")
    places = room // stride + 1
    if mode == "ceil" and room % stride != 0 and places * stride < size + padding:
        places = places + 1
    return places
