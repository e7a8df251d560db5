"""Batch normalization and a training step of LeNet-5 beside PyTorch's, timed."""

from __future__ import annotations

from benchmarks.measure import median_seconds
from benchmarks.other_layers import BATCH_NORM_SHAPES, Pair, batch_norm_pairs, lenet5_step_pair
from benchmarks.quantities import Quantity, geometric_mean

BOUNDS = {"forward": (1.0, 0.75), "backward": (2.2, 1.7)}


def quantities() -> list[Quantity]:
    """Each phase of batch norm, shape by shape and in the mean, and the step."""
    ratios = {
        label: {phase: ratio(pair) for phase, pair in batch_norm_pairs(shape).items()}
        for label, shape in BATCH_NORM_SHAPES.items()
    }
    rows = []
    for phase, (must, aim) in BOUNDS.items():
        mean = geometric_mean(one[phase] for one in ratios.values())
        rows.append(Quantity(f"batch norm {phase} time / PyTorch's, geometric mean", mean, must, aim))
        for label, one in ratios.items():
            rows.append(Quantity(f"batch norm {phase} time / PyTorch's, {label}", one[phase], must, aim))
    step = ratio(lenet5_step_pair(batch=32), repeats=41)
    return [*rows, Quantity("LeNet-5 training step, batch 32, time / PyTorch's", step, 1.7, 1.2)]


def ratio(pair: Pair, *, repeats: int = 9) -> float:
    """Our time, in PyTorch's."""
    ours, theirs = pair
    seconds = median_seconds({"ours": ours, "PyTorch": theirs}, repeats=repeats)
    return seconds["ours"] / seconds["PyTorch"]
