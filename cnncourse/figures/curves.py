"""Curves over steps or epochs, told apart by color and by line style."""

from collections.abc import Iterable, Mapping, Sequence
from itertools import cycle

import matplotlib.pyplot as plt
from matplotlib.figure import Figure

from cnncourse.figures.colors import COLORS, GRAY

STYLES = ("-", "--", "-.", ":")


def draw_curves(
    curves: Mapping[str, Sequence[float]],
    *,
    xlabel: str,
    ylabel: str,
    log: bool = False,
    x: Sequence[float] | None = None,
    floors: Mapping[str, float] | None = None,
    marks: Iterable[float] = (),
) -> Figure:
    """Draw named curves with a legend.

    Args:
        curves: name to one value for each x.
        xlabel, ylabel: of the axes.
        log: logarithmic vertical axis.
        x: the horizontal places; 0, 1, 2, ... where None.
        floors: name to a height, drawn as a thin horizontal line with its name.
        marks: horizontal places, drawn as thin vertical lines.
    """
    fig, ax = plt.subplots(figsize=(7, 3.6), layout="constrained")
    for (name, values), color, style in zip(curves.items(), cycle(COLORS), cycle(STYLES), strict=False):
        ax.plot(range(len(values)) if x is None else x, values, label=name, color=color, linestyle=style, linewidth=2)
    for name, height in (floors or {}).items():
        ax.axhline(height, color=GRAY, linewidth=1, linestyle=":")
        ax.annotate(
            name,
            (1, height),
            xycoords=("axes fraction", "data"),
            xytext=(-2, 2),
            textcoords="offset points",
            ha="right",
        )
    for place in marks:
        ax.axvline(place, color=GRAY, linewidth=1, linestyle=":")
    if log:
        ax.set_yscale("log")
    ax.set_xlabel(xlabel)
    ax.set_ylabel(ylabel)
    ax.legend(frameon=False)
    for side in ("top", "right"):
        ax.spines[side].set_visible(False)
    plt.close(fig)
    return fig
