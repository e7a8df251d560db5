"""SELU: a scaled ELU whose outputs keep mean 0 and variance 1, layer after layer.

The two constants are the solution of two equations: for x normal with mean 0 and variance 1, selu(x) has mean 0 and
variance 1 again. The weights must have mean 0 and variance 1 / fan_in (`init.lecun_normal`).
"""

from __future__ import annotations

import numpy as np

from cnncourse.layers_numpy.checks import check_float, check_grad_out
from cnncourse.layers_numpy.elu import elu_backward, elu_forward

ALPHA = 1.6732632423543772  # depth of the left side before scaling
SCALE = 1.0507009873554805  # slope of the right side: above 1, so that the variance can also grow


def selu_forward(x: np.ndarray) -> tuple[np.ndarray, tuple]:
    """SCALE * elu(x, alpha=ALPHA); x and out of any one shape.

    Klambauer et al., NIPS 2017 (claims cs-6890-067, cs-6890-068).

    Raises:
        ValueError: x is no float array.
    """
    check_float(x=x)
    out, cache = elu_forward(x, alpha=ALPHA)
    return SCALE * out, cache


def selu_backward(grad_out: np.ndarray, cache: tuple) -> np.ndarray:
    """Slope SCALE above zero, SCALE * ALPHA * exp(x) elsewhere."""
    x, _ = cache
    check_grad_out(grad_out, x.shape, x.dtype)
    return SCALE * elu_backward(grad_out, cache)


class SELU:
    """`selu_forward` as a layer of a `Sequential`."""

    def __init__(self) -> None:
        self.params: dict[str, np.ndarray] = {}
        self.grads: dict[str, np.ndarray] = {}
        self.training = True

    def forward(self, x: np.ndarray) -> np.ndarray:
        """x of any shape -> out of the same shape."""
        out, self._cache = selu_forward(x)
        return out

    def backward(self, grad_out: np.ndarray) -> np.ndarray:
        """The gradient of the last forward's x."""
        return selu_backward(grad_out, self._cache)

    def train(self, mode: bool = True) -> SELU:
        """Nothing differs between training and evaluation."""
        self.training = mode
        return self

    def eval(self) -> SELU:
        """The same as `train(False)`."""
        return self.train(False)
