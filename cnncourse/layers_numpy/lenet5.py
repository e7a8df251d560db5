"""LeNet-5 from the layers of this package: a whole network whose backward pass is written by hand."""

from __future__ import annotations

import numpy as np
from numpy.typing import DTypeLike

from cnncourse.layers_numpy.avg_pool import AvgPool2d
from cnncourse.layers_numpy.conv import Conv2d
from cnncourse.layers_numpy.flatten import Flatten
from cnncourse.layers_numpy.linear import Linear
from cnncourse.layers_numpy.sequential import Sequential
from cnncourse.layers_numpy.tanh import Tanh


def lenet5(
    classes: int = 10,
    *,
    in_channels: int = 1,
    padding: int = 2,
    dtype: DTypeLike = np.float32,
    rng: np.random.Generator | None = None,
) -> Sequential:
    """x (N, in_channels, 28, 28) -> scores (N, classes); with padding 0 x is 32x32, the paper's size.

    61,706 parameters for 10 classes and one channel. As in nearly every implementation, the second convolution sees
    all six maps, pooling has no weights, and the output layer is linear. LeCun et al., Proc. IEEE 1998.
    """
    rng = rng or np.random.default_rng()
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
