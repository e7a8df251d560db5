"""Global average pooling: each channel becomes its mean; the twin of `layers_numpy/global_avg_pool.py`."""

from __future__ import annotations

from torch import Tensor, nn

from cnncourse.layers_torch.checks import check_float
from cnncourse.shapes.checks import check_layout, check_pixels


def global_avg_pool2d(x: Tensor) -> Tensor:
    """x (N, C, H, W) -> out (N, C, 1, 1), the mean of each channel.

    Raises:
        ValueError: integers, another rank, or an image without pixels.
    """
    check_float(x=x)
    check_layout("x", x, "(N, C, H, W)")
    check_pixels(x)
    return x.mean(dim=(2, 3), keepdim=True)


class GlobalAvgPool2d(nn.Module):
    """`global_avg_pool2d` as a module."""

    def forward(self, x: Tensor) -> Tensor:
        """x (N, C, H, W) -> out (N, C, 1, 1)."""
        return global_avg_pool2d(x)
