"""Flatten: the pixels of each example in one row, so that a fully connected layer can read them."""

from __future__ import annotations

import math

import numpy as np

from cnncourse.layers_numpy.checks import check_float, check_grad_out
from cnncourse.shapes.checks import check_rank_at_least


def flatten_forward(x: np.ndarray) -> tuple[np.ndarray, tuple]:
    """Keep the first axis, join all others: x (N, ...) -> out (N, product of the others).

    An image of 3 channels, 4 rows and 5 columns becomes a row of 3 * 4 * 5 = 60 numbers, channel by channel.

    Raises:
        ValueError: x is no float array, or has fewer than two axes.
    """
    check_float(x=x)
    check_rank_at_least("x", x, 2)
    out = x.reshape(x.shape[0], math.prod(x.shape[1:]))  # not (N, -1), which an empty batch cannot resolve
    return out, (x.shape, x.dtype)


def flatten_backward(grad_out: np.ndarray, cache: tuple) -> np.ndarray:
    """Give the numbers their places back: grad_out (N, product) -> grad_x of x's shape."""
    shape, dtype = cache
    check_grad_out(grad_out, (shape[0], math.prod(shape[1:])), dtype)
    return grad_out.reshape(shape)


class Flatten:
    """`flatten_forward` as a layer of a `Sequential`."""

    def __init__(self) -> None:
        self.params: dict[str, np.ndarray] = {}
        self.grads: dict[str, np.ndarray] = {}
        self.training = True

    def forward(self, x: np.ndarray) -> np.ndarray:
        """x (N, ...) -> out (N, product of the others)."""
        out, self._cache = flatten_forward(x)
        return out

    def backward(self, grad_out: np.ndarray) -> np.ndarray:
        """The gradient of the last forward's x."""
        return flatten_backward(grad_out, self._cache)

    def train(self, mode: bool = True) -> Flatten:
        """Nothing differs between training and evaluation."""
        self.training = mode
        return self

    def eval(self) -> Flatten:
        """The same as `train(False)`."""
        return self.train(False)
