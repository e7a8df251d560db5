"""What does pooling cost, against a net that sees as much of the image and makes nothing smaller?"""

from typing import Any

from cnncourse.experiments.experiment import Experiment, Settings, Sizes
from cnncourse.experiments.fit import accuracy, build, examples, fit
from cnncourse.experiments.rule import Effect
from cnncourse.experiments.table import Table
from cnncourse.experiments.tasks import CLASSES, draw_shapes
from cnncourse.models import SmallCNN

POOLS = ("max", "avg", "stride", "subsample", "dilate")


def measure(settings: Settings, seed: int, sizes: Sizes) -> dict[str, Any]:
    """Test accuracy, and how many numbers the last stage gives out."""
    data = examples(draw_shapes(sizes["train"], 1000 + seed))
    held_out = examples(draw_shapes(sizes["test"], 2000 + seed))
    model = build(lambda: SmallCNN(len(CLASSES), (8, 16, 32), pool=settings["pool"]), seed, data[0])
    fit(model, data, steps=sizes["steps"], seed=seed)
    assert isinstance(model, SmallCNN)  # build returns what it was told to make
    return {"accuracy": accuracy(model, held_out), "numbers": model.maps(data[0][:1]).numel()}


def max_minus(other: str) -> Any:
    """Accuracy with max pooling minus accuracy with something else, of one seed."""
    return lambda table, seed: (
        table.value("accuracy", pool="max", seed=seed) - table.value("accuracy", pool=other, seed=seed)
    )


def smaller(table: Table, seed: int) -> float:
    """How many times smaller max pooling makes the last maps."""
    return table.value("numbers", pool="dilate", seed=seed) / table.value("numbers", pool="max", seed=seed)


EXPERIMENT = Experiment(
    name="pooling",
    question="Does pooling make the representation smaller without losing too much information?",
    rule=(
        "Nets of three 3x3 convolutions (8, 16, 32 maps), global average head, equal parameters and equal steps on "
        "16x16 shapes. The reference makes nothing smaller: its convolutions are dilated by 1, 2 and 4, so that each "
        "sees about as far as behind two 2x2 pools. 'Smaller without losing too much' (045) is confirmed if max "
        "pooling makes the last maps more than 4 times smaller and costs less than two points of accuracy. Max "
        "against average pooling, strided convolution and keeping every second pixel is reported beside it."
    ),
    effects=(
        Effect("eecs-445-045", "accuracy, max pooling minus no reduction", max_minus("dilate"), above=-0.02),
        Effect("eecs-445-045", "times smaller", smaller, above=4, unit="", factor=1),
        Effect("max-against-avg", "accuracy, max pooling minus average pooling", max_minus("avg")),
        Effect("max-against-stride", "accuracy, max pooling minus strided convolution", max_minus("stride")),
        Effect("max-against-subsample", "accuracy, max pooling minus every second pixel", max_minus("subsample")),
    ),
    settings=tuple({"pool": pool} for pool in POOLS),
    measure=measure,
    full={"train": 2000, "test": 2000, "steps": 700},
    smoke={"train": 64, "test": 64, "steps": 2},
)
