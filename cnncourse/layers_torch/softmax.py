"""Softmax and its logarithm: scores to probabilities; the twin of `layers_numpy/softmax.py`."""

import torch
from torch import Tensor, nn

from cnncourse.layers_torch.checks import check_float
from cnncourse.shapes.checks import check_dim


def softmax(x: Tensor, *, dim: int = -1) -> Tensor:
    """x of any shape -> out of the same shape, at least 0 and summing to 1 along the axis `dim`."""
    powers = torch.exp(_minus_largest(x, dim))
    return powers / powers.sum(dim=dim, keepdim=True)


class Softmax(nn.Module):
    """`softmax` along one axis."""

    def __init__(self, dim: int = -1) -> None:
        super().__init__()
        self.dim = dim

    def forward(self, x: Tensor) -> Tensor:
        """x of any shape -> out of the same shape."""
        return softmax(x, dim=self.dim)


def log_softmax(x: Tensor, *, dim: int = -1) -> Tensor:
    """x of any shape -> log of the softmax along `dim`, of the same shape; right even where the softmax is 0."""
    shifted = _minus_largest(x, dim)
    return shifted - torch.log(torch.exp(shifted).sum(dim=dim, keepdim=True))


class LogSoftmax(nn.Module):
    """`log_softmax` along one axis."""

    def __init__(self, dim: int = -1) -> None:
        super().__init__()
        self.dim = dim

    def forward(self, x: Tensor) -> Tensor:
        """x of any shape -> out of the same shape."""
        return log_softmax(x, dim=self.dim)


def _minus_largest(x: Tensor, dim: int) -> Tensor:
    """x minus the largest score along `dim`, which changes neither the answer nor, being detached, its gradient."""
    check_float(x=x)
    check_dim(x, dim)
    return x if x.numel() == 0 else x - x.detach().amax(dim=dim, keepdim=True)
