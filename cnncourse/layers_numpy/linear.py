"""Linear (fully connected): every output looks at every input.

With x = (1, 2), one output of weight (3, 4) and bias 5: out = 3 * 1 + 4 * 2 + 5 = 16. All outputs of all examples
at once are one matrix product, and so are the gradients. For 160 inputs and 10 outputs it learns 10 * (160 + 1) = 1,610
numbers (claim eecs-445-056).
"""

from __future__ import annotations

import math

import numpy as np
from numpy.typing import DTypeLike

from cnncourse.init import old_torch_bias, old_torch_uniform
from cnncourse.layers_numpy.checks import check_float, check_grad_out
from cnncourse.shapes.checks import check_bias, check_linear_weight


def linear_forward(x: np.ndarray, weight: np.ndarray, bias: np.ndarray | None = None) -> tuple[np.ndarray, tuple]:
    """x (..., in_features), weight (out_features, in_features), bias (out_features,) -> out (..., out_features).

    out = x @ weight.T + bias; the axes before the last are all batch.

    Raises:
        ValueError: integers, dtypes that differ, or a weight or bias whose sizes do not fit; both shapes are named.
    """
    check_float(x=x, weight=weight, bias=bias)
    check_linear_weight(x, weight)
    check_bias(bias, weight)
    out = x @ weight.T
    if bias is not None:
        out += bias
    return out, (x, weight, bias is not None)


def linear_backward(grad_out: np.ndarray, cache: tuple) -> tuple[np.ndarray, np.ndarray, np.ndarray | None]:
    """grad_out (..., out_features) -> grad_x, grad_weight, grad_bias (None where there was no bias).

    A weight met every example: its gradient is the sum over all of them, which the second product does.
    """
    x, weight, has_bias = cache
    out_features, in_features = weight.shape
    check_grad_out(grad_out, (*x.shape[:-1], out_features), x.dtype)
    examples = math.prod(x.shape[:-1])  # -1 would have no answer for no features
    rows = grad_out.reshape(examples, out_features)
    grad_x = grad_out @ weight
    grad_weight = rows.T @ x.reshape(examples, in_features)
    grad_bias = rows.sum(axis=0) if has_bias else None
    return grad_x, grad_weight, grad_bias


class Linear:
    """`linear_forward` with its weight and bias, which start as PyTorch's do: uniform on +-1 / sqrt(in_features).

    Without a generator `rng`, every new layer starts from other random numbers.
    """

    def __init__(
        self,
        in_features: int,
        out_features: int,
        bias: bool = True,
        *,
        dtype: DTypeLike = np.float32,
        rng: np.random.Generator | None = None,
    ) -> None:
        rng = rng or np.random.default_rng()
        shape = (out_features, in_features)
        self.params = {"weight": old_torch_uniform(shape, rng, dtype=dtype)}
        if bias:
            self.params["bias"] = old_torch_bias(shape, rng, dtype=dtype)
        self.grads: dict[str, np.ndarray] = {}
        self.training = True

    def forward(self, x: np.ndarray) -> np.ndarray:
        """x (..., in_features) -> out (..., out_features)."""
        out, self._cache = linear_forward(x, self.params["weight"], self.params.get("bias"))
        return out

    def backward(self, grad_out: np.ndarray) -> np.ndarray:
        """The gradient of the last forward's x; those of weight and bias are put into `grads`."""
        grad_x, self.grads["weight"], grad_bias = linear_backward(grad_out, self._cache)
        if grad_bias is not None:
            self.grads["bias"] = grad_bias
        return grad_x

    def train(self, mode: bool = True) -> Linear:
        """Nothing differs between training and evaluation."""
        self.training = mode
        return self

    def eval(self) -> Linear:
        """The same as `train(False)`."""
        return self.train(False)
