"""tanh and LeCun's scaled tanh: sigmoids around zero.

lecun_tanh(x) = 1.7159 tanh(2x / 3) passes through (-1, -1) and (1, 1) and bends most sharply near there, so that
targets of +-1 are reached while there is still slope to learn from.
"""

from __future__ import annotations

import numpy as np

from cnncourse.layers_numpy.checks import check_float, check_grad_out

HEIGHT = 1.7159  # of lecun_tanh, as printed in Efficient BackProp: lecun_tanh(1) = 0.999997
STRETCH = 2 / 3


def tanh_forward(x: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Hyperbolic tangent; x and out of any one shape. It is 2 sigmoid(2x) - 1 (claim rwth-15-013).

    Raises:
        ValueError: x is no float array.
    """
    check_float(x=x)
    out = np.tanh(x)
    return out, out


def tanh_backward(grad_out: np.ndarray, cache: np.ndarray) -> np.ndarray:
    """The slope is 1 - out^2."""
    out = cache
    check_grad_out(grad_out, out.shape, out.dtype)
    return grad_out * (1 - out * out)


class Tanh:
    """`tanh_forward` as a layer of a `Sequential`."""

    def __init__(self) -> None:
        self.params: dict[str, np.ndarray] = {}
        self.grads: dict[str, np.ndarray] = {}
        self.training = True

    def forward(self, x: np.ndarray) -> np.ndarray:
        """x of any shape -> out of the same shape."""
        out, self._cache = tanh_forward(x)
        return out

    def backward(self, grad_out: np.ndarray) -> np.ndarray:
        """The gradient of the last forward's x."""
        return tanh_backward(grad_out, self._cache)

    def train(self, mode: bool = True) -> Tanh:
        """Nothing differs between training and evaluation."""
        self.training = mode
        return self

    def eval(self) -> Tanh:
        """The same as `train(False)`."""
        return self.train(False)


def lecun_tanh_forward(x: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """1.7159 tanh(2x / 3); x and out of any one shape. LeCun et al., 1998 (claims rwth-15-015, rwth-15-016).

    Raises:
        ValueError: x is no float array.
    """
    check_float(x=x)
    curve = np.tanh(STRETCH * x)
    return HEIGHT * curve, curve


def lecun_tanh_backward(grad_out: np.ndarray, cache: np.ndarray) -> np.ndarray:
    """The slope is 1.7159 * 2/3 * (1 - tanh^2): 1.1439 at 0."""
    curve = cache
    check_grad_out(grad_out, curve.shape, curve.dtype)
    return grad_out * (HEIGHT * STRETCH * (1 - curve * curve))


class LeCunTanh:
    """`lecun_tanh_forward` as a layer of a `Sequential`."""

    def __init__(self) -> None:
        self.params: dict[str, np.ndarray] = {}
        self.grads: dict[str, np.ndarray] = {}
        self.training = True

    def forward(self, x: np.ndarray) -> np.ndarray:
        """x of any shape -> out of the same shape."""
        out, self._cache = lecun_tanh_forward(x)
        return out

    def backward(self, grad_out: np.ndarray) -> np.ndarray:
        """The gradient of the last forward's x."""
        return lecun_tanh_backward(grad_out, self._cache)

    def train(self, mode: bool = True) -> LeCunTanh:
        """Nothing differs between training and evaluation."""
        self.training = mode
        return self

    def eval(self) -> LeCunTanh:
        """The same as `train(False)`."""
        return self.train(False)
