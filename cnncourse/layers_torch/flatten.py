"""Flatten: the pixels of each example in one row; the twin of `layers_numpy/flatten.py`."""

import math

from torch import Tensor, nn

from cnncourse.layers_torch.checks import check_float
from cnncourse.shapes.checks import check_rank_at_least


def flatten(x: Tensor) -> Tensor:
    """Keep the first axis, join all others: x (N, ...) -> out (N, product of the others).

    Raises:
        ValueError: x is no float tensor, or has fewer than two axes.
    """
    check_float(x=x)
    check_rank_at_least("x", x, 2)
    return x.reshape(x.shape[0], math.prod(x.shape[1:]))


class Flatten(nn.Module):
    """`flatten` as a module."""

    def forward(self, x: Tensor) -> Tensor:
        """x (N, ...) -> out (N, product of the others)."""
        return flatten(x)
