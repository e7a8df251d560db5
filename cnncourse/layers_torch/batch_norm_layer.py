"""Batch normalization as a module; the twin of `layers_numpy/batch_norm_layer.py`."""

from __future__ import annotations

import torch
from torch import Tensor, nn

from cnncourse.layers_torch.batch_norm import batch_norm
from cnncourse.layers_torch.checks import check_float
from cnncourse.shapes.checks import check_layout


class BatchNorm2d(nn.Module):
    """`batch_norm` for x (N, C, H, W), with weight 1, bias 0, and the running averages it keeps in training.

    With momentum None the running averages are the plain means over all batches so far. Without running averages
    (`track_running_stats=False`) evaluation uses the batch as well.
    """

    layouts: tuple[str, ...] = ("(N, C, H, W)",)
    running_mean: Tensor | None
    running_var: Tensor | None
    num_batches_tracked: Tensor | None

    def __init__(
        self,
        num_features: int,
        eps: float = 1e-5,
        momentum: float | None = 0.1,
        affine: bool = True,
        track_running_stats: bool = True,
        *,
        bias: bool = True,
        dtype: torch.dtype = torch.float32,
    ) -> None:
        super().__init__()
        self.eps, self.momentum = eps, momentum
        self.weight = nn.Parameter(torch.ones(num_features, dtype=dtype)) if affine else None
        self.bias = nn.Parameter(torch.zeros(num_features, dtype=dtype)) if affine and bias else None
        self.register_buffer("running_mean", torch.zeros(num_features, dtype=dtype) if track_running_stats else None)
        self.register_buffer("running_var", torch.ones(num_features, dtype=dtype) if track_running_stats else None)
        self.register_buffer("num_batches_tracked", torch.tensor(0) if track_running_stats else None)

    def forward(self, x: Tensor) -> Tensor:
        """x -> out of the same shape; in training the running averages move."""
        check_float(x=x)
        check_layout("x", x, *self.layouts)
        training = self.training or self.running_mean is None
        buffers = (self.running_mean, self.running_var)
        out = batch_norm(x, self.weight, self.bias, *buffers, training=training, eps=self.eps)
        if self.training:
            self._move_running_averages(x.detach())
        return out

    def _move_running_averages(self, x: Tensor) -> None:
        if self.running_mean is None or self.running_var is None or self.num_batches_tracked is None:
            return
        self.num_batches_tracked += 1
        if not x.numel():
            return
        var, mean = torch.var_mean(x.movedim(1, -1).flatten(0, -2), dim=0)  # over n - 1
        share = 1 / int(self.num_batches_tracked) if self.momentum is None else self.momentum
        self.running_mean = (1 - share) * self.running_mean + share * mean
        self.running_var = (1 - share) * self.running_var + share * var


class BatchNorm1d(BatchNorm2d):
    """The same for x (N, C) or (N, C, L)."""

    layouts = ("(N, C)", "(N, C, L)")
