"""Same against valid padding: does the border's information wash away, and does it cost accuracy?"""

from typing import Any

import numpy as np

from cnncourse.experiments.experiment import Experiment, Settings, Sizes
from cnncourse.experiments.fit import accuracy, build, examples, fit
from cnncourse.experiments.rule import Effect
from cnncourse.experiments.table import Table
from cnncourse.experiments.tasks import CLASSES, draw_shapes
from cnncourse.models import SmallCNN

SIZE, RADIUS = 24, 4.5
NEAR, FAR = 1.0, 4.0  # pixels between the object's circle and the nearest border


def draw(n: int, seed: int) -> Any:
    """Shapes anywhere in a large image, so that some touch the border and some are far from it."""
    return draw_shapes(n, seed, size=SIZE, radius=(RADIUS, RADIUS), dark=0.5)


def measure(settings: Settings, seed: int, sizes: Sizes) -> dict[str, Any]:
    """Test accuracy over all objects, over those near a border and over those far from any."""
    train_set, test = draw(sizes["train"], 1000 + seed), draw(sizes["test"], 2000 + seed)
    data, held_out = examples(train_set), examples(test)
    model = build(lambda: SmallCNN(len(CLASSES), (8, 16, 32), padding=settings["padding"]), seed, data[0])
    fit(model, data, steps=sizes["steps"], seed=seed)
    border = np.minimum(test.centers, SIZE - 1 - test.centers).min(1) - RADIUS
    x, labels = held_out
    return {
        "accuracy": accuracy(model, held_out),
        "near": accuracy(model, (x[border <= NEAR], labels[border <= NEAR])),
        "far": accuracy(model, (x[border >= FAR], labels[border >= FAR])),
    }


def same_minus_valid(table: Table, seed: int, measure: str = "accuracy") -> float:
    """Of one seed."""
    return table.value(measure, padding="same", seed=seed) - table.value(measure, padding="valid", seed=seed)


EXPERIMENT = Experiment(
    name="padding",
    question="Does a net with valid convolutions recognize shapes worse than one with same padding?",
    rule=(
        "Two nets of three 3x3 convolutions (8, 16, 32 maps) with 2x2 max pooling between them and a global average "
        "head, equal parameters and equal steps; eight shapes on a 24x24 canvas, anywhere. 'Valid works worse' (036) "
        "is confirmed if same minus valid test accuracy lies above 0 over all objects. 'Same padding works well' "
        "(077) is confirmed if same is no more than one point below valid over all objects, and also over objects "
        "within 1 pixel of a border."
    ),
    effects=(
        Effect("eecs-445-036", "accuracy, same minus valid, all objects", same_minus_valid),
        Effect("eecs-445-077", "accuracy, same minus valid, all objects", same_minus_valid, above=-0.01),
        Effect(
            "eecs-445-077",
            "accuracy, same minus valid, objects near a border",
            lambda table, seed: same_minus_valid(table, seed, "near"),
            above=-0.01,
        ),
    ),
    settings=({"padding": "same"}, {"padding": "valid"}),
    measure=measure,
    full={"train": 2000, "test": 3000, "steps": 800},
    smoke={"train": 64, "test": 200, "steps": 2},
)
