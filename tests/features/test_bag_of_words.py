"""A bag of words gives every image the same number of numbers."""

import numpy as np
import pytest

from cnncourse.features import BagOfWords


@pytest.fixture(scope="module")
def blobs():
    """Three images with 5, 20 and 60 descriptors around (0, 0), (10, 0) and (0, 10) in known shares."""
    rng = np.random.default_rng(0)
    centers = np.array([[0, 0], [10, 0], [0, 10]])
    shares = [[0] * 5, [0] * 10 + [1] * 10, [1] * 30 + [2] * 30]
    return [centers[s] + rng.normal(0, 0.1, (len(s), 2)) for s in shares]


def test_hand_worked_histograms(blobs):
    """The shares of each image come out, whatever the number of its descriptors."""
    bag = BagOfWords(3).fit(blobs)
    order = [int(np.linalg.norm(bag.vocabulary - c, axis=1).argmin()) for c in ([0, 0], [10, 0], [0, 10])]

    np.testing.assert_allclose(bag.transform(blobs)[:, order], [[1, 0, 0], [0.5, 0.5, 0], [0, 0.5, 0.5]])


def test_repeating_the_patches_changes_nothing(blobs):
    """The histogram is of shares: twice the same patches, the same vector."""
    bag = BagOfWords(3).fit(blobs)
    twice = [np.concatenate([matrix, matrix]) for matrix in blobs]

    np.testing.assert_allclose(bag.transform(twice), bag.transform(blobs))


def test_the_words_are_nearest_in_distance():
    """A descriptor goes to the nearest word, computed here the long way."""
    rng = np.random.default_rng(1)
    data = rng.normal(size=(200, 5))
    bag = BagOfWords(12).fit([data])
    nearest = [np.linalg.norm(bag.vocabulary - row, axis=1).argmin() for row in data]

    np.testing.assert_allclose(bag.transform([data])[0], np.bincount(nearest, minlength=12) / 200)


def test_the_seed_decides(blobs):
    """Fitting twice gives the same vocabulary."""
    first, second = (BagOfWords(4, seed=3).fit(blobs).vocabulary for _ in range(2))

    np.testing.assert_array_equal(first, second)


def test_bad_input_is_named(blobs):
    """Too few descriptors, no vocabulary yet, descriptors of another length."""
    with pytest.raises(ValueError, match="86 words need at least as many descriptors, got 85"):
        BagOfWords(86).fit(blobs)
    with pytest.raises(ValueError, match="call fit first"):
        BagOfWords(2).transform(blobs)
    with pytest.raises(ValueError, match=r"expect shape \(n >= 1, 2\), got \(4, 3\)"):
        BagOfWords(2).fit(blobs).transform([np.zeros((4, 3))])
