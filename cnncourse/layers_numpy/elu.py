"""ELU: the line above zero, below it an exponential that bends towards -alpha.

elu of (-2, 0, 3) with alpha 1 is (-0.865, 0, 3): negative outputs bring the mean nearer to zero than ReLU's.
"""

from __future__ import annotations

import numpy as np

from cnncourse.layers_numpy.checks import check_float, check_grad_out
from cnncourse.shapes.arguments import real_number


def elu_forward(x: np.ndarray, *, alpha: float = 1.0) -> tuple[np.ndarray, tuple]:
    """x where it is above zero, else alpha * (exp(x) - 1); x and out of any one shape.

    Clevert et al., ICLR 2016 (claim rwth-15-044).

    Raises:
        ValueError: x is no float array, or alpha no number.
    """
    check_float(x=x)
    alpha = real_number("alpha", alpha)
    # expm1 keeps the digits of exp(x) - 1 near 0; the minimum keeps exp from overflowing where it is not used.
    return np.where(x > 0, x, alpha * np.expm1(np.minimum(x, 0))), (x, alpha)


def elu_backward(grad_out: np.ndarray, cache: tuple) -> np.ndarray:
    """Slope 1 above zero, alpha * exp(x) elsewhere."""
    x, alpha = cache
    check_grad_out(grad_out, x.shape, x.dtype)
    return np.where(x > 0, grad_out, grad_out * (alpha * np.exp(np.minimum(x, 0))))


class ELU:
    """`elu_forward` with its alpha."""

    def __init__(self, alpha: float = 1.0) -> None:
        self.alpha = alpha
        self.params: dict[str, np.ndarray] = {}
        self.grads: dict[str, np.ndarray] = {}
        self.training = True

    def forward(self, x: np.ndarray) -> np.ndarray:
        """x of any shape -> out of the same shape."""
        out, self._cache = elu_forward(x, alpha=self.alpha)
        return out

    def backward(self, grad_out: np.ndarray) -> np.ndarray:
        """The gradient of the last forward's x."""
        return elu_backward(grad_out, self._cache)

    def train(self, mode: bool = True) -> ELU:
        """Nothing differs between training and evaluation."""
        self.training = mode
        return self

    def eval(self) -> ELU:
        """The same as `train(False)`."""
        return self.train(False)
