"""Max pooling on numbers: the windows of one depth slice, their winners, and the output."""

import matplotlib.pyplot as plt
import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.patches import Rectangle

from cnncourse.figures.colors import COLORS
from cnncourse.layers_numpy import max_pool2d_forward


def draw_max_pool(values: np.ndarray, kernel_size: int = 2) -> Figure:
    """Draw a small slice (height, width), its windows in colors, and the maximum of each window beside it.

    The windows do not overlap (stride = kernel size); colors repeat after four windows.
    """
    pooled = max_pool2d_forward(values[None, None].astype(float), kernel_size)[0][0, 0]
    fig, (left, right) = plt.subplots(1, 2, figsize=(6, 3), width_ratios=(values.shape[1], pooled.shape[1] + 1))
    for i, j in np.ndindex(pooled.shape):
        color = COLORS[(i * pooled.shape[1] + j) % len(COLORS)]
        window = values[i * kernel_size : (i + 1) * kernel_size, j * kernel_size : (j + 1) * kernel_size]
        winner = np.unravel_index(np.argmax(window), window.shape)
        for u, v in np.ndindex(window.shape):
            _draw_number(
                left, i * kernel_size + u, j * kernel_size + v, float(window[u, v]), color, won=(u, v) == winner
            )
        _draw_number(right, i, j, float(pooled[i, j]), color, won=True)
    for ax, shape, title in ((left, values.shape, "input"), (right, pooled.shape, "output")):
        ax.set_xlim(-0.1, shape[1] + 0.1)
        ax.set_ylim(shape[0] + 0.1, -0.1)
        ax.set_title(f"{title}: {shape[0]} × {shape[1]}", fontsize="medium")
        ax.set_aspect("equal")
        ax.set_axis_off()
    plt.close(fig)
    return fig


def _draw_number(ax: Axes, row: int, col: int, number: float, color: str, *, won: bool) -> None:
    ax.add_patch(Rectangle((col, row), 1, 1, facecolor=color, alpha=0.4 if won else 0.12, edgecolor="none"))
    ax.add_patch(Rectangle((col, row), 1, 1, facecolor="none", edgecolor=color, linewidth=1.4))
    ax.text(col + 0.5, row + 0.5, f"{number:g}", ha="center", va="center", weight="bold" if won else "normal")
