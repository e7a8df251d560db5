"""Batch normalization as a layer: it holds the scale, the shift and the running averages of `batch_norm_forward`."""

from __future__ import annotations

from typing import Self

import numpy as np
from numpy.typing import DTypeLike

from cnncourse.layers_numpy.batch_norm import batch_norm_backward, batch_norm_forward
from cnncourse.layers_numpy.checks import check_float
from cnncourse.shapes.checks import check_layout


class BatchNorm2d:
    """`batch_norm_forward` for x (N, C, H, W), with weight 1, bias 0, and the running averages it keeps in training.

    With momentum None the running averages are the plain means over all batches so far. Without running averages
    (`track_running_stats=False`) evaluation uses the batch as well.
    """

    layouts: tuple[str, ...] = ("(N, C, H, W)",)

    def __init__(
        self,
        num_features: int,
        eps: float = 1e-5,
        momentum: float | None = 0.1,
        affine: bool = True,
        track_running_stats: bool = True,
        *,
        bias: bool = True,
        dtype: DTypeLike = np.float32,
    ) -> None:
        self.eps, self.momentum = eps, momentum
        self.params: dict[str, np.ndarray] = {}
        if affine:
            self.params["weight"] = np.ones(num_features, dtype)
        if affine and bias:
            self.params["bias"] = np.zeros(num_features, dtype)
        self.grads: dict[str, np.ndarray | None] = {}
        self.running_mean = np.zeros(num_features, dtype) if track_running_stats else None
        self.running_var = np.ones(num_features, dtype) if track_running_stats else None
        self.num_batches_tracked = 0
        self.training = True

    def forward(self, x: np.ndarray) -> np.ndarray:
        """x -> out of the same shape; in training the running averages move."""
        check_float(x=x)
        check_layout("x", x, *self.layouts)
        batches = self.num_batches_tracked + self.training
        momentum = 1 / max(batches, 1) if self.momentum is None else self.momentum
        out, self._cache = batch_norm_forward(
            x,
            self.params.get("weight"),
            self.params.get("bias"),
            self.running_mean,
            self.running_var,
            training=self.training or self.running_mean is None,
            momentum=momentum,
            eps=self.eps,
        )
        self.running_mean, self.running_var = self._cache.running_mean, self._cache.running_var
        self.num_batches_tracked = batches
        return out

    def backward(self, grad_out: np.ndarray) -> np.ndarray:
        """The gradient of the last forward's x; those of weight and bias are put into `grads`."""
        grad_x, *grads = batch_norm_backward(grad_out, self._cache)
        self.grads = dict(zip(self.params, grads, strict=False))  # without parameters there are no names
        return grad_x

    def train(self, mode: bool = True) -> Self:
        """Normalize with the batch from now on, and move the running averages."""
        self.training = mode
        return self

    def eval(self) -> Self:
        """Normalize with the running averages from now on."""
        return self.train(False)


class BatchNorm1d(BatchNorm2d):
    """The same for x (N, C) or (N, C, L)."""

    layouts = ("(N, C)", "(N, C, L)")
