"""Counts that differ by powers of ten, as bars on a logarithmic axis."""

from collections.abc import Mapping

import matplotlib.pyplot as plt
from matplotlib.figure import Figure

from cnncourse.figures.colors import BLUE


def draw_budget(counts: Mapping[str, int]) -> Figure:
    """One horizontal bar for each count, the count printed at its end; raises ValueError for a count below 1."""
    too_small = {name: count for name, count in counts.items() if count < 1}
    if too_small:
        raise ValueError(f"counts must be at least 1 to stand on a logarithmic axis, got {too_small}")
    fig, ax = plt.subplots(figsize=(7, 0.6 + 0.5 * len(counts)), layout="constrained")
    names = list(counts)
    ax.barh(names, list(counts.values()), color=BLUE, height=0.55)
    for row, count in enumerate(counts.values()):
        ax.annotate(f"{count:,}", (count, row), xytext=(4, 0), textcoords="offset points", va="center")
    ax.set_xscale("log")
    ax.set_xlim(left=1, right=max(counts.values()) * 60)  # room for the last number
    ax.invert_yaxis()
    ax.set_xlabel("weights")
    for side in ("top", "right"):
        ax.spines[side].set_visible(False)
    plt.close(fig)
    return fig
