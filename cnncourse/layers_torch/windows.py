"""Windows over an image as a view: no pixel is copied but those of the padding."""

from __future__ import annotations

from typing import Any

import torch.nn.functional as F
from torch import Tensor

from cnncourse.shapes import conv_output_size
from cnncourse.shapes.arguments import pair


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
        ValueError: padding of more than half a window, an output size below 1.
    """
    sizes, steps = pair("kernel_size", kernel_size), pair("dilation", dilation)
    pads = pair("padding", padding, minimum=0)
    strides = sizes if stride is None else pair("stride", stride)
    for axis in (0, 1):
        size, pad, step = x.shape[2 + axis], pads[axis], steps[axis]
        reach = step * (sizes[axis] - 1) + 1
        if pad > reach // 2:
            raise ValueError(f"padding must be at most half the window: padding={padding}, kernel_size={kernel_size}")
        mode = "ceil" if ceil_mode else "floor"
        out_size = conv_output_size(
            size,
            sizes[axis],
            stride=strides[axis],
            padding=pad,
            dilation=step,
            mode=mode,  # type: ignore[arg-type]
        )
        over = max(0, (out_size - 1) * strides[axis] + reach - size - pad)  # the right padding, and what hangs over it
        x = F.pad(x, (pad, over) if axis else (0, 0, pad, over), value=fill)
        x = x.unfold(2 + axis, reach, strides[axis])[..., ::step].narrow(2 + axis, 0, out_size)
    return x
