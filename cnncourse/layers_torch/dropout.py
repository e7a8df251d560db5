"""Dropout and alpha dropout; the twin of `layers_numpy/dropout.py`.

`rng` is a NumPy generator here too, so that both packages drop the same entries; without one, PyTorch's own random
numbers decide (`torch.manual_seed`).
"""

from __future__ import annotations

import math

import numpy as np
import torch
from torch import Tensor, nn

from cnncourse.layers_torch.checks import check_float
from cnncourse.layers_torch.selu import ALPHA, SCALE
from cnncourse.shapes.arguments import probability


def dropout(x: Tensor, *, p: float = 0.5, training: bool = True, rng: np.random.Generator | None = None) -> Tensor:
    """x and out of any one shape; entry by entry 0 with probability p, else x / (1 - p).

    Raises:
        ValueError: x is no float tensor, or p is not from 0 to 1.
    """
    check_float(x=x)
    p = probability("p", p)
    if not training:
        return x.clone()
    return x * _keep(x, p, rng) * (0 if p == 1 else 1 / (1 - p))


def alpha_dropout(
    x: Tensor, *, p: float = 0.5, training: bool = True, rng: np.random.Generator | None = None
) -> Tensor:
    """x and out of any one shape; a dropped entry becomes SELU's lowest value, then all are scaled and shifted.

    Raises:
        ValueError: x is no float tensor, or p is not from 0 to 1.
    """
    check_float(x=x)
    p = probability("p", p)
    if not training:
        return x.clone()
    lowest = -ALPHA * SCALE
    scale = 0.0 if p == 1 else 1 / math.sqrt((1 - p) * (1 + p * lowest**2))
    keep = _keep(x, p, rng)
    return scale * (x * keep + lowest * (~keep).to(x.dtype) - p * lowest)


def _keep(x: Tensor, p: float, rng: np.random.Generator | None) -> Tensor:
    """True, with probability 1 - p, where an entry stays."""
    if rng is None:
        return torch.rand_like(x) >= p
    return torch.from_numpy(rng.random(tuple(x.shape)) >= p).to(x.device)


class Dropout(nn.Module):
    """`dropout` in training, nothing in evaluation."""

    def __init__(self, p: float = 0.5, *, rng: np.random.Generator | None = None) -> None:
        super().__init__()
        self.p, self.rng = probability("p", p), rng

    def forward(self, x: Tensor) -> Tensor:
        """x of any shape -> out of the same shape."""
        return dropout(x, p=self.p, training=self.training, rng=self.rng)


class AlphaDropout(nn.Module):
    """`alpha_dropout` in training, nothing in evaluation."""

    def __init__(self, p: float = 0.5, *, rng: np.random.Generator | None = None) -> None:
        super().__init__()
        self.p, self.rng = probability("p", p), rng

    def forward(self, x: Tensor) -> Tensor:
        """x of any shape -> out of the same shape."""
        return alpha_dropout(x, p=self.p, training=self.training, rng=self.rng)
