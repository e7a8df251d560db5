"""No formula: walks along the row and counts."""


def conv_output_size(size, kernel_size, *, stride=1, padding=0, dilation=1, mode="floor"):
    first, end = -padding, size + padding  # the first pixel of the padded row, and the one behind its last
    reach = 1
    for _ in range(kernel_size - 1):
        reach += dilation
    places, start = 0, first
    while start + reach <= end:
        places += 1
        start += stride
    if places == 0:
        raise ValueError("the window is larger than the row")
    left_over = end - (start - stride + reach)
    if left_over > 0 and mode == "exact":
        raise ValueError(f"with stride {stride}, {left_over} pixels are left over")
    if left_over > 0 and mode == "ceil" and start < size:
        places += 1
    return places
