"""Are early layers generic and late ones specific? Linear probes at each depth, on old and new classes."""

from typing import Any

from cnncourse.experiments.experiment import Experiment, Settings, Sizes
from cnncourse.experiments.pretrained import NEAR, SOURCE, draw, fresh, pretrained, stage_features
from cnncourse.experiments.probe import linear_accuracy
from cnncourse.experiments.rule import Effect
from cnncourse.experiments.table import Table

DEPTHS = (1, 2, 3, 4)
TASKS = {"source": SOURCE[: len(NEAR)], "target": NEAR}  # five classes each, so that chance is the same


def measure(settings: Settings, seed: int, sizes: Sizes) -> dict[str, Any]:
    """Accuracy of a linear classifier on a stage of the trained and of an untrained net, on both sets of classes."""
    nets = {"trained": pretrained(seed, sizes)}
    scores = {}
    for task, classes in TASKS.items():
        data, test = draw(classes, sizes["train"], 1000 + seed), draw(classes, sizes["test"], 2000 + seed)
        nets["untrained"] = fresh(len(SOURCE), 900 + seed, data[0])
        for state, net in nets.items():
            train_x, test_x = (stage_features(net, part[0], settings["depth"]) for part in (data, test))
            labels = data[1].cpu().numpy(), test[1].cpu().numpy()
            scores[f"{task}_{state}"] = linear_accuracy(train_x, labels[0], test_x, labels[1])
    return scores


def specificity(table: Table, seed: int, depth: int) -> float:
    """What training on the source classes gained for them, minus what it gained for the new classes."""

    def gained(task: str) -> float:
        row = {"depth": depth, "seed": seed}
        return table.value(f"{task}_trained", **row) - table.value(f"{task}_untrained", **row)

    return gained("source") - gained("target")


def last_minus_first(table: Table, seed: int) -> float:
    """Specificity of the last stage minus that of the first."""
    return specificity(table, seed, DEPTHS[-1]) - specificity(table, seed, DEPTHS[0])


EXPERIMENT = Experiment(
    name="generic-layers",
    question="Are the early layers of a trained net more generic than the late ones?",
    rule=(
        "Linear classifiers on each of four stages (maps averaged over a 3x3 grid) of a net trained on eight shapes, "
        "and of an untrained one; for five of the trained classes and for five new ones. Specificity of a stage is "
        "the accuracy that training gained on the old classes minus what it gained on the new. 'Early generic, late "
        "specific' (069) is confirmed if the last stage is more specific than the first."
    ),
    effects=(Effect("eecs-445-069", "specificity, stage 4 minus stage 1", last_minus_first),),
    settings=tuple({"depth": depth} for depth in DEPTHS),
    measure=measure,
    full={"source": 4000, "source_steps": 1000, "train": 600, "test": 1500},
    smoke={"source": 64, "source_steps": 2, "train": 60, "test": 60},
)
