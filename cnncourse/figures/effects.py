"""What an experiment found: each effect with its seeds, its 95 % interval and the line it had to clear."""

import matplotlib.pyplot as plt
import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from cnncourse.experiments.result import Finding, Part
from cnncourse.figures.colors import BLUE, GREEN, ORANGE, PINK

MARKS = {"confirmed": (GREEN, "o"), "contradicted": (ORANGE, "X"), "undecided": (PINK, "D")}  # color and shape


def draw_effects(finding: Finding) -> Figure:
    """One row for each effect of a finding: dots are seeds, the mark is their mean, the bar the 95 % interval."""
    parts = finding.parts
    fig, axes = plt.subplots(len(parts), 1, figsize=(7, 0.5 + 0.95 * len(parts)), squeeze=False, layout="constrained")
    for ax, part in zip(axes[:, 0], parts, strict=True):
        _draw_part(ax, part)
    plt.close(fig)
    return fig


def _draw_part(ax: Axes, part: Part) -> None:
    color, mark = MARKS[part.verdict]
    seeds = np.array(part.by_seed) * part.factor
    low, high = (bound * part.factor for bound in part.interval)
    line = part.above * part.factor
    ax.plot(seeds, np.full(len(seeds), 0.35), "o", color=BLUE, markersize=4, fillstyle="none")
    ax.plot([low, high], [0, 0], color=color, linewidth=3, solid_capstyle="butt")
    ax.plot(part.effect * part.factor, 0, mark, color=color, markersize=8)
    ax.axvline(line, color=plt.rcParams["text.color"], linewidth=1, linestyle="--")
    ax.set_title(part.name, loc="left", fontsize="medium")
    ax.set_title(part.verdict, loc="right", fontsize="medium", color=color)
    ax.set_ylim(-0.4, 0.7)
    ax.set_yticks([])
    ax.set_xlabel(part.unit, fontsize="small")
    reach = max(abs(value - line) for value in (*seeds, low, high)) or 1.0
    if min(*seeds, low) > line - 0.05 * reach:
        ax.set_xlim(left=line - 0.1 * reach)
    for side in ("top", "right", "left"):
        ax.spines[side].set_visible(False)
