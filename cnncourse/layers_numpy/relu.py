"""ReLU and leaky ReLU: what is above zero passes, what is below is stopped, or nearly so.

relu of (-2, 0, 3) is (0, 0, 3); leaky_relu with slope 0.1 makes (-0.2, 0, 3). At exactly 0 the slope from the left
is taken, as in PyTorch; NaN stays NaN.
"""

from __future__ import annotations

import numpy as np

from cnncourse.layers_numpy.checks import check_float, check_grad_out
from cnncourse.shapes.arguments import real_number


def relu_forward(x: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """max(x, 0), entry by entry; x and out of any one shape. Nair and Hinton, ICML 2010.

    Raises:
        ValueError: x is no float array.
    """
    check_float(x=x)
    out = np.maximum(x, 0)
    return out, out


def relu_backward(grad_out: np.ndarray, cache: np.ndarray) -> np.ndarray:
    """The gradient passes where the output is above zero; the output alone tells where that is."""
    out = cache
    check_grad_out(grad_out, out.shape, out.dtype)
    return np.where(out <= 0, 0, grad_out)


class ReLU:
    """`relu_forward` as a layer of a `Sequential`."""

    def __init__(self) -> None:
        self.params: dict[str, np.ndarray] = {}
        self.grads: dict[str, np.ndarray] = {}
        self.training = True

    def forward(self, x: np.ndarray) -> np.ndarray:
        """x of any shape -> out of the same shape."""
        out, self._cache = relu_forward(x)
        return out

    def backward(self, grad_out: np.ndarray) -> np.ndarray:
        """The gradient of the last forward's x."""
        return relu_backward(grad_out, self._cache)

    def train(self, mode: bool = True) -> ReLU:
        """Nothing differs between training and evaluation."""
        self.training = mode
        return self

    def eval(self) -> ReLU:
        """The same as `train(False)`."""
        return self.train(False)


def leaky_relu_forward(x: np.ndarray, *, negative_slope: float = 0.01) -> tuple[np.ndarray, tuple]:
    """x where it is above zero, else negative_slope * x; x and out of any one shape. Maas et al., ICML 2013.

    Raises:
        ValueError: x is no float array, or negative_slope no number.
    """
    check_float(x=x)
    negative_slope = real_number("negative_slope", negative_slope)
    return np.where(x > 0, x, x * negative_slope), (x, negative_slope)


def leaky_relu_backward(grad_out: np.ndarray, cache: tuple) -> np.ndarray:
    """The gradient passes whole above zero, and times negative_slope elsewhere."""
    x, negative_slope = cache
    check_grad_out(grad_out, x.shape, x.dtype)
    return np.where(x > 0, grad_out, grad_out * negative_slope)


class LeakyReLU:
    """`leaky_relu_forward` with its slope below zero."""

    def __init__(self, negative_slope: float = 0.01) -> None:
        self.negative_slope = negative_slope
        self.params: dict[str, np.ndarray] = {}
        self.grads: dict[str, np.ndarray] = {}
        self.training = True

    def forward(self, x: np.ndarray) -> np.ndarray:
        """x of any shape -> out of the same shape."""
        out, self._cache = leaky_relu_forward(x, negative_slope=self.negative_slope)
        return out

    def backward(self, grad_out: np.ndarray) -> np.ndarray:
        """The gradient of the last forward's x."""
        return leaky_relu_backward(grad_out, self._cache)

    def train(self, mode: bool = True) -> LeakyReLU:
        """Nothing differs between training and evaluation."""
        self.training = mode
        return self

    def eval(self) -> LeakyReLU:
        """The same as `train(False)`."""
        return self.train(False)
