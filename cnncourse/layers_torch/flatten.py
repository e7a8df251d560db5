"""Flatten: the pixels of each example in one row; the twin of `layers_numpy/flatten.py`."""

import math

from torch import Tensor, nn


def flatten(x: Tensor) -> Tensor:
    """Keep the first axis, join all others: x (N, ...) -> out (N, product of the others)."""
    if x.ndim < 2:
        raise ValueError(f"x must be (N, ...) with at least two axes, but x.shape={tuple(x.shape)}")
    return x.reshape(x.shape[0], math.prod(x.shape[1:]))


class Flatten(nn.Module):
    """`flatten` as a module."""

    def forward(self, x: Tensor) -> Tensor:
        """x (N, ...) -> out (N, product of the others)."""
        return flatten(x)
