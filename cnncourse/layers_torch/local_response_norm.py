"""Local response normalization across channels; the twin of `layers_numpy/local_response_norm.py`."""

from __future__ import annotations

import torch
from torch import Tensor, nn

from cnncourse.layers_torch.checks import check_float
from cnncourse.shapes.arguments import whole_number
from cnncourse.shapes.checks import check_rank_at_least


def local_response_norm(x: Tensor, size: int, *, alpha: float = 1e-4, beta: float = 0.75, k: float = 1.0) -> Tensor:
    """x (N, C, ...) with three axes or more -> out of the same shape, all channels at once.

    Raises:
        ValueError: x is no float tensor or has fewer than three axes, or size is below 1.
    """
    check_float(x=x)
    check_rank_at_least("x", x, 3)
    size = whole_number("size", size)
    before, after = size // 2, (size - 1) // 2
    zeros = [x.new_zeros(x.shape[0], n, *x.shape[2:]) for n in (before, after)]
    padded = torch.cat([zeros[0], x * x, zeros[1]], dim=1)
    scale = k + alpha / size * padded.unfold(1, size, 1).sum(dim=-1)
    return x * scale**-beta


class LocalResponseNorm(nn.Module):
    """`local_response_norm` with its options."""

    def __init__(self, size: int, alpha: float = 1e-4, beta: float = 0.75, k: float = 1.0) -> None:
        super().__init__()
        self.size, self.alpha, self.beta, self.k = size, alpha, beta, k

    def forward(self, x: Tensor) -> Tensor:
        """x (N, C, ...) -> out of the same shape."""
        return local_response_norm(x, self.size, alpha=self.alpha, beta=self.beta, k=self.k)
