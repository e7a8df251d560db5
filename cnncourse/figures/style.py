"""The house style of matplotlib figures: line art whose ink takes the page's color, in light and in dark.

Figures leave the kernel as SVG with text as text. Their ink is `INK`, a black that nobody mixes by accident;
when the book is finished the drawing is put into the page and `INK` becomes `currentColor`. Chosen colors stay.
"""

import importlib
import sys
from io import StringIO
from typing import Any

import matplotlib as mpl
from cycler import cycler
from matplotlib.figure import Figure

from cnncourse.figures.colors import COLORS

INK = "#010203"
MOST_BYTES = 300_000  # a heavier drawing (thousands of points) is shown as a picture instead

STYLE: Any = {  # matplotlib types each key by name
    "text.color": INK,
    "axes.edgecolor": INK,
    "axes.labelcolor": INK,
    "axes.titlecolor": INK,
    "xtick.color": INK,
    "ytick.color": INK,
    "hatch.color": INK,
    "patch.edgecolor": INK,
    "lines.color": INK,
    "boxplot.flierprops.color": INK,
    "figure.facecolor": "none",
    "axes.facecolor": "none",
    "savefig.facecolor": "none",
    "legend.facecolor": "none",
    "legend.edgecolor": "none",
    "axes.prop_cycle": cycler(color=COLORS) + cycler(linestyle=["-", "--", "-.", ":"]),
    "axes.spines.top": False,
    "axes.spines.right": False,
    "axes.titlesize": "medium",
    "font.size": 10,
    "figure.figsize": (6.4, 3.6),
    "svg.fonttype": "none",
    "svg.hashsalt": "cnncourse",
    "image.cmap": "cividis",
}


def use_house_style() -> None:
    """Set matplotlib's defaults, and let the running notebook show figures as SVG. Outside one only the defaults."""
    mpl.rcParams.update(STYLE)
    shell = sys.modules["IPython"].get_ipython() if "IPython" in sys.modules else None
    if shell is not None:
        importlib.import_module("matplotlib_inline.backend_inline")  # it forgets other formats when first imported
        shell.display_formatter.formatters["image/svg+xml"].for_type(Figure, to_svg)


def to_svg(figure: Figure) -> str | None:
    """The figure as an SVG text that depends on nothing but the figure; None where it would be too heavy."""
    out = StringIO()
    with mpl.rc_context({"svg.fonttype": "none", "svg.hashsalt": "cnncourse"}):
        figure.savefig(out, format="svg", bbox_inches="tight", facecolor="none", metadata={"Date": None})
    text = out.getvalue()
    return text if len(text) <= MOST_BYTES else None
