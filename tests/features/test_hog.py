"""HOG adds up gradients by direction, cell by cell."""

import numpy as np
import pytest
from skimage import feature

from cnncourse.features import dense_hog, hog


def test_the_lectures_length():
    """A 32x32 patch gives (32/8)^2 * 9 = 144 numbers (claim eecs-445-062)."""
    assert hog(np.zeros((32, 32))).shape == (144,)


def test_hand_worked_edges():
    """A ramp of 1 per pixel to the right: 8x8, gradient 2 in 6 columns: 8 * 6 * 2 = 96 in bin 0."""
    ramp = np.tile(np.arange(8.0), (8, 1))
    across, down = hog(ramp), hog(ramp.T)

    assert across.tolist() == [96, 0, 0, 0, 0, 0, 0, 0, 0]
    assert down.tolist() == [0, 0, 0, 0, 96, 0, 0, 0, 0]  # 90 degrees is in [80, 100)


def test_the_sign_of_the_contrast_does_not_matter():
    """A bright and a dark object have the same HOG."""
    image = np.random.default_rng(0).random((16, 24))

    np.testing.assert_allclose(hog(image), hog(1 - image), atol=1e-12)


def test_agreement_with_scikit_image():
    """scikit-image's HOG with blocks of one cell is ours with each cell scaled to length 1."""
    image = np.random.default_rng(1).random((24, 32))
    theirs = feature.hog(image, 9, (8, 8), (1, 1), block_norm="L2").reshape(-1, 9)
    ours = hog(image).reshape(-1, 9)

    np.testing.assert_allclose(ours / np.linalg.norm(ours, axis=1, keepdims=True), theirs, atol=1e-3)


def test_stacks_and_rests():
    """(N, H, W) gives N rows as if alone; rows beyond the last whole cell are left out."""
    images = np.random.default_rng(2).random((3, 19, 16))

    assert hog(images).shape == (3, 2 * 2 * 9)
    np.testing.assert_array_equal(hog(images)[1], hog(images[1]))


def test_dense_hog_has_a_row_for_each_patch():
    """A 40x48 image has 2 * 3 patches of 32 at stride 8; each row is the HOG of its patch."""
    image = np.random.default_rng(3).random((40, 48))
    rows = dense_hog(image)

    assert rows.shape == (6, 144)
    np.testing.assert_allclose(rows[4], hog(image[8:40, 8:40]))


def test_bad_input_is_named():
    """An image smaller than a cell has no histogram."""
    with pytest.raises(ValueError, match=r"one cell of 8x8 pixels, got shape \(7, 9\)"):
        hog(np.zeros((7, 9)))
    with pytest.raises(ValueError, match="cell and bins must be at least 1, got cell=0"):
        hog(np.zeros((8, 8)), cell=0)
