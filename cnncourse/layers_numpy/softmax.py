"""Softmax and its logarithm: scores to probabilities.

Scores (1, 2, 3) become exp(1), exp(2), exp(3) = 2.718, 7.389, 20.086, divided by their sum 30.193: (0.090, 0.245,
0.665). Adding the same number to every score changes nothing, and the fast versions subtract the largest one. Of two
scores it is the sigmoid of their difference (claim rwth-15-026).
"""

from __future__ import annotations

import numpy as np

from cnncourse.layers_numpy.checks import check_float, check_grad_out
from cnncourse.shapes.checks import check_dim


def softmax_forward_plain(x: np.ndarray, *, dim: int = -1) -> tuple[np.ndarray, tuple]:
    """The definition, exp(x) / sum of exp(x) along `dim`; in float32 it overflows from a score of 89 on."""
    powers = np.exp(x)
    out = powers / powers.sum(axis=dim, keepdims=True)
    return out, (out, dim)


def softmax_forward(x: np.ndarray, *, dim: int = -1) -> tuple[np.ndarray, tuple]:
    """x of any shape -> out of the same shape, at least 0 and summing to 1 along the axis `dim`.

    A score of -inf gets the probability 0; where all are -inf, or one is +inf or NaN, the answer is NaN.

    Raises:
        ValueError: x is no float array, or has no axis `dim`.
    """
    powers = np.exp(_minus_largest(x, dim))
    out = powers / powers.sum(axis=dim, keepdims=True)
    return out, (out, dim)


def softmax_backward(grad_out: np.ndarray, cache: tuple) -> np.ndarray:
    """Every score lowers all probabilities but its own: grad_x = out * (grad_out - sum of grad_out * out)."""
    out, dim = cache
    check_grad_out(grad_out, out.shape, out.dtype)
    return out * (grad_out - (grad_out * out).sum(axis=dim, keepdims=True))


class Softmax:
    """`softmax_forward` along one axis."""

    def __init__(self, dim: int = -1) -> None:
        self.dim = dim
        self.params: dict[str, np.ndarray] = {}
        self.grads: dict[str, np.ndarray] = {}
        self.training = True

    def forward(self, x: np.ndarray) -> np.ndarray:
        """x of any shape -> out of the same shape."""
        out, self._cache = softmax_forward(x, dim=self.dim)
        return out

    def backward(self, grad_out: np.ndarray) -> np.ndarray:
        """The gradient of the last forward's x."""
        return softmax_backward(grad_out, self._cache)

    def train(self, mode: bool = True) -> Softmax:
        """Nothing differs between training and evaluation."""
        self.training = mode
        return self

    def eval(self) -> Softmax:
        """The same as `train(False)`."""
        return self.train(False)


def log_softmax_forward_plain(x: np.ndarray, *, dim: int = -1) -> tuple[np.ndarray, tuple]:
    """The definition, the logarithm of the softmax; a probability too small for a float becomes -inf."""
    out = np.log(softmax_forward_plain(x, dim=dim)[0])
    return out, (out, dim)


def log_softmax_forward(x: np.ndarray, *, dim: int = -1) -> tuple[np.ndarray, tuple]:
    """x of any shape -> log of the softmax along `dim`, of the same shape; right even where the softmax is 0.

    Raises:
        ValueError: x is no float array, or has no axis `dim`.
    """
    shifted = _minus_largest(x, dim)
    out = shifted - np.log(np.exp(shifted).sum(axis=dim, keepdims=True))
    return out, (out, dim)


def log_softmax_backward(grad_out: np.ndarray, cache: tuple) -> np.ndarray:
    """grad_x = grad_out - softmax * sum of grad_out."""
    out, dim = cache
    check_grad_out(grad_out, out.shape, out.dtype)
    return grad_out - np.exp(out) * grad_out.sum(axis=dim, keepdims=True)


class LogSoftmax:
    """`log_softmax_forward` along one axis."""

    def __init__(self, dim: int = -1) -> None:
        self.dim = dim
        self.params: dict[str, np.ndarray] = {}
        self.grads: dict[str, np.ndarray] = {}
        self.training = True

    def forward(self, x: np.ndarray) -> np.ndarray:
        """x of any shape -> out of the same shape."""
        out, self._cache = log_softmax_forward(x, dim=self.dim)
        return out

    def backward(self, grad_out: np.ndarray) -> np.ndarray:
        """The gradient of the last forward's x."""
        return log_softmax_backward(grad_out, self._cache)

    def train(self, mode: bool = True) -> LogSoftmax:
        """Nothing differs between training and evaluation."""
        self.training = mode
        return self

    def eval(self) -> LogSoftmax:
        """The same as `train(False)`."""
        return self.train(False)


def _minus_largest(x: np.ndarray, dim: int) -> np.ndarray:
    """x minus the largest score along `dim`: exp of it lies between 0 and 1, so nothing overflows."""
    check_float(x=x)
    check_dim(x, dim)
    with np.errstate(invalid="ignore"):  # inf - inf is NaN on purpose, as in PyTorch
        return x - x.max(axis=dim, keepdims=True, initial=-np.inf)
