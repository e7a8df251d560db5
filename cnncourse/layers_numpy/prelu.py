"""PReLU: a leaky ReLU that learns its slope below zero, one for all channels or one for each.

x = -2 with slope 0.25 gives -0.5; if the loss wants a larger output there (grad_out = 1), the slope's gradient is
grad_out * x = -2.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import DTypeLike

from cnncourse.layers_numpy.checks import check_float, check_grad_out
from cnncourse.shapes.checks import check_slopes


def prelu_forward(x: np.ndarray, weight: np.ndarray) -> tuple[np.ndarray, tuple]:
    """x where it is above zero, else weight * x.

    x (N, C, ...) or any shape with a single slope; weight (1,) or (C,), C the size of x's axis 1; out like x.
    He et al., ICCV 2015.

    Raises:
        ValueError: no float arrays, dtypes that differ, or slopes that do not fit the channels.
    """
    check_float(x=x, weight=weight)
    check_slopes(x, weight)
    slope = weight.reshape((len(weight), *[1] * (x.ndim - 2)) if x.ndim > 1 else (1,) * x.ndim)  # on x's axis 1
    return np.where(x > 0, x, slope * x), (x, weight, slope)


def prelu_backward(grad_out: np.ndarray, cache: tuple) -> tuple[np.ndarray, np.ndarray]:
    """grad_out like x -> grad_x, grad_weight; a slope is shared, so its gradient is a sum over what it touched."""
    x, weight, slope = cache
    check_grad_out(grad_out, x.shape, x.dtype)
    positive = x > 0
    grad_x = np.where(positive, grad_out, slope * grad_out)
    touched = np.where(positive, 0, x * grad_out)
    others = tuple(axis for axis in range(x.ndim) if axis != 1) if weight.size > 1 else None
    return grad_x, np.reshape(touched.sum(axis=others), weight.shape)


class PReLU:
    """`prelu_forward` with its learned slopes, `num_parameters` of them, all starting at `init`."""

    def __init__(self, num_parameters: int = 1, init: float = 0.25, *, dtype: DTypeLike = np.float32) -> None:
        self.params = {"weight": np.full(num_parameters, init, dtype=dtype)}
        self.grads: dict[str, np.ndarray] = {}
        self.training = True

    def forward(self, x: np.ndarray) -> np.ndarray:
        """x (N, C, ...) -> out of the same shape."""
        out, self._cache = prelu_forward(x, self.params["weight"])
        return out

    def backward(self, grad_out: np.ndarray) -> np.ndarray:
        """The gradient of the last forward's x; that of the slopes is put into `grads`."""
        grad_x, self.grads["weight"] = prelu_backward(grad_out, self._cache)
        return grad_x

    def train(self, mode: bool = True) -> PReLU:
        """Nothing differs between training and evaluation."""
        self.training = mode
        return self

    def eval(self) -> PReLU:
        """The same as `train(False)`."""
        return self.train(False)
