"""Pooling beside PyTorch's: 2 x 2 windows with stride 2, forward and backward."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
import torch
import torch.nn.functional as F

from benchmarks.measure import Work, median_seconds
from benchmarks.quantities import Quantity, geometric_mean
from cnncourse.layers_numpy import (
    avg_pool2d_backward,
    avg_pool2d_forward,
    max_pool2d_backward,
    max_pool2d_forward,
)

SHAPES = {
    "A": (32, 32, 32, 32),  # the outputs of the convolutions A, B, C and E
    "B": (32, 64, 32, 32),
    "C": (16, 64, 56, 56),
    "E": (128, 6, 24, 24),
}


def quantities() -> list[Quantity]:
    """The rows of both kinds of pooling: each shape, and the mean over the shapes."""
    return [
        *_rows("max-pool", max_pool2d_forward, max_pool2d_backward, F.max_pool2d, must=0.9, aim=0.6),
        *_rows("average pool", avg_pool2d_forward, avg_pool2d_backward, F.avg_pool2d, must=0.5, aim=0.35),
    ]


def _rows(
    name: str, forward: Callable[..., Any], backward: Callable[..., Any], reference: Any, *, must: float, aim: float
) -> list[Quantity]:
    ratios = {}
    for label, shape in SHAPES.items():
        seconds = median_seconds(_works(shape, forward, backward, reference))
        ours, theirs = (seconds[f"{kind} forward"] + seconds[f"{kind} backward"] for kind in ("ours", "PyTorch"))
        ratios[label] = ours / theirs
    mean = geometric_mean(ratios.values())
    rows = [Quantity(f"{name} time / PyTorch's, geometric mean", mean, must, aim)]
    return rows + [Quantity(f"{name} time / PyTorch's, {label}", ratio, must, aim) for label, ratio in ratios.items()]


def _works(
    shape: tuple[int, ...], forward: Callable[..., Any], backward: Callable[..., Any], reference: Any
) -> dict[str, Work]:
    rng = np.random.default_rng(0)
    x = rng.standard_normal(shape, dtype=np.float32)
    out, cache = forward(x, 2)
    grad_out = rng.standard_normal(out.shape, dtype=np.float32)
    tensor, upstream = torch.from_numpy(x).requires_grad_(), torch.from_numpy(grad_out)
    expected = reference(tensor, 2)
    return {
        "ours forward": lambda: forward(x, 2),
        "ours backward": lambda: backward(grad_out, cache),
        "PyTorch forward": lambda: reference(tensor, 2),
        "PyTorch backward": lambda: torch.autograd.grad(expected, tensor, upstream, retain_graph=True),
    }
