"""A bag of visual words: an image as a histogram of its patches' nearest prototypes."""

from collections.abc import Sequence

import numpy as np
from numpy.typing import ArrayLike, NDArray


class BagOfWords:
    """Turn matrices of n x D descriptors, n different for each image, into vectors of one length (eecs-445-063).

    `fit` looks for ``words`` typical descriptors by k-means; `transform` counts which word each descriptor of an
    image is nearest to, and divides by their number.

    Args:
        words: length of the histogram.
        seed: of k-means.

    Attributes:
        vocabulary: (words, D), after `fit`.
    """

    def __init__(self, words: int = 50, *, seed: int = 0) -> None:
        if words < 1:
            raise ValueError(f"words must be at least 1, got {words}")
        self.words, self.seed = words, seed
        self.vocabulary: NDArray[np.float64] | None = None

    def fit(self, descriptors: Sequence[ArrayLike]) -> "BagOfWords":
        """Find the words in all descriptors of all images.

        Args:
            descriptors: one (n, D) matrix per image.

        Raises:
            ValueError: if there are fewer descriptors than words.
        """
        from sklearn.cluster import KMeans

        everything = np.concatenate([np.asarray(matrix, dtype=np.float64) for matrix in descriptors])
        if len(everything) < self.words:
            raise ValueError(f"{self.words} words need at least as many descriptors, got {len(everything)}")
        self.vocabulary = (
            KMeans(self.words, n_init=1, max_iter=50, random_state=self.seed).fit(everything).cluster_centers_
        )
        return self

    def transform(self, descriptors: Sequence[ArrayLike]) -> NDArray[np.float64]:
        """One histogram per image, (N, words); each sums to 1.

        Raises:
            ValueError: before `fit`, for descriptors of another length, or for an image without any.
        """
        if self.vocabulary is None:
            raise ValueError("transform needs a vocabulary: call fit first")
        return np.stack([self._histogram(np.asarray(matrix, dtype=np.float64)) for matrix in descriptors])

    def _histogram(self, matrix: NDArray[np.float64]) -> NDArray[np.float64]:
        assert self.vocabulary is not None  # transform has checked
        if matrix.ndim != 2 or len(matrix) == 0 or matrix.shape[1] != self.vocabulary.shape[1]:
            raise ValueError(f"descriptors expect shape (n >= 1, {self.vocabulary.shape[1]}), got {matrix.shape}")
        # |a - b|^2 = |a|^2 - 2 ab + |b|^2, and |a|^2 is the same for every word
        distance = (self.vocabulary**2).sum(1) - 2 * matrix @ self.vocabulary.T
        return np.bincount(distance.argmin(1), minlength=self.words) / len(matrix)
