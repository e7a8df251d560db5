"""Does a run train well when its updates are about a thousandth to a hundredth of the weights?"""

from typing import Any

import numpy as np
import torch

from cnncourse.experiments.experiment import Experiment, Settings, Sizes
from cnncourse.experiments.fit import accuracy, build, examples, fit
from cnncourse.experiments.rule import Effect
from cnncourse.experiments.table import Table
from cnncourse.experiments.tasks import draw_shapes
from cnncourse.models import SmallCNN
from cnncourse.monitoring import UpdateRatios

RATES = (0.0003, 0.001, 0.003, 0.01, 0.03, 0.1, 0.3, 1.0)
LOW, HIGH = 0.001, 0.01  # the lecture's band


def measure(settings: Settings, seed: int, sizes: Sizes) -> dict[str, Any]:
    """Test accuracy, and the median ratio of each layer over the run. A run that blows up has accuracy 1/8."""
    data = examples(draw_shapes(sizes["train"], 1000 + seed))
    held_out = examples(draw_shapes(sizes["test"], 2000 + seed))
    model = build(lambda: SmallCNN(8, (8, 16, 32)), seed, data[0])
    watch = UpdateRatios(every=5)
    optimizer = torch.optim.SGD(model.parameters(), lr=settings["lr"], momentum=0.9)
    try:
        fit(model, data, steps=sizes["steps"], seed=seed, optimizer=optimizer, callbacks=[watch])
        reached = accuracy(model, held_out)
    except FloatingPointError:
        reached = 1 / 8
    layers = {name: float(np.median(values)) for name, values in watch.ratios.items()}
    traces = [np.exp(np.mean(np.log(np.maximum(step, 1e-12)))) for step in zip(*watch.ratios.values(), strict=True)]
    return {
        "accuracy": reached,
        "ratio": float(np.exp(np.mean(np.log(np.maximum(list(layers.values()), 1e-12))))),
        "layers": list(layers.values()),
        "trace": [float(f"{v:.3g}") for v in traces[::2]] if seed == 0 else [],
    }


def inside_minus_outside(table: Table, seed: int) -> float:
    """Best accuracy of the runs whose ratio is in the band, minus the best of those outside."""
    runs = table.where(seed=seed).rows
    inside = [run["accuracy"] for run in runs if LOW <= run["ratio"] <= HIGH]
    outside = [run["accuracy"] for run in runs if not LOW <= run["ratio"] <= HIGH]
    return max(inside, default=0.0) - max(outside, default=0.0)


def worst_inside_minus_best(table: Table, seed: int) -> float:
    """Worst accuracy in the band, minus the best of all runs: is the whole band safe?"""
    runs = table.where(seed=seed).rows
    inside = [run["accuracy"] for run in runs if LOW <= run["ratio"] <= HIGH]
    return min(inside, default=0.0) - max(run["accuracy"] for run in runs)


EXPERIMENT = Experiment(
    name="update-ratio",
    question="Do runs whose update/weight ratio lies between 0.001 and 0.01 reach the best accuracy?",
    rule=(
        "A small net is trained by SGD with momentum 0.9 at eight learning rates from 0.0003 to 1. The ratio of a run "
        "is the geometric mean over the layers of the median norm(update)/norm(weights). 'It should be about 0.01 to "
        "0.001' (012) is confirmed if the best run inside the band beats the best run outside. Whether the whole band "
        "is safe is reported beside it, as whole-band-safe: its worst run within 5 points of the best of all. A first "
        "run with seeds 0 to 7 was undecided (+19 points, interval -2 to +41); this is the same rule on 16 new seeds."
    ),
    effects=(
        Effect("eecs-445-012", "accuracy, best run inside the band minus best outside", inside_minus_outside),
        Effect(
            "whole-band-safe", "accuracy, worst run inside the band minus best of all", worst_inside_minus_best, -0.05
        ),
    ),
    settings=tuple({"lr": lr} for lr in RATES),
    measure=measure,
    seeds=tuple(range(100, 116)),
    full={"train": 2000, "test": 2000, "steps": 600},
    smoke={"train": 64, "test": 100, "steps": 6},
)
