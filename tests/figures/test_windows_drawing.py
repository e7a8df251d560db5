"""The drawing of windows on a row: what is drawn is what the layer does."""

import numpy as np
import pytest
from matplotlib.colors import to_hex
from matplotlib.patches import Rectangle

from cnncourse.figures.colors import BLUE
from cnncourse.figures.windows import draw_windows, unread_pixels
from cnncourse.shapes import conv_output_size


@pytest.mark.parametrize(
    ("size", "kernel_size", "stride", "padding", "unread"),
    [(7, 3, 1, 0, []), (7, 3, 2, 0, []), (7, 3, 3, 0, [6]), (7, 3, 3, 1, []), (10, 3, 4, 0, [3, 7, 8, 9])],
)
def test_unread_pixels(size, kernel_size, stride, padding, unread):
    """The pixels named unread are those that no window covers, in the chapter's own examples."""
    assert unread_pixels(size, kernel_size, stride, padding) == unread


@pytest.mark.parametrize("padding", [0, 1])
def test_bars_are_the_windows(padding):
    """Each panel has as many bars as the layer has outputs, and each bar starts at its window."""
    fig = draw_windows(7, 3, (1, 2, 3), padding=padding)

    for ax, stride in zip(fig.axes, (1, 2, 3), strict=True):
        boxes = [patch for patch in ax.patches if isinstance(patch, Rectangle)]
        bars = [box for box in boxes if to_hex(box.get_facecolor()).upper() == BLUE and box.get_facecolor()[3]]
        starts = [round(bar.get_x() - 0.08) for bar in bars]
        assert starts == [i * stride - padding for i in range(conv_output_size(7, 3, stride=stride, padding=padding))]
        assert np.allclose([bar.get_width() for bar in bars], 3 - 0.16)


def test_the_pixel_left_over_is_hatched():
    """With stride 3 the last pixel, and only it, is hatched; a row that is read whole has no hatching."""
    fig = draw_windows(7, 3, (2, 3))

    hatched = [[patch.get_x() for patch in ax.patches if patch.get_hatch()] for ax in fig.axes]
    assert hatched == [[], [6]]
