"""`make_shapes`: small pictures of one object each, in which every nuisance is a knob.

Real photographs mix position, size, angle, texture and occlusion. Here each is an argument, so that an
experiment can change one and hold the others still.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

from cnncourse.data.ink import TEXTURES, ink, weave
from cnncourse.data.outlines import OUTLINES

SHAPE_NAMES: tuple[str, ...] = tuple(OUTLINES)
_CHUNK = 512  # images drawn at a time; keeps the sample grid of 24 x 24 images near 20 MB


@dataclass(frozen=True)
class ShapeImages:
    """Images and everything that was drawn into them; all arrays have length N.

    Attributes:
        images: float32 (N, C, H, W) in [0, 1].
        labels: int64 (N,), the index into ``classes``.
        centers: float64 (N, 2), row and column of the object's center in pixels; the top left pixel's center is (0, 0).
        radii: float64 (N,), pixels.
        angles: float64 (N,), degrees, clockwise.
        textures: int64 (N,), the index into the ``texture`` argument.
        occluded: float64 (N,), the fraction of the object's height that is covered.
        classes: the names of the outlines.
    """

    images: NDArray[np.float32]
    labels: NDArray[np.int64]
    centers: NDArray[np.float64]
    radii: NDArray[np.float64]
    angles: NDArray[np.float64]
    textures: NDArray[np.int64]
    occluded: NDArray[np.float64]
    classes: tuple[str, ...]

    def __len__(self) -> int:
        return len(self.labels)


def make_shapes(
    n: int,
    *,
    size: int = 24,
    classes: Sequence[str] = SHAPE_NAMES[:8],
    labels: ArrayLike | None = None,
    position: str | ArrayLike = "anywhere",
    radius: tuple[float, float] = (4.0, 6.0),
    angle: tuple[float, float] = (0.0, 0.0),
    texture: str | Sequence[str] = "solid",
    occlusion: tuple[float, float] = (0.0, 0.0),
    contrast: tuple[float, float] = (0.4, 0.4),
    dark: float = 0.0,
    noise: float = 0.05,
    color: bool = False,
    seed: int = 0,
) -> ShapeImages:
    """Draw ``n`` images of one object each, the classes as equally frequent as ``n`` allows.

    A pair (low, high) is the range of a uniform draw; equal ends fix the value.

    Args:
        n: number of images.
        size: height and width in pixels.
        classes: outlines to draw from, names out of `SHAPE_NAMES`.
        labels: (n,) indices into ``classes``; drawn in random order if not given.
        position: "anywhere" (uniform, the object's circle wholly inside the image), "center", or an (n, 2)
            array of rows and columns in pixels.
        radius: pixels.
        angle: degrees, clockwise.
        texture: one of "solid", "stripes", "checks", "speckle", or several to draw from.
        occlusion: fraction of the object's height covered by a band of background, from its top downwards.
        contrast: difference between object and background, which is 0.5.
        dark: probability that the object is darker than the background instead of brighter.
        noise: standard deviation of the noise added to each pixel (the sum is clipped to [0, 1]).
        color: three channels with a random hue for each object instead of one gray channel.
        seed: the same seed and arguments give the same images.

    Raises:
        ValueError: for an unknown name, a range that is upside down or an object larger than the image.
    """
    textures = (texture,) if isinstance(texture, str) else tuple(texture)
    _check(n, size, classes, textures, radius, occlusion, contrast, dark, noise)
    rng = np.random.default_rng(seed)
    drawn = _labels(n, len(classes), labels, rng)
    radii = rng.uniform(*radius, n)
    centers = _centers(position, n, size, radii, rng)
    angles = rng.uniform(*angle, n)
    texture_index = rng.integers(0, len(textures), n)
    occluded = rng.uniform(*occlusion, n)
    signed_contrast = rng.uniform(*contrast, n) * np.where(rng.random(n) < dark, -1, 1)
    tint = _tint(n, color, rng)

    blank = np.empty((n, tint.shape[1], size, size), np.float32)
    shapes = ShapeImages(blank, drawn, centers, radii, angles, texture_index, occluded, tuple(classes))
    _paint(shapes, textures, signed_contrast[:, None] * tint, noise, rng)
    return shapes


def _paint(shapes: ShapeImages, textures, strength, noise: float, rng: np.random.Generator) -> None:
    """Fill in the images; ``strength`` (n, C) is how far each channel departs from the background."""
    size = shapes.images.shape[-1]
    for start in range(0, len(shapes), _CHUNK):
        part = slice(start, min(start + _CHUNK, len(shapes)))
        names = [shapes.classes[k] for k in shapes.labels[part]]
        place = shapes.centers[part], shapes.radii[part], shapes.angles[part], shapes.occluded[part]
        filled = ink(size, names, *place) * weave(size, [textures[k] for k in shapes.textures[part]], rng)
        picture = 0.5 + strength[part, :, None, None] * filled[:, None]
        shapes.images[part] = np.clip(picture + rng.normal(0, noise, picture.shape), 0, 1)


def _check(n, size, classes, textures, radius, occlusion, contrast, dark, noise) -> None:
    if n < 1 or size < 4:
        raise ValueError(f"n must be at least 1 and size at least 4, got n={n}, size={size}")
    for argument, given, known in (("classes", classes, SHAPE_NAMES), ("texture", textures, TEXTURES)):
        unknown = [name for name in given if name not in known]
        if unknown or not given:
            raise ValueError(f"{argument} expects names out of {', '.join(known)}; got {unknown or 'none'}")
    highest = {"radius": (size - 1) / 2, "occlusion": 1.0, "contrast": 0.5}
    for argument, (low, high) in (("radius", radius), ("occlusion", occlusion), ("contrast", contrast)):
        if not 0 <= low <= high <= highest[argument]:
            raise ValueError(
                f"{argument} expects 0 <= low <= high <= {highest[argument]:g}, got {(low, high)} (size={size})"
            )
    if not 0 <= dark <= 1 or noise < 0:
        raise ValueError(f"dark must be in [0, 1] and noise at least 0, got dark={dark}, noise={noise}")


def _labels(n: int, class_count: int, labels: ArrayLike | None, rng: np.random.Generator) -> NDArray[np.int64]:
    if labels is None:
        return rng.permutation(np.arange(n, dtype=np.int64) % class_count)
    given = np.asarray(labels, dtype=np.int64)
    if given.shape != (n,) or given.min() < 0 or given.max() >= class_count:
        raise ValueError(f"labels expects shape ({n},) with values 0..{class_count - 1}, got shape {given.shape}")
    return given


def _centers(position, n: int, size: int, radii, rng: np.random.Generator) -> NDArray[np.float64]:
    if isinstance(position, str):
        if position == "center":
            return np.full((n, 2), (size - 1) / 2)
        if position == "anywhere":
            room = (size - 1 - 2 * radii)[:, None]
            return radii[:, None] + room * rng.random((n, 2))
        raise ValueError(f"position expects 'anywhere', 'center' or an ({n}, 2) array, got {position!r}")
    given = np.asarray(position, dtype=np.float64)
    if given.shape != (n, 2):
        raise ValueError(f"position expects shape ({n}, 2), got {given.shape}")
    return given


def _tint(n: int, color: bool, rng: np.random.Generator) -> NDArray[np.float64]:
    """How strongly each channel shows the object: (n, 1) of ones, or (n, 3) of a saturated hue."""
    if not color:
        return np.ones((n, 1))
    hue = rng.random((n, 1)) * 6
    # hue circle: each channel rises and falls once, a third of the circle apart
    return np.clip(abs((hue + np.array([0.0, 4.0, 2.0])) % 6 - 3) - 1, 0, 1) * 2 - 1
