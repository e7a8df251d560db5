"""The loss curve at several batch sizes, and its width against the law of one over the square root."""

import matplotlib.pyplot as plt
import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from cnncourse.experiments.result import Result
from cnncourse.figures.colors import BLUE, COLORS, GRAY, ORANGE

SHOWN = (4, 16, 256)  # batch sizes whose curves can be told apart
SLOW = 0.01  # the learning rate of the curves


def draw_loss_width(result: Result) -> Figure:
    """Two panels from the experiment "loss-width": curves of one seed, and mean widths over the seeds."""
    fig, (left, right) = plt.subplots(1, 2, figsize=(8.4, 3.4), layout="constrained")
    rows = [row for row in result.rows if row["lr"] == SLOW]
    for batch_size, color in zip(SHOWN, COLORS, strict=False):
        curve = next(row["curve"] for row in rows if row["batch_size"] == batch_size and row["curve"])
        left.plot(curve, color=color, linewidth=1, linestyle="-", label=f"batch of {batch_size}")
    left.set(xlabel="step", ylabel="loss")
    left.legend()
    _draw_widths(right, rows)
    plt.close(fig)
    return fig


def _draw_widths(ax: Axes, rows: list[dict]) -> None:
    sizes = sorted({row["batch_size"] for row in rows})
    for measure, color, mark, name in (
        ("training", ORANGE, "o", "in training"),
        ("standing", BLUE, "s", "weights standing still"),
    ):
        widths = [np.mean([row[measure] for row in rows if row["batch_size"] == size]) for size in sizes]
        ax.loglog(sizes, widths, mark, color=color, label=name)
    law = widths[0] * np.sqrt(sizes[0] / np.array(sizes))
    ax.loglog(sizes, law, "--", color=GRAY, label="law: 1/√batch size")
    ax.set_xticks(sizes, [str(size) for size in sizes])
    ax.minorticks_off()
    ax.set(xlabel="batch size", ylabel="width of the curve")
    ax.legend()
