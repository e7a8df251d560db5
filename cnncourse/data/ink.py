"""How much of each pixel an object fills, and what its surface looks like."""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from cnncourse.data.outlines import OUTLINES

TEXTURES = ("solid", "stripes", "checks", "speckle")
SUBPIXELS = 3  # each pixel is the mean of 3 x 3 yes-or-no samples, so that edges are gray, not jagged


def ink(
    size: int,
    names: Sequence[str],
    centers: NDArray[np.float64],
    radii: NDArray[np.float64],
    angles: NDArray[np.float64],
    occluded: NDArray[np.float64],
) -> NDArray[np.float64]:
    """How much of each pixel the object fills, (n, H, W) in [0, 1]; the arguments are `ShapeImages`' fields."""
    steps = (np.arange(size * SUBPIXELS) + 0.5) / SUBPIXELS - 0.5
    down = (steps[None, :, None] - centers[:, 0, None, None]) / radii[:, None, None]
    right = (steps[None, None, :] - centers[:, 1, None, None]) / radii[:, None, None]
    cos, sin = (f(np.deg2rad(angles))[:, None, None] for f in (np.cos, np.sin))
    u, v = cos * right + sin * down, cos * down - sin * right
    inside = np.zeros(u.shape, bool)
    for name in set(names):
        rows = [k for k, other in enumerate(names) if other == name]
        inside[rows] = OUTLINES[name](u[rows], v[rows])
    inside &= down >= -1 + 2 * occluded[:, None, None]
    return inside.reshape(len(names), size, SUBPIXELS, size, SUBPIXELS).mean((2, 4))


def weave(size: int, textures: Sequence[str], rng: np.random.Generator) -> NDArray[np.float64]:
    """The texture's brightness by pixel, (n, H, W); it is fixed to the image, not to the object."""
    rows, columns = np.indices((size, size))
    brightness = np.ones((len(textures), size, size))
    for k, texture in enumerate(textures):
        if texture == "stripes":
            brightness[k] = np.where((rows // 2) % 2 == 0, 1.0, 0.3)
        elif texture == "checks":
            brightness[k] = np.where((rows // 2 + columns // 2) % 2 == 0, 1.0, 0.3)
        elif texture == "speckle":
            brightness[k] = rng.uniform(0.3, 1.0, (size, size))
    return brightness
