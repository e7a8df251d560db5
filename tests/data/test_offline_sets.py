"""The data sets that need no network: digits and photographs."""

import numpy as np
import pytest

from cnncourse.data import load_digits, load_photographs, natural_patches


def test_digits_are_scaled_to_one():
    """1,797 images of 8x8 with values n/16, and labels 0 to 9."""
    images, labels = load_digits()

    assert images.shape == (1797, 1, 8, 8)
    assert images.dtype == np.float32
    assert images.max() == 1
    assert sorted(set(labels.tolist())) == list(range(10))


def test_enlarged_digits_agree_with_pytorchs_bilinear_interpolation():
    """24x24 digits are torch.nn.functional.interpolate's, bilinear, align_corners=False."""
    import torch

    small, _ = load_digits()
    large, _ = load_digits(size=24)
    expected = torch.nn.functional.interpolate(torch.as_tensor(small[:50]), size=24, mode="bilinear")

    np.testing.assert_allclose(large[:50], expected.numpy(), atol=1e-6)


def test_digits_refuse_a_size_that_is_no_multiple_of_8():
    """20 is refused by name and value."""
    with pytest.raises(ValueError, match="size must be a multiple of 8, got 20"):
        load_digits(size=20)


def test_patches_are_cut_out_of_the_photograph_they_name():
    """Each patch occurs in its photograph; half come from each; the seed decides the places."""
    photographs = list(load_photographs().values())
    patches, source = natural_patches(4, size=12, seed=2)

    assert np.bincount(source).tolist() == [2, 2]
    for patch, k in zip(patches, source, strict=True):
        windows = np.lib.stride_tricks.sliding_window_view(photographs[k], (3, 12, 12))[0]
        assert (windows[:, :, 0, 0, 0] == patch[0, 0, 0]).any()
        rows, columns = np.nonzero(windows[:, :, 0, 0, 0] == patch[0, 0, 0])
        assert any((windows[r, c] == patch).all() for r, c in zip(rows, columns, strict=True))
    np.testing.assert_array_equal(natural_patches(4, size=12, seed=2)[0], patches)


def test_gray_patches_are_weighted_sums():
    """Gray is 0.299 R + 0.587 G + 0.114 B of the same patch."""
    color, gray = natural_patches(3, seed=1)[0], natural_patches(3, seed=1, gray=True)[0]

    np.testing.assert_allclose(gray[:, 0], 0.299 * color[:, 0] + 0.587 * color[:, 1] + 0.114 * color[:, 2], atol=1e-6)


def test_a_patch_larger_than_the_photograph_is_refused():
    """428 rows do not fit 427."""
    with pytest.raises(ValueError, match="between 1 and 427, got 428"):
        natural_patches(1, size=428)
