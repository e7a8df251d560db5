"""No gap between training and validation accuracy: does a larger net always help?"""

from typing import Any

from cnncourse.experiments.experiment import Experiment, Settings, Sizes
from cnncourse.experiments.fit import accuracy, build, examples, fit
from cnncourse.experiments.rule import Effect
from cnncourse.experiments.table import Table
from cnncourse.experiments.tasks import CLASSES, draw_shapes
from cnncourse.models import SmallCNN

TASKS: dict[str, dict[str, Any]] = {
    "hard": {},
    "easy": {"position": "center", "angle": (0.0, 0.0), "radius": (5.0, 5.0), "noise": 0.03},
}
WIDTHS = {"small": (3, 3, 4), "large": (16, 32, 32)}


def measure(settings: Settings, seed: int, sizes: Sizes) -> dict[str, Any]:
    """Accuracy on training and test set."""
    task = TASKS[settings["task"]]
    data = examples(draw_shapes(sizes["train"], 1000 + seed, **task))
    held_out = examples(draw_shapes(sizes["test"], 2000 + seed, **task))
    model = build(lambda: SmallCNN(len(CLASSES), WIDTHS[settings["net"]]), seed, data[0])
    fit(model, data, steps=sizes["steps"], seed=seed)
    return {"train_accuracy": accuracy(model, data), "accuracy": accuracy(model, held_out)}


def gain(task: str) -> Any:
    """Test accuracy of the large net minus that of the small one."""
    return lambda table, seed: (
        table.value("accuracy", task=task, net="large", seed=seed)
        - table.value("accuracy", task=task, net="small", seed=seed)
    )


def small_gap(task: str) -> Any:
    """Two points minus the small net's gap: positive where there is no gap to speak of."""

    def of(table: Table, seed: int) -> float:
        row = {"task": task, "net": "small", "seed": seed}
        return 0.02 - (table.value("train_accuracy", **row) - table.value("accuracy", **row))

    return of


EXPERIMENT = Experiment(
    name="capacity",
    question="If training and validation accuracy agree, does a larger net raise both?",
    rule=(
        "A small net on a hard task (shapes anywhere) and on an easy one (centered, one size), in neither with a gap "
        "of two points; then a net about 50 times as large. 'No gap means: increase capacity' (010) as it stands is "
        "confirmed if the larger net gains more than two points in both cases, and contradicted if in one of them it "
        "does not. That the small nets have no gap is tested too, as no-gap-hard and no-gap-easy."
    ),
    effects=(
        Effect("eecs-445-010", "accuracy gained by the larger net, hard task", gain("hard"), above=0.02),
        Effect("eecs-445-010", "accuracy gained by the larger net, easy task", gain("easy"), above=0.02),
        Effect("no-gap-hard", "two points minus the small net's gap, hard task", small_gap("hard")),
        Effect("no-gap-easy", "two points minus the small net's gap, easy task", small_gap("easy")),
    ),
    settings=tuple({"task": task, "net": net} for task in TASKS for net in WIDTHS),
    measure=measure,
    full={"train": 2000, "test": 2000, "steps": 700},
    smoke={"train": 64, "test": 64, "steps": 2},
)
