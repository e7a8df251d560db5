"""A large gap between training and validation accuracy: does more L2 close it, and does that help?"""

from typing import Any

import torch

from cnncourse.experiments.experiment import Experiment, Settings, Sizes
from cnncourse.experiments.fit import accuracy, build, examples, fit
from cnncourse.experiments.rule import Effect
from cnncourse.experiments.table import Table
from cnncourse.experiments.tasks import CLASSES, draw_shapes
from cnncourse.models import SmallCNN
from cnncourse.training import evaluate

DECAYS = (0.0, 0.001, 0.003, 0.01, 0.03, 0.1)


def measure(settings: Settings, seed: int, sizes: Sizes) -> dict[str, Any]:
    """Training loss, and accuracies on training, validation and test sets."""
    data, validation, test = (
        examples(draw_shapes(sizes[part], 1000 * k + seed)) for k, part in enumerate(("train", "val", "test"), 1)
    )
    model = build(lambda: SmallCNN(len(CLASSES), (16, 32), head="flatten", input_size=16), seed, data[0])
    optimizer = torch.optim.SGD(model.parameters(), lr=0.03, momentum=0.9, weight_decay=settings["decay"])
    fit(model, data, steps=sizes["steps"], seed=seed, optimizer=optimizer)
    train_loss, train_accuracy = evaluate(model, *data)
    return {
        "train_loss": train_loss,
        "train_accuracy": train_accuracy,
        "val_accuracy": accuracy(model, validation),
        "test_accuracy": accuracy(model, test),
    }


def regularized(table: Table) -> Table:
    """The runs with some L2."""
    return Table(row for row in table if row["decay"] > 0)


def gap_closed(table: Table, seed: int) -> float:
    """Gap without L2 minus gap with the decay that was best on the other seeds' validation sets."""
    chosen = regularized(table).best("decay", "val_accuracy", highest=True, without_seed=seed)

    def gap(decay: float) -> float:
        return table.value("train_accuracy", seed=seed, decay=decay) - table.value(
            "test_accuracy", seed=seed, decay=decay
        )

    return gap(0.0) - gap(chosen)


def accuracy_gained(table: Table, seed: int) -> float:
    """Test accuracy with that decay minus test accuracy without."""
    best = regularized(table).tuned("test_accuracy", knob="decay", seed=seed, by="val_accuracy")
    return best - table.value("test_accuracy", seed=seed, decay=0.0)


def chosen_by_validation_minus_by_training(table: Table, seed: int) -> float:
    """Test accuracy of the run one would keep by validation accuracy, minus that by training loss."""
    runs = table.where(seed=seed).rows
    by_validation = max(runs, key=lambda run: run["val_accuracy"])
    by_training = min(runs, key=lambda run: run["train_loss"])
    return by_validation["test_accuracy"] - by_training["test_accuracy"]


EXPERIMENT = Experiment(
    name="regularization",
    question="When a net overfits, does stronger L2 close the gap and raise the accuracy on new images?",
    rule=(
        "A net of about 21,000 parameters on 100 training images of eight shapes, L2 from 0 to 0.1. 'A big gap means "
        "overfitting: increase regularization' (009) is confirmed if the decay that is best on the other seeds' "
        "validation sets makes the gap between training and test accuracy smaller than without L2, and the test "
        "accuracy higher. 'Choose hyper-parameters by validation' (002) is confirmed if the run with the highest "
        "validation accuracy has a higher test accuracy than the run with the lowest training loss."
    ),
    effects=(
        Effect("eecs-445-009", "gap, without L2 minus with the chosen L2", gap_closed),
        Effect("eecs-445-009", "test accuracy, with the chosen L2 minus without", accuracy_gained),
        Effect(
            "eecs-445-002",
            "test accuracy, chosen by validation minus chosen by training loss",
            chosen_by_validation_minus_by_training,
        ),
    ),
    settings=tuple({"decay": decay} for decay in DECAYS),
    measure=measure,
    larger="a net with a larger share of spare parameters, on photographs instead of drawn shapes",
    full={"train": 100, "val": 500, "test": 3000, "steps": 500},
    smoke={"train": 32, "val": 50, "test": 50, "steps": 2},
)
