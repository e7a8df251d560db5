"""A volume, the chunk that one neuron sees, and the depth column of the neurons that see it."""

import matplotlib.pyplot as plt
from matplotlib.figure import Figure
from matplotlib.patches import Circle

from cnncourse.figures.boxes import draw_box, place
from cnncourse.figures.colors import BLUE, GREEN, ORANGE
from cnncourse.shapes import conv_output_size

SCALE = 0.1  # page units for a pixel
DEPTH = 0.3  # page units for a channel: channels are few, so they are drawn thicker than pixels


def draw_depth_column(size: int = 32, channels: int = 3, kernel_size: int = 5, filters: int = 5) -> Figure:
    """Draw `channels` x `size` x `size`, one window, and the column of `filters` outputs that look at that window."""
    out_size = conv_output_size(size, kernel_size)
    fig, ax = plt.subplots(figsize=(7.2, 3.6))
    _draw_input(ax, size, channels, kernel_size)
    _draw_output(ax, out_size, filters, left=size * SCALE + 3.0)
    ax.set_aspect("equal")
    ax.set_axis_off()
    ax.autoscale_view()
    plt.close(fig)
    return fig


def _draw_input(ax: plt.Axes, size: int, channels: int, kernel_size: int) -> None:
    side, window = size * SCALE, kernel_size * SCALE
    draw_box(ax, 0, 0, (side, side, channels * DEPTH), color=BLUE)
    draw_box(ax, 1.6, 1.7, (window, window, channels * DEPTH), color=ORANGE, alpha=0.45)
    ax.text(side / 2, -0.35, f"input: {size} × {size} × {channels}", ha="center")
    ax.annotate(
        f"one window:\n{kernel_size} × {kernel_size} × {channels}",
        xy=(1.6, 1.7),
        xytext=(0.25, 0.55),
        arrowprops={"arrowstyle": "-", "color": ORANGE},
    )


def _draw_output(ax: plt.Axes, out_size: int, filters: int, left: float) -> None:
    side = out_size * SCALE
    draw_box(ax, left, 0.2, (side, side, filters * DEPTH), color=GREEN)
    row, column = 1.75, left + 1.4
    for k in range(filters):
        ax.add_patch(Circle(place(column, row, (k + 0.5) * DEPTH), 0.09, facecolor=ORANGE, edgecolor="none", zorder=3))
    first, last = place(column, row, 0.5 * DEPTH), place(column, row, (filters - 0.5) * DEPTH)
    seen_from = (1.6 + 5 * SCALE + 0.5, 2.1)
    for end in (first, last):
        ax.plot([seen_from[0], end[0]], [seen_from[1], end[1]], color=ORANGE, linewidth=0.8, linestyle=":")
    ax.text(left + side / 2, -0.35, f"output: {out_size} × {out_size} × {filters}", ha="center")
    ax.text(left + side / 2, 0.75, f"a column of\n{filters} neurons", ha="center")
