"""A volume drawn as a box in parallel projection, for the pages where depth has to be seen."""

from matplotlib.axes import Axes
from matplotlib.patches import Polygon

SLANT = (0.55, 0.38)  # how one unit of depth moves to the right and up on the page


def place(x: float, y: float, depth: float) -> tuple[float, float]:
    """Where the point (x, y) at `depth` behind the front face lands on the page."""
    return x + SLANT[0] * depth, y + SLANT[1] * depth


def draw_box(
    ax: Axes, x: float, y: float, size: tuple[float, float, float], *, color: str, alpha: float = 0.15
) -> None:
    """Draw a box with its front face's lower left corner at (x, y); `size` is (width, height, depth).

    Front, top and right face are drawn; the hidden edges are left out.
    """
    width, height, depth = size
    front = [(x, y), (x + width, y), (x + width, y + height), (x, y + height)]
    back = [place(px, py, depth) for px, py in front]
    faces = [front, [front[3], front[2], back[2], back[3]], [front[1], back[1], back[2], front[2]]]
    for face in faces:
        ax.add_patch(Polygon(face, closed=True, facecolor=color, alpha=alpha, edgecolor="none"))
        ax.add_patch(Polygon(face, closed=True, facecolor="none", edgecolor=color, linewidth=1.4))
