"""tanh and LeCun's scaled tanh: sigmoids around zero; the twin of `layers_numpy/tanh.py`."""

import torch
from torch import Tensor, nn

from cnncourse.layers_torch.checks import check_float

HEIGHT = 1.7159  # of lecun_tanh, as printed in Efficient BackProp
STRETCH = 2 / 3


def tanh(x: Tensor) -> Tensor:
    """Hyperbolic tangent."""
    check_float(x=x)
    return torch.tanh(x)


class Tanh(nn.Module):
    """`tanh` as a module."""

    def forward(self, x: Tensor) -> Tensor:
        """x of any shape -> out of the same shape."""
        return tanh(x)


def lecun_tanh(x: Tensor) -> Tensor:
    """1.7159 tanh(2x / 3)."""
    check_float(x=x)
    return HEIGHT * torch.tanh(STRETCH * x)


class LeCunTanh(nn.Module):
    """`lecun_tanh` as a module."""

    def forward(self, x: Tensor) -> Tensor:
        """x of any shape -> out of the same shape."""
        return lecun_tanh(x)
