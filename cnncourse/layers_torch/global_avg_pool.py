"""Global average pooling: each channel becomes its mean; the twin of `layers_numpy/global_avg_pool.py`."""

from __future__ import annotations

from torch import Tensor, nn


def global_avg_pool2d(x: Tensor) -> Tensor:
    """x (N, C, H, W) -> out (N, C, 1, 1), the mean of each channel."""
    return x.mean(dim=(2, 3), keepdim=True)


class GlobalAvgPool2d(nn.Module):
    """`global_avg_pool2d` as a module."""

    def forward(self, x: Tensor) -> Tensor:
        """x (N, C, H, W) -> out (N, C, 1, 1)."""
        return global_avg_pool2d(x)
