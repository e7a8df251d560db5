"""How many windows fit: the one formula that every convolution and pooling layer uses, and the way back."""

from __future__ import annotations

from typing import Literal

from cnncourse.shapes.arguments import whole_number

Mode = Literal["floor", "ceil", "exact"]


def conv_output_size(
    size: int, kernel_size: int, *, stride: int = 1, padding: int = 0, dilation: int = 1, mode: Mode = "floor"
) -> int:
    """The number of places along one axis where a window fits.

    A 3-wide window on 7 pixels has (7 - 3)/1 + 1 = 5 places at stride 1, and (7 - 3)/2 + 1 = 3 at stride 2. At
    stride 3 it is 2.33: "floor" leaves the last pixel out and says 2, "ceil" lets a last window hang over the edge
    and says 3, "exact" raises. The formula is floor((size + 2*padding - dilation*(kernel_size - 1) - 1)/stride) + 1
    (claims eecs-445-022 to 025 and 037).

    Args:
        size: pixels of the input along the axis, at least 1.
        kernel_size: pixels of the window along the axis, at least 1.
        stride: pixels from one window to the next, at least 1.
        padding: pixels added on each side, at least 0.
        dilation: pixels from one entry of the window to the next, at least 1.
        mode: what to do where the stride does not fit: "floor" (convolutions), "ceil" (a window may hang over the
            right edge by less than the stride, but must start on a pixel or on the left padding), "exact" (raise).
            So with "ceil" and stride 2, a 4-wide window has one place on 3 pixels, as in PyTorch's pooling.

    Raises:
        ValueError: an argument out of range, no place at all, or "exact" where the stride does not fit.
    """
    size, kernel_size = whole_number("size", size), whole_number("kernel_size", kernel_size)
    stride, dilation = whole_number("stride", stride), whole_number("dilation", dilation)
    padding = whole_number("padding", padding, minimum=0)
    if mode not in ("floor", "ceil", "exact"):
        raise ValueError(f'mode must be "floor", "ceil" or "exact", but is {mode!r}')

    window = dilation * (kernel_size - 1) + 1  # pixels from the first entry of the window to the last
    room = size + 2 * padding - window  # pixels that it can move
    out_size = room // stride + 1
    left_over = room % stride
    if mode == "ceil" and left_over and out_size * stride < size + padding:
        out_size += 1
    if out_size < 1:
        raise ValueError(
            f"the output size would be {out_size}: a window of {window} does not fit into size {size} "
            f"with padding {padding} (kernel_size {kernel_size}, dilation {dilation})"
        )
    if mode == "exact" and left_over:
        raise ValueError(
            f"stride {stride} does not fit: ({size} + 2*{padding} - {window})/{stride} + 1 = {room / stride + 1:.2f} "
            f"is no whole number"
        )
    return out_size


def conv_transpose_output_size(
    size: int, kernel_size: int, *, stride: int = 1, padding: int = 0, output_padding: int = 0, dilation: int = 1
) -> int:
    """The size along one axis of what a transposed convolution paints: the way back from `conv_output_size`.

    Two pixels, 3-wide filters and stride 2: the filters start at 0 and 2 and end at 4, so 5 pixels are painted. The
    formula is (size - 1)*stride - 2*padding + dilation*(kernel_size - 1) + 1 + output_padding.

    Args:
        size, kernel_size, dilation: as of a convolution.
        stride: pixels from the start of one painted filter to the next.
        padding: pixels cut off from each side of what is painted.
        output_padding: pixels added at the end, fewer than stride or dilation.

    Raises:
        ValueError: an argument out of range, or no pixel left.
    """
    size, kernel_size = whole_number("size", size), whole_number("kernel_size", kernel_size)
    stride, dilation = whole_number("stride", stride), whole_number("dilation", dilation)
    padding = whole_number("padding", padding, minimum=0)
    output_padding = whole_number("output_padding", output_padding, minimum=0)
    if output_padding >= max(stride, dilation):
        raise ValueError(
            f"output_padding must be smaller than stride or dilation, but is {output_padding}: {stride=}, {dilation=}"
        )
    out_size = (size - 1) * stride - 2 * padding + dilation * (kernel_size - 1) + 1 + output_padding
    if out_size < 1:
        raise ValueError(
            f"the output size would be {out_size}: {size=}, {kernel_size=}, {stride=}, {padding=}, {output_padding=}, "
            f"{dilation=}"
        )
    return out_size
