"""Convolution: one small set of weights looks at every place of the image; the twin of `layers_numpy/conv.py`."""

from __future__ import annotations

import torch
import torch.nn.functional as F
from torch import Tensor, nn

from cnncourse.layers_torch.checks import check_float
from cnncourse.shapes import conv_output_size
from cnncourse.shapes.arguments import pair
from cnncourse.shapes.checks import check_bias, check_channels, check_groups, check_layout

Size = int | tuple[int, int]


def conv2d(
    x: Tensor,
    weight: Tensor,
    bias: Tensor | None = None,
    *,
    stride: Size = 1,
    padding: Size = 0,
    dilation: Size = 1,
    groups: int = 1,
) -> Tensor:
    """x (N, C_in, H, W), weight (C_out, C_in / groups, K_h, K_w), bias (C_out,) -> out (N, C_out, H_out, W_out).

    `unfold` puts the pixels under each window into one column; a matrix product then meets them with the filters.

    Raises:
        ValueError: a shape, dtype or option that does not fit, named with its value; an output size below 1.
    """
    check_float(x=x, weight=weight, bias=bias)
    check_layout("x", x, "(N, C_in, H, W)")
    check_layout("weight", weight, "(C_out, C_in / groups, K_h, K_w)")
    groups = check_groups(groups, x.shape[1], weight.shape[0])
    check_channels(x, weight, weight.shape[1] * groups)
    check_bias(bias, weight)
    options = {"kernel_size": pair("kernel_size", tuple(weight.shape[2:])), "stride": pair("stride", stride)}
    options |= {"padding": pair("padding", padding, minimum=0), "dilation": pair("dilation", dilation)}
    sizes = zip(x.shape[2:], *options.values(), strict=True)
    h_out, w_out = (conv_output_size(n, k, stride=s, padding=p, dilation=d) for n, k, s, p, d in sizes)
    columns = F.unfold(x, **options)  # (N, C_in * K_h * K_w, H_out * W_out)
    pixels = columns.reshape(len(x), groups, weight[0].numel(), h_out * w_out)
    filters = weight.reshape(groups, len(weight) // groups, weight[0].numel())
    out = (filters @ pixels).reshape(len(x), len(weight), h_out, w_out)
    return out if bias is None else out + bias[:, None, None]


class Conv2d(nn.Module):
    """`conv2d` with its weight and bias, which start as PyTorch's do: uniform on +-1 / sqrt(fan_in)."""

    def __init__(
        self,
        in_channels: int,
        out_channels: int,
        kernel_size: Size,
        stride: Size = 1,
        padding: Size = 0,
        dilation: Size = 1,
        groups: int = 1,
        bias: bool = True,
        *,
        dtype: torch.dtype = torch.float32,
        rng: torch.Generator | None = None,
    ) -> None:
        super().__init__()
        self.kernel_size, self.stride, self.dilation = kernel_size, stride, dilation
        self.padding, self.groups = padding, check_groups(groups, in_channels, out_channels)
        weight = torch.empty(out_channels, in_channels // groups, *pair("kernel_size", kernel_size), dtype=dtype)
        bound = weight[0].numel() ** -0.5
        self.weight = nn.Parameter(weight.uniform_(-bound, bound, generator=rng))
        self.bias = None
        if bias:
            self.bias = nn.Parameter(torch.empty(out_channels, dtype=dtype).uniform_(-bound, bound, generator=rng))

    def forward(self, x: Tensor) -> Tensor:
        """x (N, C_in, H, W) -> out (N, C_out, H_out, W_out)."""
        options = {"stride": self.stride, "padding": self.padding, "dilation": self.dilation}
        return conv2d(x, self.weight, self.bias, groups=self.groups, **options)
