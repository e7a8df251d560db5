"""Locally connected: every place has weights of its own; the twin of `layers_numpy/locally_connected.py`."""

from __future__ import annotations

import torch
import torch.nn.functional as F
from torch import Tensor, nn

from cnncourse.layers_torch.checks import check_float
from cnncourse.shapes import conv_output_size
from cnncourse.shapes.arguments import pair
from cnncourse.shapes.checks import check_bias, check_channels, check_layout, check_places

Size = int | tuple[int, int]


def locally_connected2d(
    x: Tensor, weight: Tensor, bias: Tensor | None = None, *, stride: Size = 1, padding: Size = 0
) -> Tensor:
    """x (N, C_in, H, W) -> out (N, C_out, H_out, W_out), where weight and bias start with (C_out, H_out, W_out).

    weight goes on with (C_in, K_h, K_w).

    Raises:
        ValueError: a shape, dtype or option that does not fit, named with its value; an output size below 1.
    """
    check_float(x=x, weight=weight, bias=bias)
    check_layout("x", x, "(N, C_in, H, W)")
    check_layout("weight", weight, "(C_out, H_out, W_out, C_in, K_h, K_w)")
    check_channels(x, weight, weight.shape[3])
    check_bias(bias, weight, tuple(weight.shape[:3]))
    kernel_size, steps = pair("kernel_size", tuple(weight.shape[4:])), pair("stride", stride)
    pads = pair("padding", padding, minimum=0)
    along = zip(x.shape[2:], kernel_size, steps, pads, strict=True)
    h_out, w_out = (conv_output_size(n, k, stride=s, padding=p) for n, k, s, p in along)
    check_places(x, weight, (h_out, w_out))
    columns = F.unfold(x, kernel_size, stride=steps, padding=pads)
    pixels = columns.reshape(len(x), *weight.shape[3:], *weight.shape[1:3])  # (N, C_in, K_h, K_w, H_out, W_out)
    out = torch.einsum("ncijhw,khwcij->nkhw", pixels, weight)
    return out if bias is None else out + bias


class LocallyConnected2d(nn.Module):
    """`locally_connected2d` with its weight and bias, uniform on +-1 / sqrt(fan_in) at the start.

    `in_size`, the (height, width) of the images, is needed because there are weights for every place.
    """

    def __init__(
        self,
        in_channels: int,
        out_channels: int,
        in_size: Size,
        kernel_size: Size,
        stride: Size = 1,
        padding: Size = 0,
        bias: bool = True,
        *,
        dtype: torch.dtype = torch.float32,
        rng: torch.Generator | None = None,
    ) -> None:
        super().__init__()
        self.in_size, self.kernel_size, self.stride, self.padding = in_size, kernel_size, stride, padding
        sizes, steps = pair("kernel_size", kernel_size), pair("stride", stride)
        along = zip(pair("in_size", in_size), sizes, steps, pair("padding", padding, minimum=0), strict=True)
        out_size = [conv_output_size(n, k, stride=s, padding=p) for n, k, s, p in along]
        weight = torch.empty(out_channels, *out_size, in_channels, *sizes, dtype=dtype)
        bound = weight[0, 0, 0].numel() ** -0.5
        self.weight = nn.Parameter(weight.uniform_(-bound, bound, generator=rng))
        self.bias = None
        if bias:
            start = torch.empty(out_channels, *out_size, dtype=dtype).uniform_(-bound, bound, generator=rng)
            self.bias = nn.Parameter(start)

    def forward(self, x: Tensor) -> Tensor:
        """x (N, C_in, H, W) -> out (N, C_out, H_out, W_out)."""
        return locally_connected2d(x, self.weight, self.bias, stride=self.stride, padding=self.padding)
