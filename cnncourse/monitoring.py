"""Reading a training run: the size of the updates, the noise of the loss, the look of the first layer.

Everything here takes and returns NumPy arrays (tensors are converted), so importing it needs no torch.
"""

from collections.abc import Mapping
from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray


def update_ratio(params: Mapping[str, Any], updates: Mapping[str, Any]) -> dict[str, float]:
    """Size of one update relative to the parameter it changes: norm(update) / norm(parameter), by name.

    The lecture wants this around 0.01 to 0.001 (claims eecs-445-011 and eecs-445-012).

    Args:
        params: name to parameter, before or after the update.
        updates: the same names to what was added to it in one step (for plain SGD, -lr * gradient).

    Raises:
        ValueError: if the names or the shapes differ, or a parameter is all zero.
    """
    if params.keys() != updates.keys():
        raise ValueError(f"params and updates have different names: {sorted(params)} and {sorted(updates)}")
    ratios = {}
    for name in params:
        param, update = as_array(params[name]), as_array(updates[name])
        if param.shape != update.shape:
            raise ValueError(f"{name}: the parameter has shape {param.shape}, its update {update.shape}")
        size = float(np.linalg.norm(param))
        if size == 0:
            raise ValueError(f"{name} is all zero: an update relative to it has no size")
        ratios[name] = float(np.linalg.norm(update)) / size
    return ratios


class UpdateRatios:
    """Callback for `cnncourse.training.train`: the update ratio of every weight, once every few steps.

    Attributes:
        ratios: parameter name to the list of its ratios, one entry for each measured step.

    Args:
        every: measure each so many steps; the first step is always measured.

    Biases and other vectors are left out: they start at zero, where a ratio means nothing.
    """

    def __init__(self, every: int = 1) -> None:
        if every < 1:
            raise ValueError(f"every must be at least 1, got {every}")
        self.every = every
        self.ratios: dict[str, list[float]] = {}
        self._before: dict[str, NDArray[Any]] = {}

    def before_step(self, run: Any) -> None:
        """Keep a copy of the weights, if this step is to be measured."""
        self._before = self._weights(run) if run.step % self.every == 0 else {}

    def after_step(self, run: Any) -> None:
        """Compare the weights with the copy."""
        if not self._before:
            return
        updates = {name: new - self._before[name] for name, new in self._weights(run).items()}
        for name, ratio in update_ratio(self._before, updates).items():
            self.ratios.setdefault(name, []).append(ratio)

    @staticmethod
    def _weights(run: Any) -> dict[str, NDArray[Any]]:
        named = run.model.named_parameters()
        return {name: as_array(p).copy() for name, p in named if p.ndim > 1 and p.requires_grad}


def loss_width(loss: ArrayLike, *, window: int = 25) -> float:
    """Width of a loss curve: standard deviation of the steps around their moving mean.

    Args:
        loss: one value per step.
        window: steps in the moving mean; it takes away the curve's slope. A mean over k steps contains the
            step itself, which shrinks the deviation by sqrt(1 - 1/k); the result is corrected for that.

    Raises:
        ValueError: if there are fewer steps than the window has.
    """
    values = np.asarray(loss, dtype=np.float64)
    if not 2 <= window <= len(values):
        raise ValueError(f"window must be between 2 and the number of steps {len(values)}, got {window}")
    smooth = np.convolve(values, np.full(window, 1 / window), mode="valid")
    start = (window - 1) // 2
    residual = values[start : start + len(smooth)] - smooth
    return float(np.sqrt(np.mean(residual**2) / (1 - 1 / window)))


def as_array(values: Any) -> NDArray[Any]:
    """A NumPy array of an array, a list or a tensor (taken off its graph)."""
    if hasattr(values, "detach"):
        values = values.detach().cpu().numpy()
    return np.asarray(values)
