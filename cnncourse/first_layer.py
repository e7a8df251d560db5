"""Looking at a layer's filters: laid out as pictures, and measured for smoothness without a scale."""

from typing import Any

import numpy as np
from numpy.typing import NDArray

from cnncourse.monitoring import as_array


def first_layer_tiles(weight: Any, *, columns: int = 8, gap: int = 1) -> NDArray[np.float64]:
    """The filters of a first layer as one picture, ready for ``imshow``.

    Each filter is scaled by its own largest absolute value, so that zero is middle gray and a weak filter can
    be seen as well as a strong one.

    Args:
        weight: (C_out, 1 or 3, K_h, K_w).
        columns: filters in a row of the picture.
        gap: pixels of NaN between filters (``imshow`` leaves them blank).

    Returns:
        (H, W) for one channel or (H, W, 3) for three, values in [0, 1] and NaN in the gaps.

    Raises:
        ValueError: for another rank or number of channels.
    """
    filters = as_array(weight).astype(np.float64)
    if filters.ndim != 4 or filters.shape[1] not in (1, 3):
        raise ValueError(f"weight expects shape (C_out, 1 or 3, K_h, K_w), got {filters.shape}")
    largest = abs(filters).max(axis=(1, 2, 3), keepdims=True)
    shades = 0.5 + 0.5 * filters / np.where(largest == 0, 1, largest)
    count, channels, height, width = shades.shape
    rows = -(-count // columns)
    picture = np.full((rows * (height + gap) - gap, columns * (width + gap) - gap, channels), np.nan)
    for k, shade in enumerate(shades):
        top, left = (k // columns) * (height + gap), (k % columns) * (width + gap)
        picture[top : top + height, left : left + width] = shade.transpose(1, 2, 0)
    return picture[:, :, 0] if channels == 1 else picture


def total_variation(weight: Any) -> float:
    """Mean absolute difference of neighboring weights, vertical and horizontal, over all filters.

    It halves when all weights are halved, so it cannot compare layers whose weights differ in size: for that use
    `relative_total_variation` (claim eecs-445-013).

    Args:
        weight: (..., K_h, K_w) with at least one side longer than 1.

    Raises:
        ValueError: if the filters are 1x1.
    """
    filters = as_array(weight).astype(np.float64)
    if filters.ndim < 2 or max(filters.shape[-2:]) < 2:
        raise ValueError(f"weight expects filters larger than 1x1, got shape {filters.shape}")
    steps = [abs(np.diff(filters, axis=axis)).ravel() for axis in (-2, -1)]
    return float(np.concatenate(steps).mean())


def relative_total_variation(weight: Any) -> float:
    """Total variation over mean absolute weight: the roughness of the filters whatever their scale.

    Independent normal weights of any size give sqrt(2) on average: such a difference has sqrt(2) times the spread.
    """
    size = abs(as_array(weight).astype(np.float64)).mean()
    if size == 0:
        raise ValueError("weight is all zero: its roughness is not defined")
    return total_variation(weight) / float(size)


def low_frequency_share(weight: Any) -> float:
    """Share of the filters' energy in the lower half of the spatial frequencies, each axis at most 1/4 per pixel.

    Args:
        weight: (..., K_h, K_w).

    Returns:
        A number in [0, 1]; for independent weights it is the share of such frequencies, about 1/4 to 4/9.
    """
    filters = as_array(weight).astype(np.float64)
    energy = abs(np.fft.fft2(filters)) ** 2
    low = [abs(np.fft.fftfreq(length)) <= 0.25 for length in filters.shape[-2:]]
    return float(energy[..., np.outer(low[0], low[1])].sum() / energy.sum())
