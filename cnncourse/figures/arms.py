"""The arms of an experiment side by side: a dot for each seed, a bar for their mean."""

from collections.abc import Mapping, Sequence

import matplotlib.pyplot as plt
import numpy as np
from matplotlib.figure import Figure

from cnncourse.experiments.result import Result
from cnncourse.experiments.table import Table
from cnncourse.figures.colors import COLORS

Arms = Mapping[str, Sequence[float]]


def draw_arms(panels: Mapping[str, Arms], *, xlabel: str, xlim: tuple[float, float] | None = None) -> Figure:
    """One panel for each group of arms, one row for each arm; values grow to the right.

    Args:
        panels: title to its arms, each a name with one value for each seed; the panels share the axis.
        xlabel: what is measured.
        xlim: range of the axis; matplotlib's choice where None.
    """
    rows = max(len(arms) for arms in panels.values())
    size = (max(7.0, 3.2 * len(panels)), 0.9 + 0.36 * rows)
    fig, axes = plt.subplots(1, len(panels), figsize=size, sharex=True, squeeze=False, layout="constrained")
    for ax, (title, arms) in zip(axes[0], panels.items(), strict=True):
        for row, (values, color) in enumerate(zip(arms.values(), COLORS * 3, strict=False)):
            ax.plot(values, np.full(len(values), row + 0.18), "o", color=color, markersize=3.5, fillstyle="none")
            ax.plot(np.mean(values), row - 0.12, "|", color=color, markersize=14, markeredgewidth=3)
        ax.set_yticks(range(len(arms)), list(arms))
        ax.set_ylim(len(arms) - 0.4, -0.6)
        ax.set_title(title)
        ax.set_xlabel(xlabel)
        ax.grid(axis="x", alpha=0.3)
        if xlim:
            ax.set_xlim(*xlim)
    if len({tuple(arms) for arms in panels.values()}) == 1:
        for ax in axes[0, 1:]:
            ax.set_yticklabels([])  # the names stand at the first panel
    plt.close(fig)
    return fig


def arms_of(
    result: Result,
    *,
    arm: str,
    measure: str,
    panel: str | None = None,
    names: Mapping[object, str] | None = None,
    **settings: object,
) -> dict[str, dict[str, list[float]]]:
    """The panels for `draw_arms` from an experiment's rows.

    Args:
        result: of the experiment.
        arm, panel: the settings that tell arms and panels apart; without `panel` there is one, without a title.
        measure: the measured number to draw, one for each seed.
        names: what a setting's value is called in the drawing, where its own name would not do.
        settings: only rows that have these.
    """
    table = Table(result.rows).where(**settings)
    called = names or {}

    def arms(part: Table) -> dict[str, list[float]]:
        values = part.values(arm)
        return {called.get(v, str(v)): [row[measure] for row in part.where(**{arm: v})] for v in values}

    if panel is None:
        return {"": arms(table)}
    return {called.get(v, str(v)): arms(table.where(**{panel: v})) for v in table.values(panel)}
