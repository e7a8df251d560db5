"""The two photographs that scikit-learn ships (a temple in China, a flower), and patches cut out of them."""

import numpy as np
from numpy.typing import NDArray


def load_photographs() -> dict[str, NDArray[np.float32]]:
    """Both photographs as ``{"china": image, "flower": image}``, each float32 (3, 427, 640) in [0, 1].

    Raises:
        ImportError: if scikit-learn or pillow is not installed.
    """
    try:
        from sklearn.datasets import load_sample_images

        bunch = load_sample_images()
    except ImportError as error:
        raise ImportError("load_photographs needs scikit-learn and pillow: pip install 'cnncourse[book]'") from error
    names = [filename.rsplit("/", 1)[-1].removesuffix(".jpg") for filename in bunch.filenames]
    pictures = [picture.transpose(2, 0, 1).astype(np.float32) / 255 for picture in bunch.images]
    return dict(zip(names, pictures, strict=True))


def natural_patches(
    n: int, *, size: int = 16, gray: bool = False, seed: int = 0
) -> tuple[NDArray[np.float32], NDArray[np.int64]]:
    """Square patches at random places of the two photographs, half of them from each.

    Args:
        n: number of patches.
        size: height and width in pixels.
        gray: one channel (0.299 R + 0.587 G + 0.114 B) instead of three.
        seed: of the places.

    Returns:
        patches, float32 (n, 3 or 1, size, size), and for each the photograph it is from (0 china, 1 flower).

    Raises:
        ValueError: if ``size`` does not fit into the photographs.
    """
    photographs = list(load_photographs().values())
    height, width = photographs[0].shape[1:]
    if not 1 <= size <= min(height, width):
        raise ValueError(f"size must be between 1 and {min(height, width)}, got {size}")
    rng = np.random.default_rng(seed)
    source = rng.permutation(np.arange(n, dtype=np.int64) % len(photographs))
    rows, columns = rng.integers(0, height - size + 1, n), rng.integers(0, width - size + 1, n)
    patches = np.stack(
        [photographs[k][:, r : r + size, c : c + size] for k, r, c in zip(source, rows, columns, strict=True)]
    )
    if gray:
        patches = np.tensordot(patches, np.array([0.299, 0.587, 0.114], np.float32), axes=(1, 0))[:, None]
    return patches, source
