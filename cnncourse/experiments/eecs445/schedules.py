"""A constant learning rate against three that fall, each from its own best start, at one budget of epochs."""

from collections.abc import Callable
from typing import Any

import torch

from cnncourse.experiments.experiment import Experiment, Settings, Sizes
from cnncourse.experiments.fit import build, examples, fit
from cnncourse.experiments.rule import Effect
from cnncourse.experiments.table import Table
from cnncourse.experiments.tasks import CLASSES, draw_shapes
from cnncourse.models import SmallCNN
from cnncourse.training import evaluate

FINAL = 0.05  # what each falling schedule has come down to at the end of the budget
FACTORS: dict[str, Callable[[float], float]] = {  # of the share of the budget that is spent
    "constant": lambda spent: 1.0,
    "1/t": lambda spent: 1 / (1 + (1 / FINAL - 1) * spent),
    "exp": lambda spent: FINAL**spent,
    "steps": lambda spent: FINAL ** ((spent >= 0.5) / 2 + (spent >= 0.75) / 2),
}
RATES = (0.01, 0.03, 0.1, 0.2)


def measure(settings: Settings, seed: int, sizes: Sizes) -> dict[str, Any]:
    """Training loss of the last epoch and test accuracy; a run that blows up is left at chance."""
    data = examples(draw_shapes(sizes["train"], 1000 + seed))
    held_out = examples(draw_shapes(sizes["test"], 2000 + seed))
    model = build(lambda: SmallCNN(len(CLASSES), (8, 16, 32)), seed, data[0])
    optimizer = torch.optim.SGD(model.parameters(), lr=settings["lr"], momentum=0.9)
    factor, epochs = FACTORS[settings["schedule"]], sizes["epochs"]
    scheduler = torch.optim.lr_scheduler.LambdaLR(optimizer, lambda epoch: factor(epoch / epochs))
    steps = epochs * (sizes["train"] // 32)
    try:
        history = fit(model, data, steps=steps, seed=seed, optimizer=optimizer, scheduler=scheduler)
    except FloatingPointError:
        return {"accuracy": 1 / len(CLASSES), "losses": []}
    curve = [float(f"{v:.3g}") for v in history.epoch_loss]
    return {"accuracy": evaluate(model, *held_out)[1], "losses": curve if seed == 0 else []}


def falling_minus_constant(*schedules: str) -> Callable[[Table, int], float]:
    """Mean tuned accuracy of the schedules, minus that of the constant rate, of one seed."""

    def of(table: Table, seed: int) -> float:
        reached = {name: table.tuned("accuracy", knob="lr", seed=seed, schedule=name) for name in FACTORS}
        return sum(reached[name] for name in schedules) / len(schedules) - reached["constant"]

    return of


EXPERIMENT = Experiment(
    name="schedules",
    question="Does a falling learning rate reach a better accuracy than a constant one in the same number of epochs?",
    rule=(
        "A small net, SGD with momentum 0.9, 20 epochs. Constant, 1/t, exponential and two steps, the last three down "
        "to 0.05 of the start, each from the starting rate (0.01, 0.03, 0.1, 0.2) that was best on the other seeds. "
        "'Decrease the rate over time' (005) is confirmed if the mean test accuracy of the three falling schedules "
        "exceeds that of the constant rate. Each schedule alone is reported beside it."
    ),
    effects=(
        Effect(
            "eecs-445-005",
            "accuracy, mean of three falling schedules minus constant",
            falling_minus_constant("1/t", "exp", "steps"),
        ),
        *(
            Effect(f"schedule-{key}", f"accuracy, {name} minus constant", falling_minus_constant(name))
            for key, name in (("one-over-t", "1/t"), ("exp", "exp"), ("steps", "steps"))
        ),
    ),
    settings=tuple({"schedule": s, "lr": lr} for s in FACTORS for lr in RATES),
    measure=measure,
    seeds=(0, 1, 2, 3, 4, 5),
    larger="a budget several times as long, in which the constant rate comes to rest at its noise floor",
    full={"train": 1000, "test": 3000, "epochs": 20},
    smoke={"train": 64, "test": 64, "epochs": 2},
)
