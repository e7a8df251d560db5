"""Equal depth in all layers, or more in later ones: which is better at equal cost?"""

from typing import Any

from cnncourse.experiments.experiment import Experiment, Settings, Sizes
from cnncourse.experiments.fit import accuracy, build, examples, fit
from cnncourse.experiments.rule import Effect
from cnncourse.experiments.table import Table
from cnncourse.experiments.tasks import CLASSES, draw_shapes
from cnncourse.models import SmallCNN

NETS = {
    "growing": (8, 16, 32),  # 6,152 parameters, 165,888 multiply-adds in the convolutions
    "equal parameters": (18, 18, 18),  # 6,206
    "equal multiply-adds": (14, 14, 14),  # 173,376
}
SIZE = 16


def multiply_adds(widths: tuple[int, ...]) -> int:
    """Of the three 3x3 convolutions on maps of 16x16, 8x8 and 4x4, borders counted as if inside."""
    inputs = (1, *widths)
    return sum(9 * inputs[k] * widths[k] * (SIZE >> k) ** 2 for k in range(len(widths)))


def measure(settings: Settings, seed: int, sizes: Sizes) -> dict[str, Any]:
    """Test accuracy, parameters and multiply-adds."""
    widths = NETS[settings["net"]]
    data = examples(draw_shapes(sizes["train"], 1000 + seed))
    held_out = examples(draw_shapes(sizes["test"], 2000 + seed))
    model = build(lambda: SmallCNN(len(CLASSES), widths), seed, data[0])
    fit(model, data, steps=sizes["steps"], seed=seed)
    return {
        "accuracy": accuracy(model, held_out),
        "params": sum(p.numel() for p in model.parameters()),
        "multiply_adds": multiply_adds(widths),
    }


def growing_minus(other: str) -> Any:
    """Accuracy of the growing net minus that of a constant one, of one seed."""

    def of(table: Table, seed: int) -> float:
        return table.value("accuracy", net="growing", seed=seed) - table.value("accuracy", net=other, seed=seed)

    return of


EXPERIMENT = Experiment(
    name="depth-profile",
    question="At equal cost, is a net better whose later layers have more filters?",
    rule=(
        "Three stages with 8, 16 and 32 filters against two nets with the same number in each stage: 18 (equal "
        "parameters) and 14 (equal multiply-adds), 16x16 shapes, equal steps. 'Increase the depth in later layers' "
        "(073) is confirmed if the growing net is more accurate than both."
    ),
    effects=tuple(
        Effect("eecs-445-073", f"accuracy, growing minus constant of {other}", growing_minus(other))
        for other in ("equal parameters", "equal multiply-adds")
    ),
    settings=tuple({"net": net} for net in NETS),
    measure=measure,
    seeds=tuple(range(12)),
    full={"train": 2000, "test": 2000, "steps": 700},
    smoke={"train": 64, "test": 64, "steps": 2},
)
