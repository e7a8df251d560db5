"""The color histogram counts hues, and nothing else."""

import colorsys

import numpy as np
import pytest

from cnncourse.features import color_histogram, hue


def test_hand_worked_image():
    """Two red pixels, one green, one blue, in three bins: 2, 1, 1."""
    image = np.zeros((3, 2, 2))
    image[0, 0, :] = 1
    image[1, 1, 0] = 1
    image[2, 1, 1] = 1

    assert color_histogram(image, bins=3).tolist() == [2, 1, 1]


def test_hue_agrees_with_colorsys():
    """Python's own conversion, on 200 random colors and the gray ones."""
    colors = np.random.default_rng(0).random((3, 10, 20))
    colors[:, 0] = 0.4
    expected = [[colorsys.rgb_to_hsv(*colors[:, r, c])[0] for c in range(20)] for r in range(10)]

    np.testing.assert_allclose(hue(colors), np.array(expected) % 1, atol=1e-12)


def test_it_sums_to_the_pixels_and_knows_no_places():
    """Each pixel is counted once, and shuffling the pixels changes nothing."""
    rng = np.random.default_rng(1)
    image = rng.random((3, 8, 9))
    shuffled = image.reshape(3, -1)[:, rng.permutation(72)].reshape(3, 8, 9)

    assert color_histogram(image, bins=7).sum() == 72
    np.testing.assert_array_equal(color_histogram(image, bins=7), color_histogram(shuffled, bins=7))


def test_a_stack_of_images_gives_a_stack_of_histograms():
    """(N, 3, H, W) gives (N, bins), each as if alone."""
    images = np.random.default_rng(2).random((4, 3, 5, 6))

    assert color_histogram(images).shape == (4, 8)
    np.testing.assert_array_equal(color_histogram(images)[2], color_histogram(images[2]))


def test_bad_input_is_named():
    """A gray image has no hues; no bins is no histogram."""
    with pytest.raises(ValueError, match=r"expects shape \(\.\.\., 3, H, W\), got \(1, 4, 4\)"):
        color_histogram(np.zeros((1, 4, 4)))
    with pytest.raises(ValueError, match="bins must be at least 1, got 0"):
        color_histogram(np.zeros((3, 4, 4)), bins=0)
