"""Knows no mode "ceil".

fails:
- mode "ceil"
points: 10
"""


def conv_output_size(size, kernel_size, *, stride=1, padding=0, dilation=1, mode="floor"):
    reach = dilation * (kernel_size - 1) + 1
    room = size + 2 * padding - reach
    if room < 0:
        raise ValueError(f"a window of {reach} does not fit into {size + 2 * padding} pixels")
    if mode == "exact" and room % stride != 0:
        raise ValueError(f"stride {stride} does not fit")
    return room // stride + 1
