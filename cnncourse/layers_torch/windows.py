"""Windows over an image as a view: no pixel is copied but those of the padding."""

from __future__ import annotations

from typing import Any

import torch.nn.functional as F
from torch import Tensor

from cnncourse.layers_torch.checks import check_float
from cnncourse.shapes import conv_output_size
from cnncourse.shapes.arguments import pair
from cnncourse.shapes.checks import check_layout, check_pool_padding


def pool_windows(
    x: Tensor,
    kernel_size: Any,
    stride: Any,
    padding: Any,
    dilation: Any = 1,
    *,
    ceil_mode: bool = False,
    fill: float = 0.0,
) -> Tensor:
    """x (N, C, H, W) -> (N, C, H_out, W_out, K_h, K_w), with `fill` where a window leaves the image.

    Raises:
        ValueError: integers, another rank, padding of more than half of kernel_size, an output size below 1.
    """
    check_float(x=x)
    check_layout("x", x, "(N, C, H, W)")
    sizes, steps = pair("kernel_size", kernel_size), pair("dilation", dilation)
    pads = pair("padding", padding, minimum=0)
    strides = sizes if stride is None else pair("stride", stride)
    check_pool_padding(padding, kernel_size)
    reaches = [step * (size - 1) + 1 for size, step in zip(sizes, steps, strict=True)]
    around, places = [], []
    for axis in (0, 1):
        size, pad = x.shape[2 + axis], pads[axis]
        options = {"stride": strides[axis], "padding": pad, "dilation": steps[axis]}
        places.append(conv_output_size(size, sizes[axis], mode="ceil" if ceil_mode else "floor", **options))
        hang_over = (places[axis] - 1) * strides[axis] + reaches[axis] - size - pad
        around.append((pad, max(0, hang_over)))
    padded = F.pad(x, (*around[1], *around[0]), value=fill)
    windows = padded.unfold(2, reaches[0], strides[0]).unfold(3, reaches[1], strides[1])
    return windows[:, :, : places[0], : places[1], :: steps[0], :: steps[1]]
