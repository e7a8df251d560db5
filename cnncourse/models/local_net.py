"""A small net whose local layers either share their weights (convolution) or do not, all else equal."""

import math

import torch
from torch import Tensor, nn
from torch.nn import functional


class Unshared2d(nn.Module):
    """A convolution without sharing: every output position has filters of its own. Valid padding.

    Args:
        in_channels, out_channels, kernel_size, stride: as of a convolution.
        input_size: height and width of the maps it is for.

    Shapes: x (N, in_channels, input_size, input_size) to (N, out_channels, H_out, W_out).
    """

    def __init__(self, in_channels: int, out_channels: int, kernel_size: int, stride: int, input_size: int) -> None:
        super().__init__()
        self.kernel_size, self.stride = kernel_size, stride
        self.side = (input_size - kernel_size) // stride + 1
        inputs, places = in_channels * kernel_size**2, self.side**2
        bound = 1 / math.sqrt(inputs)  # nn.Conv2d's own rule, so that both nets start alike
        self.weight = nn.Parameter(torch.empty(places, inputs, out_channels).uniform_(-bound, bound))
        self.bias = nn.Parameter(torch.empty(places, 1, out_channels).uniform_(-bound, bound))

    def forward(self, x: Tensor) -> Tensor:
        """One small matrix product per output position."""
        windows = functional.unfold(x, self.kernel_size, stride=self.stride)  # (N, inputs, places)
        out = torch.baddbmm(self.bias, windows.permute(2, 0, 1), self.weight)  # (places, N, C_out)
        return out.permute(1, 2, 0).reshape(len(x), -1, self.side, self.side)


class LocalNet(nn.Sequential):
    """Two local layers, 5x5 with stride 2 and 3x3 with stride 1, and a linear layer on all their outputs.

    Args:
        classes: number of scores.
        shared: convolutions if True, `Unshared2d` if not. Both give equally many outputs.
        widths: maps of the two layers.
        input_size: height and width of the gray images.
    """

    def __init__(self, classes: int, *, shared: bool, widths: tuple[int, int] = (8, 16), input_size: int = 20) -> None:
        middle = (input_size - 5) // 2 + 1
        last = middle - 2
        first_layer: nn.Module
        second_layer: nn.Module
        if shared:
            first_layer, second_layer = nn.Conv2d(1, widths[0], 5, 2), nn.Conv2d(widths[0], widths[1], 3)
        else:
            first_layer = Unshared2d(1, widths[0], 5, 2, input_size)
            second_layer = Unshared2d(widths[0], widths[1], 3, 1, middle)
        classifier = nn.Linear(widths[1] * last * last, classes)
        super().__init__(first_layer, nn.ReLU(), second_layer, nn.ReLU(), nn.Flatten(), classifier)
