"""Linear (fully connected): every output looks at every input; the twin of `layers_numpy/linear.py`."""

import torch
from torch import Tensor, nn

from cnncourse.layers_torch.checks import check_float
from cnncourse.shapes.checks import check_bias, check_linear_weight


def linear(x: Tensor, weight: Tensor, bias: Tensor | None = None) -> Tensor:
    """x (..., in_features), weight (out_features, in_features), bias (out_features,) -> out (..., out_features).

    Raises:
        ValueError: integers, dtypes that differ, or a weight or bias whose sizes do not fit; both shapes are named.
    """
    check_float(x=x, weight=weight, bias=bias)
    check_linear_weight(x, weight)
    check_bias(bias, weight)
    out = x @ weight.T
    return out if bias is None else out + bias


class Linear(nn.Module):
    """`linear` with its weight and bias, which start as PyTorch's do: uniform on +-1 / sqrt(in_features)."""

    def __init__(
        self,
        in_features: int,
        out_features: int,
        bias: bool = True,
        *,
        dtype: torch.dtype = torch.float32,
        rng: torch.Generator | None = None,
    ) -> None:
        super().__init__()
        bound = in_features**-0.5
        weight = torch.empty(out_features, in_features, dtype=dtype).uniform_(-bound, bound, generator=rng)
        self.weight = nn.Parameter(weight)
        self.bias = None
        if bias:
            self.bias = nn.Parameter(torch.empty(out_features, dtype=dtype).uniform_(-bound, bound, generator=rng))

    def forward(self, x: Tensor) -> Tensor:
        """x (..., in_features) -> out (..., out_features)."""
        return linear(x, self.weight, self.bias)
