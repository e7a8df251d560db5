"""Where the windows of a layer lie along one row, and which pixels no window reads."""

import matplotlib.pyplot as plt
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.patches import Rectangle

from cnncourse.figures.colors import BLUE, GRAY, ORANGE
from cnncourse.shapes import conv_output_size


def draw_windows(size: int, kernel_size: int, strides: tuple[int, ...] = (1, 2, 3), *, padding: int = 0) -> Figure:
    """One panel for each stride: a row of `size` pixels, the windows as bars below it, unread pixels hatched."""
    most = max(conv_output_size(size, kernel_size, stride=stride, padding=padding) for stride in strides)
    fig, axes = plt.subplots(
        1, len(strides), figsize=(2.6 * len(strides), 0.8 + 0.16 * most), squeeze=False, layout="constrained"
    )
    for ax, stride in zip(axes[0], strides, strict=True):
        _draw_panel(ax, size, kernel_size, stride, padding)
        ax.set_ylim(-0.45 * most - 0.3, 1.1)
    plt.close(fig)
    return fig


def unread_pixels(size: int, kernel_size: int, stride: int, padding: int = 0) -> list[int]:
    """The pixels of a row that no window of the layer covers, counted from 0."""
    windows = conv_output_size(size, kernel_size, stride=stride, padding=padding)
    read = {i * stride + offset - padding for i in range(windows) for offset in range(kernel_size)}
    return [pixel for pixel in range(size) if pixel not in read]


def _draw_panel(ax: Axes, size: int, kernel_size: int, stride: int, padding: int) -> None:
    unread = unread_pixels(size, kernel_size, stride, padding)
    for pixel in range(-padding, size + padding):
        real = 0 <= pixel < size
        ax.add_patch(_pixel(pixel, real=real, read=pixel not in unread))
        if not real:
            ax.text(pixel + 0.5, 0.5, "0", ha="center", va="center", color=GRAY)
    windows = conv_output_size(size, kernel_size, stride=stride, padding=padding)
    for i in range(windows):
        left = i * stride - padding
        ax.add_patch(
            Rectangle((left + 0.08, -0.45 * (i + 1)), kernel_size - 0.16, 0.28, facecolor=BLUE, edgecolor="none")
        )
    note = f", {len(unread)} unread" if unread else ""
    ax.set_title(f"stride {stride}: {windows} windows{note}", fontsize="medium")
    ax.set_xlim(-padding - 0.2, size + padding + 0.2)
    ax.set_aspect("equal")
    ax.set_axis_off()


def _pixel(left: int, *, real: bool, read: bool) -> Rectangle:
    if not real:
        return Rectangle((left, 0), 1, 1, facecolor="none", edgecolor=GRAY, linestyle=":", zorder=1)
    if not read:
        return Rectangle((left, 0), 1, 1, facecolor="none", edgecolor=ORANGE, hatch="////", zorder=3)
    return Rectangle((left, 0), 1, 1, facecolor="none", edgecolor=plt.rcParams["text.color"], zorder=2)
