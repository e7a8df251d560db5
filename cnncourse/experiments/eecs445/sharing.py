"""Shared against unshared weights: on shapes anywhere, centered, and where the meaning depends on the place."""

from typing import Any

import numpy as np

from cnncourse.experiments.experiment import Experiment, Settings, Sizes
from cnncourse.experiments.fit import Examples, accuracy, build, examples, fit
from cnncourse.experiments.rule import Effect
from cnncourse.experiments.table import Table
from cnncourse.experiments.tasks import draw_shapes
from cnncourse.models.local_net import LocalNet

SIZE, CLASSES = 20, ("disk", "square", "triangle", "plus")
VERSIONS = ("anywhere", "centered", "by place")
TRAIN_SIZES = (200, 1000, 4000)


def draw(version: str, n: int, seed: int) -> Examples:
    """Four outlines. "By place", the label is (outline + quadrant) modulo 4: no filter means the same everywhere."""
    knobs: dict[str, Any] = {"size": SIZE, "classes": CLASSES, "radius": (3.5, 4.5)}
    if version != "by place":
        return examples(draw_shapes(n, seed, position="center" if version == "centered" else "anywhere", **knobs))
    rng = np.random.default_rng([seed, 1])
    quadrant = rng.integers(0, 4, n)
    corner = np.stack([quadrant // 2, quadrant % 2], axis=1)
    shapes = draw_shapes(n, seed, position=5 + 9 * corner + rng.uniform(-1, 1, (n, 2)), **knobs)
    return examples(shapes.images, (shapes.labels + quadrant) % 4)


def measure(settings: Settings, seed: int, sizes: Sizes) -> dict[str, Any]:
    """Training and test accuracy, and the number of parameters."""
    version, n = settings["version"], settings["n"]
    data = draw(version, min(n, sizes["train_at_most"]), 1000 + seed)
    held_out = draw(version, sizes["test"], 2000 + seed)
    model = build(lambda: LocalNet(len(CLASSES), shared=settings["shared"], input_size=SIZE), seed, data[0])
    fit(model, data, steps=sizes["steps"], seed=seed)
    return {
        "accuracy": accuracy(model, held_out),
        "train_accuracy": accuracy(model, data),
        "params": sum(p.numel() for p in model.parameters()),
    }


def unshared_minus_shared(version: str, n: int, sign: int = 1) -> Any:
    """Difference of test accuracies, of one seed."""

    def of(table: Table, seed: int) -> float:
        unshared, shared = (table.value("accuracy", version=version, n=n, shared=s, seed=seed) for s in (False, True))
        return sign * (unshared - shared)

    return of


EXPERIMENT = Experiment(
    name="sharing",
    question="When is it better not to share the weights of a local layer between positions?",
    rule=(
        "Two local layers (5x5 stride 2, 8 maps; 3x3, 16 maps) and a linear layer on all outputs, with shared or "
        "unshared weights, equally many outputs and equal steps; 200, 1,000 and 4,000 images of four shapes, in "
        "three versions: anywhere; centered; and one of four places, where the label is (shape + place) modulo 4. "
        "'Sometimes sharing is not a good idea because different positions need different features' (042) is "
        "confirmed if unshared beats shared in the third version with 4,000 images, where the reason given is "
        "present by construction. Beside it: does sharing win anywhere, and unsharing when centered?"
    ),
    effects=(
        Effect(
            "eecs-445-042", "accuracy, unshared minus shared, by place, 4,000", unshared_minus_shared("by place", 4000)
        ),
        Effect(
            "sharing-wins-anywhere",
            "accuracy, shared minus unshared, anywhere, 1,000",
            unshared_minus_shared("anywhere", 1000, sign=-1),
        ),
        Effect(
            "unshared-wins-centered",
            "accuracy, unshared minus shared, centered, 4,000",
            unshared_minus_shared("centered", 4000),
        ),
    ),
    settings=tuple({"version": v, "n": n, "shared": s} for v in VERSIONS for n in TRAIN_SIZES for s in (True, False)),
    measure=measure,
    seeds=(0, 1, 2, 3, 4, 5),
    full={"train_at_most": 4000, "test": 2000, "steps": 600},
    smoke={"train_at_most": 64, "test": 64, "steps": 2},
)
