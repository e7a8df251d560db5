"""Drawings of committed experiments: every seed is in them, and lines run through the means."""

import numpy as np
import pytest

from cnncourse.experiments import load_result
from cnncourse.experiments.table import Table
from cnncourse.figures.filters import draw_first_layers
from cnncourse.figures.loss_width import draw_loss_width
from cnncourse.figures.over import draw_over
from cnncourse.figures.ratios import DEAD, draw_update_ratios
from cnncourse.figures.tuned import draw_tuned


def test_the_law_falls_with_the_square_root():
    """The dashed line of the law falls by half from a batch to one four times as large, and starts at the data."""
    result = load_result("loss-width")

    _, right = draw_loss_width(result).axes
    _, standing, law = (np.asarray(line.get_ydata()) for line in right.lines)

    assert law[1:] / law[:-1] == pytest.approx(0.5)
    assert law[0] == standing[0]
    assert standing[0] == pytest.approx(Table(result.rows).mean("standing", batch_size=4, lr=0.01))


def test_no_run_is_left_out():
    """The drawing of update ratios holds each run once; those that died stand at the left edge."""
    result = load_result("update-ratio")

    (ax,) = draw_update_ratios(result).axes
    drawn = np.concatenate([line.get_xdata() for line in ax.lines])

    assert sorted(drawn) == pytest.approx(sorted(max(row["ratio"], DEAD) for row in result.rows))


def test_each_kept_net_has_its_row_of_filters():
    """The titles name net, weight decay and mean roughness over the seeds, not that of the one seed shown."""
    result = load_result("first-layer-noise")

    axes = draw_first_layers(result).axes
    first = next(row for row in result.rows if row["filters"])
    mean = Table(result.rows).mean("roughness", net=first["net"], decay=first["decay"], length="long")

    assert len(axes) == sum(bool(row["filters"]) for row in result.rows) == 4
    assert axes[0].get_title(loc="left") == f"{first['net']}, weight decay {first['decay']:g}: roughness {mean:.2f}"


def test_tuned_arms_are_those_of_the_rule():
    """A dot is the value that the decision rule judges: at the knob's value that the other seeds chose."""
    result = load_result("schedules")

    (ax,) = draw_tuned(result, arm="schedule", knob="lr", measure="accuracy").axes
    table = Table(result.rows)
    judged = [table.tuned("accuracy", knob="lr", seed=seed, schedule="constant") for seed in result.seeds]

    assert list(ax.lines[0].get_xdata()) == judged


def test_lines_run_through_the_means():
    """The marks of an arm stand at the mean of its seeds, at their place on the axis."""
    arms = {"shared": {20: [0.4, 0.6], 100: [0.8, 1.0]}, "unshared": {20: [0.1, 0.3], 100: [0.5, 0.5]}}

    (ax,) = draw_over({"anywhere": arms}, xlabel="pictures", ylabel="accuracy", log=True).axes
    lines = {line.get_label(): line for line in ax.lines if not line.get_label().startswith("_")}

    assert list(lines["shared"].get_xdata()) == [20, 100]
    assert list(lines["shared"].get_ydata()) == pytest.approx([0.5, 0.9])
    assert list(lines["unshared"].get_ydata()) == pytest.approx([0.2, 0.5])
    assert ax.get_xscale() == "log"
