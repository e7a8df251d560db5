"""A measure over something that grows (training images, depth), one line for each arm, panels side by side."""

from collections.abc import Mapping, Sequence
from itertools import cycle

import matplotlib.pyplot as plt
import numpy as np
from matplotlib.figure import Figure

from cnncourse.figures.colors import COLORS

Line = Mapping[float, Sequence[float]]  # the place on the axis to the values of all seeds
MARKS, STYLES = ("o", "s", "^", "D", "v"), ("-", "--", "-.", ":", "-")


def draw_over(
    panels: Mapping[str, Mapping[str, Line]], *, xlabel: str, ylabel: str, log: bool = False, columns: int = 1
) -> Figure:
    """Lines through the means, small dots for the seeds; arms are told apart by color, mark and line style.

    Args:
        panels: title to its arms; an arm is a mapping from a place on the axis to the values of its seeds.
        xlabel, ylabel: of the axes, which the panels share.
        log: logarithmic horizontal axis.
        columns: of the legend, which stands below the panels.
    """
    fig, axes = plt.subplots(
        1, len(panels), figsize=(1.2 + 2.9 * len(panels), 3.4), sharex=True, sharey=True, squeeze=False,
        layout="constrained",
    )  # fmt: skip
    for ax, (title, arms) in zip(axes[0], panels.items(), strict=True):
        for (name, line), color, mark, style in zip(
            arms.items(), cycle(COLORS), cycle(MARKS), cycle(STYLES), strict=False
        ):
            places = list(line)
            for place, values in line.items():
                ax.plot([place] * len(values), values, "o", color=color, markersize=2.5, fillstyle="none")
            ax.plot(places, [np.mean(line[p]) for p in places], mark, linestyle=style, color=color, label=name)
        ax.set_title(title)
        ax.set_xlabel(xlabel)
        if log:
            ax.set_xscale("log")
        ax.set_xticks(places, [f"{place:,}" for place in places])
        ax.minorticks_off()
    axes[0, 0].set_ylabel(ylabel)
    handles, labels = axes[0, 0].get_legend_handles_labels()
    fig.legend(handles, labels, loc="outside lower center", ncols=columns)
    plt.close(fig)
    return fig
