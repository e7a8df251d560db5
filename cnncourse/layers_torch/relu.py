"""ReLU and leaky ReLU: what is above zero passes; the twin of `layers_numpy/relu.py`."""

import torch
from torch import Tensor, nn

from cnncourse.layers_torch.checks import check_float


def relu(x: Tensor) -> Tensor:
    """max(x, 0), entry by entry; the gradient at exactly 0 is 0, and NaN stays NaN."""
    check_float(x=x)
    return torch.where(x <= 0, 0, x)  # torch.clamp would let the gradient pass at 0


class ReLU(nn.Module):
    """`relu` as a module."""

    def forward(self, x: Tensor) -> Tensor:
        """x of any shape -> out of the same shape."""
        return relu(x)


def leaky_relu(x: Tensor, *, negative_slope: float = 0.01) -> Tensor:
    """x where it is above zero, else negative_slope * x."""
    check_float(x=x)
    return torch.where(x > 0, x, x * negative_slope)


class LeakyReLU(nn.Module):
    """`leaky_relu` with its slope below zero."""

    def __init__(self, negative_slope: float = 0.01) -> None:
        super().__init__()
        self.negative_slope = negative_slope

    def forward(self, x: Tensor) -> Tensor:
        """x of any shape -> out of the same shape."""
        return leaky_relu(x, negative_slope=self.negative_slope)
