"""scikit-learn's 1,797 handwritten digits of 8x8 pixels: real data that needs no download."""

import numpy as np
from numpy.typing import NDArray


def load_digits(*, size: int = 8) -> tuple[NDArray[np.float32], NDArray[np.int64]]:
    """The digits 0 to 9 of the UCI test set (Alpaydin and Kaynak, 1998), as scikit-learn ships them.

    Args:
        size: height and width; a multiple of 8 larger than 8 enlarges by bilinear interpolation.

    Returns:
        images, float32 (1797, 1, size, size) in [0, 1], and labels, int64 (1797,).

    Raises:
        ValueError: if ``size`` is not a multiple of 8.
        ImportError: if scikit-learn is not installed.
    """
    if size < 8 or size % 8:
        raise ValueError(f"size must be a multiple of 8, got {size}")
    try:
        from sklearn.datasets import load_digits as sklearn_digits
    except ImportError as error:
        raise ImportError("load_digits needs scikit-learn: pip install 'cnncourse[book]'") from error
    bunch = sklearn_digits()
    images = (bunch.images / 16).astype(np.float32)
    for axis in (1, 2):
        images = _enlarge(images, axis, size)
    return images[:, None], bunch.target.astype(np.int64)


def _enlarge(images: NDArray[np.float32], axis: int, size: int) -> NDArray[np.float32]:
    """Linear interpolation along one axis; the outermost pixels are repeated beyond their centers."""
    old = images.shape[axis]
    if size == old:
        return images
    place = np.clip((np.arange(size) + 0.5) * old / size - 0.5, 0, old - 1)
    left = np.minimum(place.astype(int), old - 2)
    shape = [1, 1, 1]
    shape[axis] = size
    share = (place - left).astype(np.float32).reshape(shape)
    return images.take(left, axis) * (1 - share) + images.take(left + 1, axis) * share
