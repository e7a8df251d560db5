"""Sigmoid: any number to one between 0 and 1; the twin of `layers_numpy/sigmoid.py`."""

import torch
from torch import Tensor, nn

from cnncourse.layers_torch.checks import check_float


def sigmoid(x: Tensor) -> Tensor:
    """1 / (1 + exp(-x)), by PyTorch's own primitive, which neither overflows nor loses digits."""
    check_float(x=x)
    return torch.sigmoid(x)


class Sigmoid(nn.Module):
    """`sigmoid` as a module."""

    def forward(self, x: Tensor) -> Tensor:
        """x of any shape -> out of the same shape."""
        return sigmoid(x)
