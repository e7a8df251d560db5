"""Layer normalization: mean 0 and variance 1 within every example; the twin of `layers_numpy/layer_norm.py`."""

from __future__ import annotations

from collections.abc import Sequence

import torch
from torch import Tensor, nn

from cnncourse.layers_torch.checks import check_float
from cnncourse.shapes.checks import check_normalized, normalized_sizes


def layer_norm(
    x: Tensor,
    normalized_shape: int | Sequence[int],
    weight: Tensor | None = None,
    bias: Tensor | None = None,
    *,
    eps: float = 1e-5,
) -> Tensor:
    """x (..., *normalized_shape) -> out of the same shape; weight and bias have normalized_shape, or are None.

    Raises:
        ValueError: a dtype that does not fit, x does not end in normalized_shape, or a parameter has another shape.
    """
    check_float(x=x, weight=weight, bias=bias)
    shape = normalized_sizes(normalized_shape)
    check_normalized(x, shape, weight=weight, bias=bias)
    features = tuple(range(x.ndim - len(shape), x.ndim))
    centered = x - x.mean(dim=features, keepdim=True)
    out = centered / torch.sqrt((centered * centered).mean(dim=features, keepdim=True) + eps)
    out = out if weight is None else out * weight
    return out if bias is None else out + bias


class LayerNorm(nn.Module):
    """`layer_norm` with its weight 1 and bias 0, one of each for every normalized feature."""

    def __init__(
        self,
        normalized_shape: int | Sequence[int],
        eps: float = 1e-5,
        elementwise_affine: bool = True,
        bias: bool = True,
        *,
        dtype: torch.dtype = torch.float32,
    ) -> None:
        super().__init__()
        shape = normalized_sizes(normalized_shape)
        self.normalized_shape, self.eps = shape, eps
        self.weight = nn.Parameter(torch.ones(shape, dtype=dtype)) if elementwise_affine else None
        self.bias = nn.Parameter(torch.zeros(shape, dtype=dtype)) if elementwise_affine and bias else None

    def forward(self, x: Tensor) -> Tensor:
        """x (..., *normalized_shape) -> out of the same shape."""
        return layer_norm(x, self.normalized_shape, self.weight, self.bias, eps=self.eps)
