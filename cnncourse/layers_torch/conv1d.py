"""Convolution along one axis; the twin of `layers_numpy/conv1d.py`."""

from __future__ import annotations

import torch
from torch import Tensor, nn

from cnncourse.layers_torch.checks import check_float
from cnncourse.layers_torch.conv import conv2d
from cnncourse.shapes.arguments import numbers
from cnncourse.shapes.checks import check_bias, check_channels, check_groups, check_layout

Size = int | tuple[int]


def conv1d(
    x: Tensor,
    weight: Tensor,
    bias: Tensor | None = None,
    *,
    stride: Size = 1,
    padding: Size = 0,
    dilation: Size = 1,
    groups: int = 1,
) -> Tensor:
    """x (N, C_in, L), weight (C_out, C_in / groups, K), bias (C_out,) -> out (N, C_out, L_out).

    Raises:
        ValueError: a shape, dtype or option that does not fit, named with its value; an output size below 1.
    """
    check_float(x=x, weight=weight, bias=bias)
    check_layout("x", x, "(N, C_in, L)")
    check_layout("weight", weight, "(C_out, C_in / groups, K)")
    check_channels(x, weight, weight.shape[1] * check_groups(groups, x.shape[1], weight.shape[0]))
    check_bias(bias, weight)
    out = conv2d(
        x[:, :, None],
        weight[:, :, None],
        bias,
        stride=(1, numbers("stride", stride, 1)[0]),
        padding=(0, numbers("padding", padding, 1, minimum=0)[0]),
        dilation=(1, numbers("dilation", dilation, 1)[0]),
        groups=groups,
    )
    return out[:, :, 0]


class Conv1d(nn.Module):
    """`conv1d` with its weight and bias, which start as PyTorch's do: uniform on +-1 / sqrt(fan_in)."""

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
        weight = torch.empty(out_channels, in_channels // groups, *numbers("kernel_size", kernel_size, 1), dtype=dtype)
        bound = weight[0].numel() ** -0.5
        self.weight = nn.Parameter(weight.uniform_(-bound, bound, generator=rng))
        self.bias = None
        if bias:
            self.bias = nn.Parameter(torch.empty(out_channels, dtype=dtype).uniform_(-bound, bound, generator=rng))

    def forward(self, x: Tensor) -> Tensor:
        """x (N, C_in, L) -> out (N, C_out, L_out)."""
        options = {"stride": self.stride, "padding": self.padding, "dilation": self.dilation}
        return conv1d(x, self.weight, self.bias, groups=self.groups, **options)
