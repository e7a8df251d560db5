"""Batch normalization: mean 0 and variance 1 for every channel; the twin of `layers_numpy/batch_norm.py`."""

from __future__ import annotations

import math

import torch
from torch import Tensor

from cnncourse.layers_torch.checks import check_float
from cnncourse.shapes.checks import check_layout, check_per_channel


def batch_norm(
    x: Tensor,
    weight: Tensor | None = None,
    bias: Tensor | None = None,
    running_mean: Tensor | None = None,
    running_var: Tensor | None = None,
    *,
    training: bool,
    momentum: float = 0.1,
    eps: float = 1e-5,
) -> Tensor:
    """x (N, C), (N, C, L) or (N, C, H, W) -> out of the same shape; the other tensors (C,) or None.

    The running averages are not changed, so `momentum` has nothing to do here: `BatchNorm2d` moves them.

    Raises:
        ValueError: a dtype or shape that does not fit; training with a single value per channel; evaluation without
            running averages.
    """
    params = {"weight": weight, "bias": bias, "running_mean": running_mean, "running_var": running_var}
    check_float(x=x, **params)
    check_layout("x", x, "(N, C)", "(N, C, L)", "(N, C, H, W)")
    check_per_channel(x, **params)
    if (running_mean is None) != (running_var is None):
        raise ValueError("running_mean and running_var go together: give both or neither")
    values = x.movedim(1, -1)  # (..., C), so that (C,) tensors meet their channels
    if training:
        count = x.shape[0] * math.prod(x.shape[2:])
        if count == 1:
            raise ValueError(f"training needs more than 1 value per channel, but x.shape={tuple(x.shape)}")
        batch = tuple(range(values.ndim - 1))
        mean = values.sum(dim=batch) / max(count, 1)
        var = ((values - mean) ** 2).sum(dim=batch) / max(count, 1)
    elif running_mean is not None and running_var is not None:
        mean, var = running_mean, running_var
    else:
        raise ValueError("running_mean and running_var must be given where training=False")
    out = (values - mean) / torch.sqrt(var + eps)
    out = out if weight is None else out * weight
    out = out if bias is None else out + bias
    return out.movedim(-1, 1)
