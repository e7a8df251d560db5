"""Do first-layer filters look noisy because regularization is too weak?"""

from typing import Any

import torch
from torch import nn

from cnncourse.data import load_digits, split
from cnncourse.experiments.experiment import Experiment, Settings, Sizes
from cnncourse.experiments.fit import Examples, accuracy, build, examples, fit
from cnncourse.experiments.rule import Effect
from cnncourse.experiments.table import Table
from cnncourse.experiments.tasks import CLASSES, draw_shapes
from cnncourse.first_layer import low_frequency_share, relative_total_variation

DECAYS = (0.0, 0.001, 0.003, 0.01)
LENGTHS = ("short", "long")
SHOWN = 12  # filters of seed 0 that are kept for the figure


def digits(sizes: Sizes, seed: int) -> tuple[Examples, Examples]:
    """A training and a test set of 8x8 digits."""
    images, labels = load_digits()
    train_part, test_part = split(labels, [sizes["train"], sizes["test"]], seed=seed)
    return examples(images[train_part], labels[train_part]), examples(images[test_part], labels[test_part])


def shapes(sizes: Sizes, seed: int) -> tuple[Examples, Examples]:
    """A training and a test set of 16x16 shapes."""
    return examples(draw_shapes(sizes["train"], 1000 + seed)), examples(draw_shapes(sizes["test"], 2000 + seed))


def dense_net() -> nn.Module:
    """The lecture's first net: one hidden layer of 50 neurons, each of which sees the whole digit."""
    return nn.Sequential(nn.Unflatten(1, (1,)), nn.Flatten(), nn.Linear(64, 50), nn.ReLU(), nn.Linear(50, 10))


def conv_net() -> nn.Module:
    """A first layer of twelve 7x7 filters, then a second stage and a linear layer."""
    return nn.Sequential(
        nn.Conv2d(1, 12, 7, padding=3),
        nn.ReLU(),
        nn.MaxPool2d(2),
        nn.Conv2d(12, 24, 3, padding=1),
        nn.ReLU(),
        nn.AdaptiveAvgPool2d(2),
        nn.Flatten(),
        nn.Linear(96, len(CLASSES)),
    )


NETS = {"dense on digits": (digits, dense_net, (8, 8)), "conv on shapes": (shapes, conv_net, (7, 7))}


def measure(settings: Settings, seed: int, sizes: Sizes) -> dict[str, Any]:
    """Roughness of the first layer's filters before and after training, whatever their scale, and accuracy."""
    load, make, filter_size = NETS[settings["net"]]
    data, held_out = load(sizes, seed)
    model = build(make, seed, data[0])

    def filters() -> torch.Tensor:
        return next(p for p in model.parameters() if p.ndim > 1).detach().reshape(-1, 1, *filter_size).clone()

    untrained = filters()
    optimizer = torch.optim.SGD(model.parameters(), lr=0.03, momentum=0.9, weight_decay=settings["decay"])
    fit(model, data, steps=sizes[settings["length"]], seed=seed, optimizer=optimizer)
    shown = [round(v, 3) for v in filters()[:SHOWN].flatten().tolist()] if seed == 0 else []
    return {
        "roughness": relative_total_variation(filters()),
        "untrained": relative_total_variation(untrained),
        "low_frequencies": low_frequency_share(filters()),
        "accuracy": accuracy(model, held_out),
        "filters": shown if settings["length"] == "long" and settings["decay"] in (0.0, 0.01) else [],
    }


def strong_decay(table: Table, seed: int, net: str) -> float:
    """The largest decay that costs the other seeds at most two points of accuracy, 0 if there is none."""
    others = Table(row for row in table.where(net=net, length="long") if row["seed"] != seed)
    none = others.mean("accuracy", decay=0.0)
    return max(decay for decay in DECAYS if others.mean("accuracy", decay=decay) >= none - 0.02)


def smoothed(net: str) -> Any:
    """Roughness without L2 minus roughness with strong L2, long training."""

    def of(table: Table, seed: int) -> float:
        strong = strong_decay(table, seed, net)
        return table.value("roughness", net=net, length="long", seed=seed, decay=0.0) - table.value(
            "roughness", net=net, length="long", seed=seed, decay=strong
        )

    return of


def longer(net: str) -> Any:
    """Roughness after short training minus roughness after long training, without L2."""
    return lambda table, seed: (
        table.value("roughness", net=net, length="short", seed=seed, decay=0.0)
        - table.value("roughness", net=net, length="long", seed=seed, decay=0.0)
    )


EXPERIMENT = Experiment(
    name="first-layer-noise",
    question="Are the first layer's filters smoother when L2 is stronger?",
    rule=(
        "Roughness is the filters' total variation over their mean absolute weight (independent normal weights: 1.41). "
        "Two nets: 50 hidden neurons on 8x8 digits, twelve 7x7 filters on 16x16 shapes. 'Noisy filters suggest too "
        "weak regularization' (013) is confirmed if in both the roughness without L2 exceeds the roughness with the "
        "strongest L2 that costs at most two points of accuracy. Whether mere longer training smooths the filters is "
        "reported beside it, as longer-training-smooths."
    ),
    effects=(
        *(
            Effect("eecs-445-013", f"roughness, without L2 minus with, {net}", smoothed(net), unit="", factor=1)
            for net in NETS
        ),
        *(
            Effect(
                "longer-training-smooths",
                f"roughness, short minus long training, {net}",
                longer(net),
                unit="",
                factor=1,
            )
            for net in NETS
        ),
    ),
    settings=tuple({"net": n, "decay": d, "length": k} for n in NETS for d in DECAYS for k in LENGTHS),
    measure=measure,
    seeds=(0, 1, 2, 3, 4, 5),
    full={"train": 1000, "test": 700, "short": 100, "long": 1000},
    smoke={"train": 64, "test": 64, "short": 1, "long": 2},
)
