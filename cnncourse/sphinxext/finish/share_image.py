"""The picture that a link to the book shows elsewhere: the title, and a kernel on its image."""

from pathlib import Path

from matplotlib.figure import Figure
from matplotlib.patches import Rectangle

from cnncourse.figures.colors import BLUE, ORANGE


def draw_share_image(title: str, path: Path) -> None:
    """Draw the picture, 1200 by 630 pixels, and save it as PNG."""
    figure = Figure(figsize=(12, 6.3), dpi=100, facecolor="white")
    ax = figure.add_axes((0, 0, 1, 1))
    ax.set_xlim(0, 12)
    ax.set_ylim(0, 6.3)
    ax.set_axis_off()
    for row in range(7):
        for column in range(7):
            read = 2 <= column < 5 and 2 <= row < 5
            place = (0.8 + 0.6 * column, 1.05 + 0.6 * row)
            ax.add_patch(Rectangle(place, 0.54, 0.54, facecolor=BLUE, alpha=0.9 if read else 0.25))
    ax.add_patch(Rectangle((1.97, 2.22), 1.8, 1.8, fill=False, edgecolor=ORANGE, linewidth=5))
    name, _, rest = title.partition(",")
    ax.text(5.6, 3.6, name, fontsize=34, fontweight="bold", color="#10151c", va="bottom")
    ax.text(5.6, 3.3, rest.strip(), fontsize=26, color="#10151c", va="top")
    figure.savefig(path, format="png", metadata={"Software": None})
