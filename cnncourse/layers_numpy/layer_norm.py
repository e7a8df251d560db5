"""Layer normalization: every example gets mean 0 and variance 1 over its own features, whatever the batch.

The example 1, 3, 5, 7 becomes -1.34, -0.45, 0.45, 1.34, in training and in evaluation alike: no other example counts.
Ba et al., arXiv 1607.06450, 2016 (claims cs-6890-059 to cs-6890-066).
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import DTypeLike

from cnncourse.layers_numpy.checks import check_float, check_grad_out
from cnncourse.shapes.arguments import real_number
from cnncourse.shapes.checks import check_normalized, normalized_sizes


def layer_norm_forward(
    x: np.ndarray,
    normalized_shape: int | Sequence[int],
    weight: np.ndarray | None = None,
    bias: np.ndarray | None = None,
    *,
    eps: float = 1e-5,
) -> tuple[np.ndarray, tuple]:
    """x (..., *normalized_shape) -> out of the same shape: weight * (x - mean) / sqrt(var + eps) + bias.

    Mean and variance (over n) are taken over the last axes, those of normalized_shape; weight and bias have its shape.

    Raises:
        ValueError: no float arrays, dtypes that differ, x does not end in normalized_shape, or a parameter of another
            shape; the shapes are named.
    """
    check_float(x=x, weight=weight, bias=bias)
    shape, eps = normalized_sizes(normalized_shape), real_number("eps", eps)
    check_normalized(x, shape, weight=weight, bias=bias)
    features = tuple(range(x.ndim - len(shape), x.ndim))
    centered = x - x.mean(axis=features, keepdims=True)
    inverse_std = 1 / np.sqrt((centered * centered).mean(axis=features, keepdims=True) + eps)
    x_hat = centered * inverse_std
    out = x_hat if weight is None else x_hat * weight
    out = out if bias is None else out + bias
    return out, (x_hat, inverse_std, weight, bias is not None, features)


def layer_norm_backward(grad_out: np.ndarray, cache: tuple) -> tuple[np.ndarray, np.ndarray | None, np.ndarray | None]:
    """grad_out of x's shape -> grad_x, grad_weight, grad_bias (None for one that was not given).

    Batch norm's three terms, with the means over an example's features in place of the batch.
    """
    x_hat, inverse_std, weight, has_bias, features = cache
    check_grad_out(grad_out, x_hat.shape, x_hat.dtype)
    batch = tuple(range(features[0]))
    grad = grad_out if weight is None else grad_out * weight
    mean_grad = grad.mean(axis=features, keepdims=True)
    mean_grad_x_hat = (grad * x_hat).mean(axis=features, keepdims=True)
    grad_x = inverse_std * (grad - mean_grad - x_hat * mean_grad_x_hat)
    grad_weight = None if weight is None else (grad_out * x_hat).sum(axis=batch)
    return grad_x, grad_weight, grad_out.sum(axis=batch) if has_bias else None


class LayerNorm:
    """`layer_norm_forward` with its weight 1 and bias 0, one of each for every normalized feature."""

    def __init__(
        self,
        normalized_shape: int | Sequence[int],
        eps: float = 1e-5,
        elementwise_affine: bool = True,
        bias: bool = True,
        *,
        dtype: DTypeLike = np.float32,
    ) -> None:
        shape = normalized_sizes(normalized_shape)
        self.normalized_shape, self.eps = shape, eps
        self.params: dict[str, np.ndarray] = {}
        if elementwise_affine:
            self.params["weight"] = np.ones(shape, dtype)
        if elementwise_affine and bias:
            self.params["bias"] = np.zeros(shape, dtype)
        self.grads: dict[str, np.ndarray] = {}
        self.training = True

    def forward(self, x: np.ndarray) -> np.ndarray:
        """x (..., *normalized_shape) -> out of the same shape."""
        weight, bias = self.params.get("weight"), self.params.get("bias")
        out, self._cache = layer_norm_forward(x, self.normalized_shape, weight, bias, eps=self.eps)
        return out

    def backward(self, grad_out: np.ndarray) -> np.ndarray:
        """The gradient of the last forward's x; those of weight and bias are put into `grads`."""
        grad_x, *grads = layer_norm_backward(grad_out, self._cache)
        named = zip(("weight", "bias"), grads, strict=True)
        self.grads = {name: grad for name, grad in named if grad is not None}
        return grad_x

    def train(self, mode: bool = True) -> LayerNorm:
        """Nothing differs between training and evaluation."""
        self.training = mode
        return self

    def eval(self) -> LayerNorm:
        """The same as `train(False)`."""
        return self.train(False)
