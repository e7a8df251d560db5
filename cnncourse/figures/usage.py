"""How many paths lead from each pixel to the output of a stack of 3x3 layers, without and with padding."""

import matplotlib.pyplot as plt
import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from cnncourse.shapes import usage_count


def draw_usage(size: int = 9, kernel_size: int = 3, layers: tuple[int, ...] = (1, 2, 3)) -> Figure:
    """Two rows of heat maps (no padding, padding that keeps the size), one column for each depth.

    Colors and numbers are the counts divided by that of the center.
    """
    fig, axes = plt.subplots(2, len(layers), figsize=(2.4 * len(layers), 5.2), layout="constrained")
    for row, padding in enumerate((0, (kernel_size - 1) // 2)):
        for ax, depth in zip(axes[row], layers, strict=True):
            counts = usage_count(size, kernel_size, padding=padding, layers=depth)
            _draw_map(ax, counts / counts[size // 2, size // 2])
            if row == 0:
                ax.set_title(f"{depth} layer{'s' if depth > 1 else ''}")
        axes[row, 0].set_ylabel(f"padding {padding}")
    plt.close(fig)
    return fig


def _draw_map(ax: Axes, ratio: np.ndarray) -> None:
    ax.imshow(ratio, cmap="cividis", vmin=0, vmax=1)
    ax.set_xlabel(f"corner {ratio[0, 0]:.2g}, center 1")
    ax.set_xticks([])
    ax.set_yticks([])
