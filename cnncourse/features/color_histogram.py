"""How much of each color an image has, wherever it is."""

import numpy as np
from numpy.typing import ArrayLike, NDArray


def hue(image: ArrayLike) -> NDArray[np.float64]:
    """The place of each pixel on the color circle: 0 red, 1/3 green, 2/3 blue, in [0, 1).

    A gray pixel has no hue; it gets 0, as in Python's ``colorsys``.

    Args:
        image: (..., 3, H, W), red, green and blue.

    Returns:
        (..., H, W).
    """
    pixels = np.asarray(image, dtype=np.float64)
    if pixels.ndim < 3 or pixels.shape[-3] != 3:
        raise ValueError(f"image expects shape (..., 3, H, W), got {pixels.shape}")
    red, green, blue = np.moveaxis(pixels, -3, 0)
    largest = pixels.max(axis=-3)
    spread = largest - pixels.min(axis=-3)
    safe = np.where(spread == 0, 1, spread)
    sixth = np.select(
        [spread == 0, largest == red, largest == green],
        [np.zeros_like(spread), (green - blue) / safe, 2 + (blue - red) / safe],
        4 + (red - green) / safe,
    )
    return (sixth / 6) % 1


def color_histogram(image: ArrayLike, bins: int = 8) -> NDArray[np.int64]:
    """Count the pixels of each hue: each pixel adds 1 to the bin of its hue (claim eecs-445-060).

    Args:
        image: (..., 3, H, W) in any range.
        bins: number of equal parts of the color circle.

    Returns:
        (..., bins); each histogram sums to H * W.

    Raises:
        ValueError: for another shape or less than one bin.
    """
    if bins < 1:
        raise ValueError(f"bins must be at least 1, got {bins}")
    place = np.minimum((hue(image) * bins).astype(np.int64), bins - 1)
    return np.stack([(place == k).sum((-2, -1)) for k in range(bins)], axis=-1)
