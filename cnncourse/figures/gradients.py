"""A picture beside its histogram of oriented gradients, each bin a line along the edges it stands for."""

import matplotlib.pyplot as plt
import numpy as np
from matplotlib.axes import Axes
from matplotlib.collections import LineCollection
from matplotlib.figure import Figure
from numpy.typing import NDArray

from cnncourse.features import hog


def draw_hog(image: NDArray[np.floating], *, cell: int = 8, bins: int = 9) -> Figure:
    """Draw a gray picture (height, width) and, beside it, the edges of each cell: the brighter, the stronger."""
    rows, columns = image.shape[0] // cell, image.shape[1] // cell
    strengths = hog(image, cell=cell, bins=bins).reshape(rows, columns, bins)
    fig, (left, right) = plt.subplots(1, 2, figsize=(7.2, 3.7), layout="constrained")
    left.imshow(image, cmap="gray")
    left.set_axis_off()
    _draw_stars(right, strengths)
    plt.close(fig)
    return fig


def _draw_stars(ax: Axes, strengths: NDArray[np.floating]) -> None:
    rows, columns, bins = strengths.shape
    shades = np.clip(strengths / np.quantile(strengths, 0.99), 0, 1)
    directions = (np.arange(bins) + 0.5) * np.pi / bins + np.pi / 2  # an edge runs across its gradient
    segments, grays = [], []
    for row, column, k in np.ndindex(rows, columns, bins):
        across, down = 0.45 * np.cos(directions[k]), 0.45 * np.sin(directions[k])
        segments.append([(column - across, row - down), (column + across, row + down)])
        grays.append(shades[row, column, k])
    order = np.argsort(grays)  # strong edges on top
    lines = LineCollection([segments[k] for k in order], cmap="gray", linewidths=1.2)
    lines.set_array(np.array(grays)[order])
    ax.add_collection(lines)
    ax.set_facecolor("black")
    ax.set_xlim(-0.5, columns - 0.5)
    ax.set_ylim(rows - 0.5, -0.5)
    ax.set_aspect("equal")
    ax.set_xticks([])
    ax.set_yticks([])
