"""The volumes of a net in a row, and under each the parameters of the layer that made it."""

from collections.abc import Sequence

import matplotlib.pyplot as plt
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from cnncourse.figures.boxes import SLANT, draw_box
from cnncourse.figures.colors import BLUE, GREEN, ORANGE

Shape = tuple[int, ...]


def draw_net(volumes: Sequence[tuple[str, Shape, int]]) -> Figure:
    """Draw a net from its rows (name of the layer, shape of its output, its parameters).

    A shape is (channels, height, width), or (features,) for a vector. Boxes are to scale among each other; bars are
    the parameters. Rows without parameters that keep the shape (activations) should be left out by the caller.
    """
    fig, (top, bottom) = plt.subplots(
        2, 1, figsize=(0.68 * len(volumes) + 0.4, 2.7), height_ratios=(1.5, 1), sharex=True, layout="constrained"
    )
    largest = max(shape[-1] for _, shape, _ in volumes if len(shape) == 3)
    for place, (_, shape, _) in enumerate(volumes):
        _draw_volume(top, place, shape, largest)
    top.set_aspect("equal", adjustable="datalim")
    top.set_axis_off()
    _draw_parameters(bottom, volumes)
    plt.close(fig)
    return fig


def _draw_volume(ax: Axes, place: int, shape: Shape, largest: int) -> None:
    channels, height, width = shape if len(shape) == 3 else (1, shape[0], 1)
    scale = 0.7 / largest  # the largest box leaves a gap to its neighbor
    depth = channels * scale
    side, tall = width * scale, height * scale
    left = place - (side + SLANT[0] * depth) / 2
    draw_box(ax, left, -tall / 2, (side, tall, depth), color=BLUE if len(shape) == 3 else GREEN)
    label = f"{width}×{height}\n×{channels}" if len(shape) == 3 else str(shape[0])
    ax.text(place, -0.5, label, ha="center", va="top", fontsize="small")


def _draw_parameters(ax: Axes, volumes: Sequence[tuple[str, Shape, int]]) -> None:
    counts = [count for _, _, count in volumes]
    ax.bar(range(len(volumes)), counts, color=ORANGE, width=0.6)
    for place, count in enumerate(counts):
        ax.annotate(
            f"{count:,}", (place, count), xytext=(0, 2), textcoords="offset points", ha="center", fontsize="small"
        )
    ax.set_xticks(range(len(volumes)), [name for name, _, _ in volumes], fontsize="small")
    ax.set_ylabel("parameters")
    ax.set_ylim(top=1.2 * max(counts))
    ax.set_yticks([])
    for side in ("top", "right", "left"):
        ax.spines[side].set_visible(False)
