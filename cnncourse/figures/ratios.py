"""How well runs ended, over the size of their updates relative to the weights."""

import matplotlib.pyplot as plt
import numpy as np
from matplotlib.figure import Figure

from cnncourse.experiments.result import Result
from cnncourse.figures.colors import BLUE, GRAY, GREEN, ORANGE, PINK

DEAD = 1e-6  # runs with a smaller ratio no longer move; they are drawn at the left edge
BAND = (0.001, 0.01)


def draw_update_ratios(result: Result) -> Figure:
    """Every run of the experiment "update-ratio": ratio across, test accuracy up, the lecture's band shaded."""
    fig, ax = plt.subplots(figsize=(7, 3.6), layout="constrained")
    ax.axvspan(*BAND, color=GRAY, alpha=0.2, linewidth=0)
    rates = sorted({row["lr"] for row in result.rows})
    marks = ["o", "s", "^", "D"]
    for place, rate in enumerate(rates):
        runs = [row for row in result.rows if row["lr"] == rate]
        ratios = np.maximum([run["ratio"] for run in runs], DEAD)
        ax.semilogx(
            ratios,
            [run["accuracy"] for run in runs],
            marks[place % 4],
            color=(BLUE, GREEN, ORANGE, PINK)[place // 2],
            label=f"rate {rate:g}",
            markersize=5,
        )
    ax.set(xlabel="update ratio (size of a step / size of the weights)", ylabel="test accuracy", ylim=(0, 1.02))
    ax.legend(ncols=2, fontsize="small", loc="center left", bbox_to_anchor=(1, 0.5))
    plt.close(fig)
    return fig
