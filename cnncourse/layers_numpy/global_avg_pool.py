"""Global average pooling: each channel becomes one number, its mean over the image. Lin et al., ICLR 2014."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from cnncourse.layers_numpy.checks import check_float, check_grad_out
from cnncourse.shapes.checks import check_layout, check_pixels

Array = NDArray[Any]


def global_avg_pool2d_forward(x: Array) -> tuple[Array, tuple[Any, ...]]:
    """x (N, C, H, W), float32 or float64 -> out (N, C, 1, 1), the mean of each channel, and the cache.

    The same as PyTorch's `adaptive_avg_pool2d(x, 1)`.

    Raises:
        ValueError: integers, another rank, or an image without pixels.
    """
    check_float(x=x)
    check_layout("x", x, "(N, C, H, W)")
    check_pixels(x)
    return x.mean(axis=(2, 3), keepdims=True), (x.shape, x.dtype)


def global_avg_pool2d_backward(grad_out: Array, cache: tuple[Any, ...]) -> Array:
    """grad_out (N, C, 1, 1) -> grad_x (N, C, H, W): every pixel of a channel gets the same share."""
    x_shape, dtype = cache
    check_grad_out(grad_out, (*x_shape[:2], 1, 1), dtype)
    return np.broadcast_to(grad_out / dtype.type(x_shape[2] * x_shape[3]), x_shape).copy()


class GlobalAvgPool2d:
    """`global_avg_pool2d_forward` as a layer of a `Sequential`."""

    def __init__(self) -> None:
        self.params: dict[str, Array] = {}
        self.grads: dict[str, Array] = {}
        self.training = True

    def forward(self, x: Array) -> Array:
        """x (N, C, H, W) -> out (N, C, 1, 1)."""
        out, self._cache = global_avg_pool2d_forward(x)
        return out

    def backward(self, grad_out: Array) -> Array:
        """The gradient of the last forward's x."""
        return global_avg_pool2d_backward(grad_out, self._cache)

    def train(self, mode: bool = True) -> GlobalAvgPool2d:
        """Nothing differs between training and evaluation."""
        self.training = mode
        return self

    def eval(self) -> GlobalAvgPool2d:
        """The same as `train(False)`."""
        return self.train(False)
