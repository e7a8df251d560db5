"""Layer normalization: mean 0 and variance 1 within every example; the twin of `layers_numpy/layer_norm.py`."""

from __future__ import annotations

from collections.abc import Sequence

import torch
from torch import Tensor, nn

from cnncourse.layers_torch.checks import check_shape


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
        ValueError: x does not end in normalized_shape, or a parameter has another shape.
    """
    shape = (normalized_shape,) if isinstance(normalized_shape, int) else tuple(normalized_shape)
    if not shape or tuple(x.shape[-len(shape) :]) != shape:
        raise ValueError(
            f"x must end in the axes of normalized_shape: x.shape={tuple(x.shape)}, normalized_shape={shape}"
        )
    check_shape("weight", weight, shape, x)
    check_shape("bias", bias, shape, x)
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
        shape = (normalized_shape,) if isinstance(normalized_shape, int) else tuple(normalized_shape)
        self.normalized_shape, self.eps = shape, eps
        self.weight = nn.Parameter(torch.ones(shape, dtype=dtype)) if elementwise_affine else None
        self.bias = nn.Parameter(torch.zeros(shape, dtype=dtype)) if elementwise_affine and bias else None

    def forward(self, x: Tensor) -> Tensor:
        """x (..., *normalized_shape) -> out of the same shape."""
        return layer_norm(x, self.normalized_shape, self.weight, self.bias, eps=self.eps)
