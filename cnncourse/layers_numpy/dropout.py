"""Dropout: in training every number is thrown away with probability p, and the others make up for it.

With p = 0.5 the numbers 1, 2, 3, 4 may become 0, 4, 6, 0: what stays is divided by 1 - p, so that the mean stays, and
evaluation needs no change at all. Alpha dropout, for SELU, keeps mean and variance.
"""

from __future__ import annotations

import math

import numpy as np

from cnncourse.layers_numpy.checks import check_float, check_grad_out
from cnncourse.layers_numpy.selu import ALPHA, SCALE
from cnncourse.shapes.arguments import probability


def dropout_forward(
    x: np.ndarray, *, p: float = 0.5, training: bool = True, rng: np.random.Generator | None = None
) -> tuple[np.ndarray, tuple]:
    """x and out of any one shape; entry by entry 0 with probability p, else x / (1 - p). Srivastava et al., JMLR 2014.

    Without a generator `rng` every call drops other entries. In evaluation out is a copy of x.

    Raises:
        ValueError: x is no float array, or p is not from 0 to 1.
    """
    check_float(x=x)
    p = probability("p", p)
    if not training:
        return x.copy(), (np.ones((), x.dtype), x.shape)
    factor = _keep(x, p, rng) * x.dtype.type(0 if p == 1 else 1 / (1 - p))
    return x * factor, (factor, x.shape)


def dropout_backward(grad_out: np.ndarray, cache: tuple) -> np.ndarray:
    """The gradient passes where x passed, with the same factor."""
    factor, shape = cache
    check_grad_out(grad_out, shape, factor.dtype)
    return grad_out * factor


def alpha_dropout_forward(
    x: np.ndarray, *, p: float = 0.5, training: bool = True, rng: np.random.Generator | None = None
) -> tuple[np.ndarray, tuple]:
    """x and out of any one shape; a dropped entry becomes SELU's lowest value, -1.758, then all are scaled and shifted.

    Scale and shift are such that entries of mean 0 and variance 1 keep both. p = 1 leaves zeros, as in PyTorch.
    Klambauer et al., NIPS 2017.

    Raises:
        ValueError: x is no float array, or p is not from 0 to 1.
    """
    check_float(x=x)
    p = probability("p", p)
    if not training:
        return x.copy(), (np.ones((), x.dtype), x.shape)
    lowest = -ALPHA * SCALE
    scale = 0.0 if p == 1 else 1 / math.sqrt((1 - p) * (1 + p * lowest**2))
    keep = _keep(x, p, rng)
    factor = keep * x.dtype.type(scale)
    out = x * factor + np.where(keep, 0, x.dtype.type(scale * lowest)) - x.dtype.type(scale * p * lowest)
    return out, (factor, x.shape)


def alpha_dropout_backward(grad_out: np.ndarray, cache: tuple) -> np.ndarray:
    """The gradient passes where x passed, with the same factor."""
    return dropout_backward(grad_out, cache)


def _keep(x: np.ndarray, p: float, rng: np.random.Generator | None) -> np.ndarray:
    """True, with probability 1 - p, where an entry stays."""
    rng = np.random.default_rng() if rng is None else rng
    return rng.random(x.shape) >= p


class Dropout:
    """`dropout_forward` in training, nothing in evaluation."""

    def __init__(self, p: float = 0.5, *, rng: np.random.Generator | None = None) -> None:
        self.p, self.rng = probability("p", p), np.random.default_rng() if rng is None else rng
        self.params: dict[str, np.ndarray] = {}
        self.grads: dict[str, np.ndarray] = {}
        self.training = True

    def forward(self, x: np.ndarray) -> np.ndarray:
        """x of any shape -> out of the same shape."""
        out, self._cache = dropout_forward(x, p=self.p, training=self.training, rng=self.rng)
        return out

    def backward(self, grad_out: np.ndarray) -> np.ndarray:
        """The gradient of the last forward's x."""
        return dropout_backward(grad_out, self._cache)

    def train(self, mode: bool = True) -> Dropout:
        """Drop from now on."""
        self.training = mode
        return self

    def eval(self) -> Dropout:
        """Drop nothing from now on."""
        return self.train(False)


class AlphaDropout:
    """`alpha_dropout_forward` in training, nothing in evaluation."""

    def __init__(self, p: float = 0.5, *, rng: np.random.Generator | None = None) -> None:
        self.p, self.rng = probability("p", p), np.random.default_rng() if rng is None else rng
        self.params: dict[str, np.ndarray] = {}
        self.grads: dict[str, np.ndarray] = {}
        self.training = True

    def forward(self, x: np.ndarray) -> np.ndarray:
        """x of any shape -> out of the same shape."""
        out, self._cache = alpha_dropout_forward(x, p=self.p, training=self.training, rng=self.rng)
        return out

    def backward(self, grad_out: np.ndarray) -> np.ndarray:
        """The gradient of the last forward's x."""
        return alpha_dropout_backward(grad_out, self._cache)

    def train(self, mode: bool = True) -> AlphaDropout:
        """Drop from now on."""
        self.training = mode
        return self

    def eval(self) -> AlphaDropout:
        """Drop nothing from now on."""
        return self.train(False)
