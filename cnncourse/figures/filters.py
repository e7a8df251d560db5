"""The first layer's filters as small pictures, trained with and without weight decay."""

import matplotlib.pyplot as plt
import numpy as np
from matplotlib.figure import Figure

from cnncourse.experiments.result import Result
from cnncourse.experiments.table import Table
from cnncourse.first_layer import first_layer_tiles

FILTERS = 12  # that the experiment keeps of each net


def draw_first_layers(result: Result) -> Figure:
    """A row of filters for each net and each kept weight decay of the experiment "first-layer-noise".

    Middle gray is zero; each filter is scaled by its own largest weight.
    """
    kept = [row for row in result.rows if row["filters"]]
    fig, axes = plt.subplots(len(kept), 1, figsize=(7.2, 0.95 * len(kept)), layout="constrained")
    table = Table(result.rows)
    for ax, row in zip(axes, kept, strict=True):
        side = round((len(row["filters"]) / FILTERS) ** 0.5)
        filters = np.array(row["filters"]).reshape(FILTERS, 1, side, side)
        ax.imshow(first_layer_tiles(filters, columns=FILTERS), cmap="gray", vmin=0, vmax=1)
        roughness = table.mean("roughness", net=row["net"], decay=row["decay"], length=row["length"])
        ax.set_title(f"{row['net']}, weight decay {row['decay']:g}: roughness {roughness:.2f}", loc="left")
        ax.set_axis_off()
    plt.close(fig)
    return fig
