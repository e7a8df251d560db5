"""Transposed convolution; the twin of `layers_numpy/conv_transpose.py`, by the other way to see it.

With zeros between its pixels (stride - 1 of them), x goes through an ordinary convolution with the filters turned
by 180 degrees. Most products are with zeros: fine for a picture of what happens, wasteful as a way to compute it.
"""

from __future__ import annotations

import torch
import torch.nn.functional as F
from torch import Tensor, nn

from cnncourse.layers_torch.checks import check_float
from cnncourse.layers_torch.conv import conv2d
from cnncourse.shapes import conv_transpose_output_size
from cnncourse.shapes.arguments import pair
from cnncourse.shapes.checks import check_bias, check_channels, check_groups, check_layout

Size = int | tuple[int, int]


def conv_transpose2d(
    x: Tensor,
    weight: Tensor,
    bias: Tensor | None = None,
    *,
    stride: Size = 1,
    padding: Size = 0,
    output_padding: Size = 0,
    groups: int = 1,
    dilation: Size = 1,
) -> Tensor:
    """x (N, C_in, H, W), weight (C_in, C_out / groups, K_h, K_w), bias (C_out,) -> out (N, C_out, H_out, W_out).

    Raises:
        ValueError: a shape, dtype or option that does not fit, named with its value; an output size below 1.
    """
    check_float(x=x, weight=weight, bias=bias)
    check_layout("x", x, "(N, C_in, H, W)")
    check_layout("weight", weight, "(C_in, C_out / groups, K_h, K_w)")
    check_channels(x, weight, weight.shape[0])
    groups = check_groups(groups, x.shape[1], x.shape[1])
    check_bias(bias, weight, (weight.shape[1] * groups,))
    sizes, strides = pair("kernel_size", tuple(weight.shape[2:])), pair("stride", stride)
    pads, steps = pair("padding", padding, minimum=0), pair("dilation", dilation)
    more = pair("output_padding", output_padding, minimum=0)
    for n, k, s, p, o, d in zip(x.shape[2:], sizes, strides, pads, more, steps, strict=True):
        conv_transpose_output_size(n, k, stride=s, padding=p, output_padding=o, dilation=d)  # refuses what cannot be
    spread = x.new_zeros(*x.shape[:2], *[(n - 1) * s + 1 for n, s in zip(x.shape[2:], strides, strict=True)])
    spread[:, :, :: strides[0], :: strides[1]] = x
    around = []
    for axis in (1, 0):  # F.pad wants the last axis first
        full = steps[axis] * (sizes[axis] - 1)
        around += [full - pads[axis], full - pads[axis] + more[axis]]  # negative ones cut off
    in_group, out_group = len(weight) // groups, weight.shape[1]
    grouped = weight.reshape(groups, in_group, out_group, *weight.shape[2:]).transpose(1, 2)
    turned = grouped.flip(-2, -1).reshape(groups * out_group, in_group, *weight.shape[2:])
    return conv2d(F.pad(spread, around), turned, bias, dilation=dilation, groups=groups)


class ConvTranspose2d(nn.Module):
    """`conv_transpose2d` with its weight and bias, which start as PyTorch's do."""

    def __init__(
        self,
        in_channels: int,
        out_channels: int,
        kernel_size: Size,
        stride: Size = 1,
        padding: Size = 0,
        output_padding: Size = 0,
        groups: int = 1,
        bias: bool = True,
        dilation: Size = 1,
        *,
        dtype: torch.dtype = torch.float32,
        rng: torch.Generator | None = None,
    ) -> None:
        super().__init__()
        self.kernel_size, self.stride, self.dilation = kernel_size, stride, dilation
        self.padding, self.output_padding = padding, output_padding
        self.groups = check_groups(groups, in_channels, out_channels)
        weight = torch.empty(in_channels, out_channels // groups, *pair("kernel_size", kernel_size), dtype=dtype)
        bound = weight[0].numel() ** -0.5
        self.weight = nn.Parameter(weight.uniform_(-bound, bound, generator=rng))
        self.bias = None
        if bias:
            self.bias = nn.Parameter(torch.empty(out_channels, dtype=dtype).uniform_(-bound, bound, generator=rng))

    def forward(self, x: Tensor) -> Tensor:
        """x (N, C_in, H, W) -> out (N, C_out, H_out, W_out)."""
        return conv_transpose2d(
            x,
            self.weight,
            self.bias,
            stride=self.stride,
            padding=self.padding,
            output_padding=self.output_padding,
            groups=self.groups,
            dilation=self.dilation,
        )
