"""How wide is the loss curve, and does it narrow as one over the square root of the batch size?"""

import math
from typing import Any

import numpy as np
import torch
from torch.nn import functional

from cnncourse.experiments.experiment import Experiment, Settings, Sizes
from cnncourse.experiments.fit import build, examples, fit
from cnncourse.experiments.rule import Effect
from cnncourse.experiments.table import Table
from cnncourse.experiments.tasks import draw_shapes
from cnncourse.models import SmallCNN
from cnncourse.monitoring import loss_width

BATCH_SIZES = (4, 16, 64, 256)
SLOW, FAST = 0.01, 0.1
KEPT = 200  # points of a curve that are kept for the figure


def measure(settings: Settings, seed: int, sizes: Sizes) -> dict[str, Any]:
    """Width of the curve in training, and of the loss of random batches while the weights stand still."""
    data = examples(draw_shapes(sizes["train"], 1000 + seed))
    model = build(lambda: SmallCNN(8, (8, 16, 32)), seed, data[0])
    fit(model, data, steps=sizes["warm_up"], seed=seed)
    with torch.no_grad():
        losses = functional.cross_entropy(model(data[0]), data[1], reduction="none").cpu().numpy()
    rng = np.random.default_rng(seed)
    drawn = rng.choice(losses, (sizes["draws"], settings["batch_size"]))
    optimizer = torch.optim.SGD(model.parameters(), lr=settings["lr"])
    history = fit(model, data, steps=sizes["steps"], seed=seed, optimizer=optimizer, batch_size=settings["batch_size"])
    curve = history.loss[: sizes["steps"]]
    return {
        "standing": float(drawn.mean(1).std()),
        "training": loss_width(curve, window=min(25, len(curve))),
        "curve": [round(v, 3) for v in curve[:KEPT]] if seed == 0 else [],
    }


def slope(table: Table, seed: int, measure: str) -> float:
    """Slope of log width over log batch size at the small learning rate: the law says -1/2."""
    widths = [table.value(measure, seed=seed, batch_size=m, lr=SLOW) for m in BATCH_SIZES]
    return float(np.polyfit(np.log(BATCH_SIZES), np.log(widths), 1)[0])


def learning_rate_effect(table: Table, seed: int) -> float:
    """Log ratio of the curve's width at the large and the small learning rate, batch size 16."""
    wide, narrow = (table.value("training", seed=seed, batch_size=16, lr=lr) for lr in (FAST, SLOW))
    return math.log(wide / narrow)


EXPERIMENT = Experiment(
    name="loss-width",
    question="Is the width of the loss curve related to the batch size, and by which law?",
    rule=(
        "A small net, warmed up, goes on with SGD at batch sizes 4, 16, 64 and 256. The width is the standard "
        "deviation around the moving mean of 25 steps. 'Related to the batch size' (008) is confirmed if the slope of "
        "log width over log batch size lies below -0.4 in training, and the law 1/sqrt(m) if the slope with the "
        "weights standing still lies between -0.6 and -0.4. The learning rate is a second cause if the width at lr "
        "0.1 exceeds that at lr 0.01 (batch size 16); this is reported beside the claim, as learning-rate-widens."
    ),
    effects=(
        Effect(
            "eecs-445-008",
            "minus the slope of log width over log batch size, in training",
            lambda table, seed: -slope(table, seed, "training"),
            above=0.4,
            unit="",
            factor=1,
        ),
        Effect(
            "eecs-445-008",
            "minus the slope, weights standing still",
            lambda table, seed: -slope(table, seed, "standing"),
            above=0.4,
            unit="",
            factor=1,
        ),
        Effect(
            "eecs-445-008",
            "the slope, weights standing still",
            lambda table, seed: slope(table, seed, "standing"),
            above=-0.6,
            unit="",
            factor=1,
        ),
        Effect(
            "learning-rate-widens",
            "log of width at lr 0.1 over width at lr 0.01",
            learning_rate_effect,
            unit="",
            factor=1,
        ),
    ),
    settings=(
        *({"batch_size": m, "lr": SLOW} for m in BATCH_SIZES),
        {"batch_size": 16, "lr": FAST},
    ),
    measure=measure,
    full={"train": 2048, "warm_up": 300, "draws": 2000, "steps": 300},
    smoke={"train": 256, "warm_up": 2, "draws": 50, "steps": 4},
)
