"""Which layers to reuse: new shapes (similar) and digits (different), 20 and 1,000 training images."""

from typing import Any

import torch

from cnncourse.experiments.experiment import Experiment, Settings, Sizes
from cnncourse.experiments.fit import Examples, accuracy, fit
from cnncourse.experiments.pretrained import NEAR, draw, far_digits, fresh, pretrained, stage_features
from cnncourse.experiments.probe import linear_accuracy
from cnncourse.experiments.rule import Effect
from cnncourse.experiments.table import Table
from cnncourse.models import SmallCNN

TARGETS, COUNTS, RATES = ("similar", "different"), (20, 100, 1000), (0.001, 0.003)
TOP, EARLIER = 4, 2  # stages under the linear classifier
ARMS = ("top linear", "earlier linear", "tune few", "tune all")


def target_sets(target: str, n: int, seed: int, sizes: Sizes) -> tuple[Examples, Examples]:
    """Training and test set of a target task."""
    if target == "different":
        return far_digits(n, min(700, sizes["test"]), seed)
    return draw(NEAR, n, 1000 + seed), draw(NEAR, sizes["test"], 2000 + seed)


def measure(settings: Settings, seed: int, sizes: Sizes) -> dict[str, Any]:
    """Test accuracy of each way to use the pretrained net, and of a net from scratch."""
    data, test = target_sets(settings["target"], min(settings["n"], sizes["target_at_most"]), seed, sizes)
    classes = int(test[1].max()) + 1
    scores = {}
    for arm, depth in (("top linear", TOP), ("earlier linear", EARLIER)):
        base = pretrained(seed, sizes)
        train_x, test_x = (stage_features(base, part[0], depth) for part in (data, test))
        scores[arm] = linear_accuracy(train_x, data[1].cpu().numpy(), test_x, test[1].cpu().numpy())
    for arm in ("tune few", "tune all", "scratch"):
        model = fresh(classes, seed, data[0]) if arm == "scratch" else with_new_head(pretrained(seed, sizes), classes)
        # "few" is the last stage and the new classifier; the stages below stay as they are
        tuned = [model.stages[-1], model.classifier] if arm == "tune few" else [model]
        optimizer = torch.optim.Adam([p for part in tuned for p in part.parameters()], lr=settings["lr"])
        fit(model, data, steps=sizes["steps"], seed=seed, optimizer=optimizer)
        scores[arm] = accuracy(model, test)
    return scores


def with_new_head(model: SmallCNN, classes: int) -> SmallCNN:
    """The net with an untrained classifier for the target's classes."""
    old = model.classifier
    model.classifier = torch.nn.Linear(old.in_features, classes).to(old.weight.device)
    return model


def reached(table: Table, seed: int, arm: str, target: str, n: int) -> float:
    """Accuracy of an arm at the learning rate that was best on the other seeds."""
    return table.tuned(arm, knob="lr", seed=seed, target=target, n=n)


def minus(first: str, second: str, target: str, n: int) -> Any:
    """Difference of two arms, of one seed."""
    return lambda table, seed: reached(table, seed, first, target, n) - reached(table, seed, second, target, n)


def minus_best_other(arm: str, target: str, n: int) -> Any:
    """The arm minus the other arm that was best on the other seeds."""

    def of(table: Table, seed: int) -> float:
        rest = Table(row for row in table.where(target=target, n=n) if row["seed"] != seed)
        others = [name for name in ARMS if name != arm]
        best = max(others, key=lambda name: max(rest.mean(name, lr=lr) for lr in rest.values("lr")))
        return reached(table, seed, arm, target, n) - reached(table, seed, best, target, n)

    return of


EXPERIMENT = Experiment(
    name="transfer",
    question="Which layers of a pretrained net should be reused as they are, and which tuned?",
    rule=(
        "A net of four stages, pretrained on 4,000 images of eight shapes, is used for five new shapes (similar) and "
        "for digits (different). Linear classifiers sit on stage 4 (top) or 2 (earlier); 'tune few' trains the last "
        "stage and the classifier, 'tune all' everything; the learning rate is the better of 0.001 and 0.003 on the "
        "other seeds. 067 is confirmed if on similar shapes the top classifier beats tuning all with 20 images, and "
        "tuning all beats the top classifier with 1,000. 068 is confirmed if in each of its four cells the "
        "recommended way is no more than two points below the best of the other three. Tuning all against a net from "
        "scratch with 100 images is reported beside them."
    ),
    effects=(
        Effect(
            "eecs-445-067",
            "accuracy, top linear minus tune all, similar, 20",
            minus("top linear", "tune all", "similar", 20),
        ),
        Effect(
            "eecs-445-067",
            "accuracy, tune all minus top linear, similar, 1,000",
            minus("tune all", "top linear", "similar", 1000),
        ),
        *(
            Effect(
                "eecs-445-068",
                f"accuracy, {arm} minus best other, {target}, {n:,}",
                minus_best_other(arm, target, n),
                above=-0.02,
            )
            for target, n, arm in (
                ("similar", 20, "top linear"),
                ("different", 20, "earlier linear"),
                ("similar", 1000, "tune few"),
                ("different", 1000, "tune all"),
            )
        ),
        Effect(
            "pretraining-helps",
            "accuracy, tune all minus scratch, similar, 100",
            minus("tune all", "scratch", "similar", 100),
        ),
    ),
    settings=tuple({"target": t, "n": n, "lr": lr} for t in TARGETS for n in COUNTS for lr in RATES),
    measure=measure,
    seeds=(0, 1, 2, 3, 4, 5),
    full={"source": 4000, "source_steps": 1000, "target_at_most": 1000, "test": 1500, "steps": 250},
    smoke={"source": 64, "source_steps": 2, "target_at_most": 40, "test": 64, "steps": 2},
)
