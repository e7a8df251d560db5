"""Sigmoid: any number to one between 0 and 1; the probability that belongs to a score.

sigmoid(0) = 0.5, sigmoid(2) = 0.881, sigmoid(-2) = 0.119. Its slope is largest at 0 and only 1/4 there (claims
rwth-15-017, rwth-15-018 and rwth-15-020).
"""

from __future__ import annotations

import numpy as np

from cnncourse.layers_numpy.checks import check_float, check_grad_out


def sigmoid_forward(x: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """1 / (1 + exp(-x)); x and out of any one shape.

    exp is only taken of -|x|, so nothing overflows, and for very negative x the digits of exp(x) remain.

    Raises:
        ValueError: x is no float array.
    """
    check_float(x=x)
    small = np.exp(-np.abs(x))
    out = np.where(x >= 0, 1, small) / (1 + small)
    return out, out


def sigmoid_backward(grad_out: np.ndarray, cache: np.ndarray) -> np.ndarray:
    """The slope is out * (1 - out): the output tells it all."""
    out = cache
    check_grad_out(grad_out, out.shape, out.dtype)
    return grad_out * (out * (1 - out))


class Sigmoid:
    """`sigmoid_forward` as a layer of a `Sequential`."""

    def __init__(self) -> None:
        self.params: dict[str, np.ndarray] = {}
        self.grads: dict[str, np.ndarray] = {}
        self.training = True

    def forward(self, x: np.ndarray) -> np.ndarray:
        """x of any shape -> out of the same shape."""
        out, self._cache = sigmoid_forward(x)
        return out

    def backward(self, grad_out: np.ndarray) -> np.ndarray:
        """The gradient of the last forward's x."""
        return sigmoid_backward(grad_out, self._cache)

    def train(self, mode: bool = True) -> Sigmoid:
        """Nothing differs between training and evaluation."""
        self.training = mode
        return self

    def eval(self) -> Sigmoid:
        """The same as `train(False)`."""
        return self.train(False)
