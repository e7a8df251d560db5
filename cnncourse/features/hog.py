"""Histograms of oriented gradients: which way the edges run, cell by cell."""

import numpy as np
from numpy.typing import ArrayLike, NDArray


def hog(image: ArrayLike, cell: int = 8, bins: int = 9) -> NDArray[np.float64]:
    """For each cell, how much edge there is in each direction (claims eecs-445-061 and eecs-445-062).

    The gradient of each pixel is a central difference (0 at the border). Its direction, without its sign, falls
    into one of ``bins`` equal parts of 180 degrees; its length is added there. A 32x32 image with cells of 8x8 gives
    4 * 4 * 9 = 144 numbers. This is the lecture's form: Dalal and Triggs (2005) also share each gradient among
    neighboring bins and normalize over overlapping blocks of cells.

    Args:
        image: (..., H, W), gray. Rows and columns beyond the last whole cell are left out.
        cell: height and width of a cell in pixels.
        bins: directions.

    Returns:
        (..., (H // cell) * (W // cell) * bins): cells row by row, the bins of a cell together; the first bin
        begins at a horizontal gradient, that is a vertical edge.

    Raises:
        ValueError: if the image is smaller than a cell, or ``cell`` or ``bins`` is not positive.
    """
    pixels = np.asarray(image, dtype=np.float64)
    if cell < 1 or bins < 1:
        raise ValueError(f"cell and bins must be at least 1, got cell={cell}, bins={bins}")
    if pixels.ndim < 2 or min(pixels.shape[-2:]) < cell:
        raise ValueError(f"image expects at least one cell of {cell}x{cell} pixels, got shape {pixels.shape}")
    down, right = np.zeros_like(pixels), np.zeros_like(pixels)
    down[..., 1:-1, :] = pixels[..., 2:, :] - pixels[..., :-2, :]
    right[..., :, 1:-1] = pixels[..., :, 2:] - pixels[..., :, :-2]
    length = np.hypot(down, right)
    direction = np.arctan2(down, right) % np.pi  # without sign: [0, 180) degrees
    place = np.minimum((direction * (bins / np.pi)).astype(np.int64), bins - 1)

    rows, columns = pixels.shape[-2] // cell, pixels.shape[-1] // cell
    whole = (..., slice(rows * cell), slice(columns * cell))
    split = (*pixels.shape[:-2], rows, cell, columns, cell)
    cells = [np.where(place == k, length, 0)[whole].reshape(split).sum((-3, -1)) for k in range(bins)]
    return np.stack(cells, axis=-1).reshape(*pixels.shape[:-2], -1)


def dense_hog(image: ArrayLike, *, patch: int = 32, stride: int = 8, cell: int = 8) -> NDArray[np.float64]:
    """The HOG of every patch of one image: the matrix of descriptors that a bag of words is made of.

    Args:
        image: (H, W), gray.
        patch: height and width of a patch.
        stride: pixels from one patch to the next.
        cell: height and width of a cell.

    Returns:
        (number of patches, numbers per patch).
    """
    pixels = np.asarray(image)
    windows = np.lib.stride_tricks.sliding_window_view(pixels, (patch, patch))[::stride, ::stride]
    return hog(windows.reshape(-1, patch, patch), cell=cell)
