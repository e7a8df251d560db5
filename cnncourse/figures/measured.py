"""The committed measurements of the layers: read, drawn, and the conditions under which they were made."""

import json
from pathlib import Path
from typing import Any

import matplotlib.pyplot as plt
import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure

import cnncourse
from cnncourse.figures.colors import COLORS

FILE = Path(cnncourse.__file__).parents[1] / "benchmarks" / "results" / "layers.json"
NAMES = {"plain loops": "plain loops", "course code": "all columns at once", "ours": "blocks", "PyTorch": "PyTorch"}


def load_measured(file: Path = FILE) -> dict[str, Any]:
    """The numbers that `make bench` saved: "machine", "convolutions" and "quantities".

    Raises:
        FileNotFoundError: outside the repository, or where nothing was saved; says which command saves it.
    """
    if not file.is_file():
        raise FileNotFoundError(f"{file.name} is not there: python -m benchmarks.layers --save writes it")
    data: dict[str, Any] = json.loads(file.read_text(encoding="utf-8"))
    return data


def draw_measured(data: dict[str, Any]) -> Figure:
    """Two panels: milliseconds of forward and backward on a logarithmic axis, and peak memory, for each convolution."""
    fig, (left, right) = plt.subplots(1, 2, figsize=(8.6, 3.8), width_ratios=(1.5, 1), layout="constrained")
    problems = [entry["problem"].split(":")[0] for entry in data["convolutions"]]
    _draw_bars(left, problems, [entry["milliseconds"] for entry in data["convolutions"]])
    left.set_yscale("log")
    left.set_ylabel("milliseconds (logarithmic)")
    _draw_bars(right, problems, [entry["memory"] for entry in data["convolutions"]])
    right.set_ylabel("memory / (input + output)")
    handles, labels = left.get_legend_handles_labels()
    fig.legend(handles, labels, loc="outside lower center", ncols=len(labels))
    plt.close(fig)
    return fig


def _draw_bars(ax: Axes, problems: list[str], values: list[dict[str, float]]) -> None:
    kinds = [kind for kind in NAMES if kind in values[0]]
    width = 0.8 / len(kinds)
    for i, kind in enumerate(kinds):
        places = np.arange(len(problems)) + (i - (len(kinds) - 1) / 2) * width
        color = COLORS[list(NAMES).index(kind)]
        ax.bar(places, [value[kind] for value in values], width, color=color, label=NAMES[kind])
    ax.set_xticks(range(len(problems)), problems)
