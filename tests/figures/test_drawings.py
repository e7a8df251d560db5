"""The other drawings of the chapter: the numbers in them are the computed ones."""

import numpy as np
import pytest

from cnncourse.experiments import load_result
from cnncourse.experiments.result import Finding, Part
from cnncourse.figures.arms import arms_of, draw_arms
from cnncourse.figures.budget import draw_budget
from cnncourse.figures.curves import draw_curves
from cnncourse.figures.effects import draw_effects
from cnncourse.figures.gradients import draw_hog
from cnncourse.figures.net import draw_net
from cnncourse.figures.pooled import draw_max_pool
from cnncourse.figures.usage import draw_usage
from cnncourse.figures.volume import draw_depth_column


def words(ax):
    """All text in one plot, in the order it was drawn."""
    return [text.get_text() for text in ax.texts]


def test_depth_column_names_its_sizes():
    """The output's size in the drawing is computed from the input's, not written down."""
    (ax,) = draw_depth_column(size=16, channels=3, kernel_size=3, filters=4).axes

    assert {"input: 16 × 16 × 3", "output: 14 × 14 × 4", "a column of\n4 neurons"} <= set(words(ax))


def test_max_pool_shows_the_maxima():
    """The output panel holds the maximum of each window, and one number a window is bold."""
    left, right = draw_max_pool(np.array([[1, 1, 2, 4], [5, 6, 7, 8], [3, 2, 1, 0], [1, 2, 3, 4]])).axes

    assert words(right) == ["6", "8", "3", "4"]
    assert [text.get_text() for text in left.texts if text.get_weight() == "bold"] == ["6", "8", "3", "4"]


def test_usage_prints_the_corner():
    """The number under each map is the corner's share of the paths: 1/9, 1/81 and 1/361 without padding."""
    fig = draw_usage(size=9, kernel_size=3)

    below = [ax.get_xlabel() for ax in fig.axes]
    assert below == [f"corner {ratio}, center 1" for ratio in ("0.11", "0.012", "0.0028", "0.44", "0.31", "0.23")]


def test_net_shows_shapes_and_parameters():
    """Each layer's bar is as high as its parameters, and its volume carries its shape."""
    top, bottom = draw_net([("input", (3, 32, 32), 0), ("conv", (10, 30, 30), 280), ("linear", (10,), 90010)]).axes

    assert words(top) == ["32×32\n×3", "30×30\n×10", "10"]
    assert [bar.get_height() for bar in bottom.patches] == [0, 280, 90010]


def test_budget_refuses_nothing():
    """A count of 0 has no place on a logarithmic axis, and is named."""
    with pytest.raises(ValueError, match=r"at least 1 .*'none': 0"):
        draw_budget({"some": 3, "none": 0})


def test_budget_prints_each_count():
    """The bars carry their counts with thousands separators, in the order given."""
    (ax,) = draw_budget({"dense": 94_371_840, "shared": 2250}).axes

    assert words(ax) == ["94,371,840", "2,250"]


def test_curves_have_distinct_styles():
    """Curves differ by line style as well as by color, for readers who see no colors."""
    (ax,) = draw_curves({"a": [1, 2], "b": [2, 1], "c": [0, 0]}, xlabel="step", ylabel="loss").axes

    assert len({line.get_linestyle() for line in ax.lines}) == 3
    assert len({line.get_color() for line in ax.lines}) == 3


def test_effects_are_drawn_in_printed_units():
    """An effect stored as a share is drawn in points, its line with it, and its verdict in words."""
    part = Part("same minus valid", 0.01, "points", 100.0, 0.02, (0.015, 0.025), (0.018, 0.022), "confirmed")
    (ax,) = draw_effects(Finding("eecs-445-036", "confirmed", (part,))).axes

    seeds, bar, mark, line = ax.lines
    assert list(seeds.get_xdata()) == pytest.approx([1.8, 2.2])
    assert list(bar.get_xdata()) == pytest.approx([1.5, 2.5])
    assert list(mark.get_xdata()) == pytest.approx([2.0])
    assert list(line.get_xdata()) == pytest.approx([1.0, 1.0])
    assert ax.get_title(loc="right") == "confirmed"


def test_hog_lines_run_along_the_edges():
    """Where the picture gets brighter to the right, the strongest line of each cell is vertical, give or take a bin."""
    picture = np.tile(np.arange(32.0), (32, 1))
    _, right = draw_hog(picture, cell=8).axes

    (start, end) = right.collections[0].get_segments()[-1]  # the strongest is drawn last
    across, down = np.abs(end - start)
    assert down > 5 * across


def test_arms_show_means():
    """The bar of each arm stands at the mean of its seeds, and equal arms are named once."""
    arms = {"small": [0.6, 0.8], "large": [0.9, 1.0]}
    first, second = draw_arms({"hard": arms, "easy": arms}, xlabel="accuracy").axes

    assert [line.get_xdata()[0] for line in first.lines[1::2]] == pytest.approx([0.7, 0.95])
    assert [label.get_text() for label in first.get_yticklabels()] == ["small", "large"]
    assert [label.get_text() for label in second.get_yticklabels()] == ["", ""]


def test_arms_of_an_experiment():
    """Every seed of an arm is there once, under the name given to the arm."""
    result = load_result("padding")

    panels = arms_of(result, arm="padding", measure="near", names={"same": "padding 1"})

    assert list(panels[""]) == ["padding 1", "valid"]
    assert sorted(panels[""]["valid"]) == sorted(row["near"] for row in result.rows if row["padding"] == "valid")
    assert len(panels[""]["valid"]) == len(result.seeds)
