"""Plain SGD against SGD with momentum, each with its own best step, at one budget of steps."""

import math
from typing import Any

import torch

from cnncourse.experiments.experiment import Experiment, Settings, Sizes
from cnncourse.experiments.fit import build, examples, fit
from cnncourse.experiments.rule import Effect
from cnncourse.experiments.table import Table
from cnncourse.experiments.tasks import CLASSES, draw_shapes
from cnncourse.models import SmallCNN
from cnncourse.training import evaluate

MOMENTA = (0.0, 0.5, 0.9, 0.99)
STEPS = (0.03, 0.1, 0.3, 1.0, 3.0)  # the length of a long run of equal gradients: lr / (1 - momentum)
CHANCE = math.log(len(CLASSES))


def measure(settings: Settings, seed: int, sizes: Sizes) -> dict[str, Any]:
    """Loss on the whole training set and test accuracy at the end; a run that blows up is left at chance."""
    data = examples(draw_shapes(sizes["train"], 1000 + seed))
    held_out = examples(draw_shapes(sizes["test"], 2000 + seed))
    model = build(lambda: SmallCNN(len(CLASSES), (8, 16, 32)), seed, data[0])
    momentum = settings["momentum"]
    lr = settings["step"] * (1 - momentum)
    optimizer = torch.optim.SGD(model.parameters(), lr=lr, momentum=momentum)
    try:
        fit(model, data, steps=sizes["steps"], seed=seed, optimizer=optimizer)
    except FloatingPointError:
        return {"train_loss": CHANCE, "accuracy": 1 / len(CLASSES)}
    return {"train_loss": min(evaluate(model, *data)[0], CHANCE), "accuracy": evaluate(model, *held_out)[1]}


def tuned(table: Table, seed: int, momentum: float, measure: str) -> float:
    """The measure with the step that had the lowest training loss on the other seeds."""
    return table.tuned(measure, knob="step", seed=seed, by="train_loss", highest=False, momentum=momentum)


def loss_ratio(table: Table, seed: int) -> float:
    """Decimal logarithm of the plain run's training loss over that of momentum 0.9."""
    return math.log10(tuned(table, seed, 0.0, "train_loss") / tuned(table, seed, 0.9, "train_loss"))


def against(other: float) -> Any:
    """Test accuracy of momentum 0.9 minus that of another momentum."""
    return lambda table, seed: tuned(table, seed, 0.9, "accuracy") - tuned(table, seed, other, "accuracy")


EXPERIMENT = Experiment(
    name="momentum",
    question="Does SGD with momentum beat plain SGD, and is 0.9 a good choice?",
    rule=(
        "A small net, 400 steps of batch size 32, momentum 0, 0.5, 0.9 and 0.99, each at five step lengths "
        "lr / (1 - momentum) from 0.03 to 3. A run is judged at the step length with the lowest training loss on the "
        "other seeds. 'Momentum beats plain SGD' (003) is confirmed if log10(training loss plain / momentum 0.9) lies "
        "above 0. '0.9 usually works well' (004) is confirmed if its test accuracy is no more than one point below "
        "that of each of 0, 0.5 and 0.99."
    ),
    effects=(
        Effect("eecs-445-003", "log10 of training loss, plain over momentum 0.9", loss_ratio, unit="", factor=1),
        Effect("eecs-445-004", "accuracy, momentum 0.9 minus 0", against(0.0), above=-0.01),
        Effect("eecs-445-004", "accuracy, momentum 0.9 minus 0.5", against(0.5), above=-0.01),
        Effect("eecs-445-004", "accuracy, momentum 0.9 minus 0.99", against(0.99), above=-0.01),
    ),
    settings=tuple({"momentum": m, "step": s} for m in MOMENTA for s in STEPS),
    measure=measure,
    seeds=(0, 1, 2, 3, 4, 5),
    full={"train": 2000, "test": 2000, "steps": 400},
    smoke={"train": 64, "test": 64, "steps": 2},
)
