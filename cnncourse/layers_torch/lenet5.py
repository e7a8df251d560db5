"""LeNet-5 from the layers of this package; the twin of `layers_numpy/lenet5.py`."""

from __future__ import annotations

import torch

from cnncourse.layers_torch.avg_pool import AvgPool2d
from cnncourse.layers_torch.conv import Conv2d
from cnncourse.layers_torch.flatten import Flatten
from cnncourse.layers_torch.linear import Linear
from cnncourse.layers_torch.sequential import Sequential
from cnncourse.layers_torch.tanh import Tanh


def lenet5(
    classes: int = 10,
    *,
    in_channels: int = 1,
    padding: int = 2,
    dtype: torch.dtype = torch.float32,
    rng: torch.Generator | None = None,
) -> Sequential:
    """x (N, in_channels, 28, 28) -> scores (N, classes); with padding 0 x is 32x32, the paper's size."""
    return Sequential(
        Conv2d(in_channels, 6, 5, padding=padding, dtype=dtype, rng=rng),  # (6, 28, 28)
        Tanh(),
        AvgPool2d(2),  # (6, 14, 14)
        Conv2d(6, 16, 5, dtype=dtype, rng=rng),  # (16, 10, 10)
        Tanh(),
        AvgPool2d(2),  # (16, 5, 5)
        Flatten(),
        Linear(16 * 5 * 5, 120, dtype=dtype, rng=rng),
        Tanh(),
        Linear(120, 84, dtype=dtype, rng=rng),
        Tanh(),
        Linear(84, classes, dtype=dtype, rng=rng),
    )
