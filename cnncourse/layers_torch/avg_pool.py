"""Average pooling: the mean of each window; the twin of `layers_numpy/avg_pool.py`."""

from __future__ import annotations

import torch
from torch import Tensor, nn

from cnncourse.layers_torch.windows import pool_windows
from cnncourse.shapes.arguments import pair

Size = int | tuple[int, int]


def avg_pool2d(
    x: Tensor,
    kernel_size: Size,
    *,
    stride: Size | None = None,
    padding: Size = 0,
    ceil_mode: bool = False,
    count_include_pad: bool = True,
) -> Tensor:
    """x (N, C, H, W) -> out (N, C, H_out, W_out): the sum of each window, divided by the pixels that count."""
    sums = pool_windows(x, kernel_size, stride, padding, ceil_mode=ceil_mode).sum(dim=(-2, -1))
    pad_h, pad_w = pair("padding", padding, minimum=0)
    counted = torch.ones_like(x[:1, :1])
    if count_include_pad:  # the padding becomes part of the image, so that only what hangs over it is not counted
        counted = torch.nn.functional.pad(counted, (pad_w, pad_w, pad_h, pad_h), value=1.0)
        counts = pool_windows(counted, kernel_size, kernel_size if stride is None else stride, 0, ceil_mode=ceil_mode)
        counts = counts[:, :, : sums.shape[2], : sums.shape[3]]
    else:
        counts = pool_windows(counted, kernel_size, stride, padding, ceil_mode=ceil_mode)
    return sums / counts.sum(dim=(-2, -1))


class AvgPool2d(nn.Module):
    """`avg_pool2d` as a module."""

    def __init__(
        self,
        kernel_size: Size,
        stride: Size | None = None,
        padding: Size = 0,
        ceil_mode: bool = False,
        count_include_pad: bool = True,
    ) -> None:
        super().__init__()
        self.kernel_size, self.stride = kernel_size, kernel_size if stride is None else stride
        self.padding, self.ceil_mode, self.count_include_pad = padding, ceil_mode, count_include_pad

    def forward(self, x: Tensor) -> Tensor:
        """x (N, C, H, W) -> out (N, C, H_out, W_out)."""
        return avg_pool2d(
            x,
            self.kernel_size,
            stride=self.stride,
            padding=self.padding,
            ceil_mode=self.ceil_mode,
            count_include_pad=self.count_include_pad,
        )
