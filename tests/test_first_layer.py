"""Pictures of filters, and measures of smoothness that do not see their scale."""

import numpy as np
import pytest
import torch

from cnncourse.first_layer import first_layer_tiles, low_frequency_share, relative_total_variation, total_variation


def test_tiles_put_each_filter_in_its_place():
    """Three 2x2 filters in two columns: 5 x 5 pixels, gaps NaN, each filter scaled to its own largest weight."""
    weight = np.array([[[[1.0, -1], [0, 0.5]]], [[[0, 0], [0, 10]]], [[[0, 0], [0, 0]]]])
    tiles = first_layer_tiles(weight, columns=2)

    assert tiles.shape == (5, 5)
    np.testing.assert_allclose(tiles[:2, :2], [[1, 0], [0.5, 0.75]])
    np.testing.assert_allclose(tiles[:2, 3:], [[0.5, 0.5], [0.5, 1]])
    np.testing.assert_allclose(tiles[3:, :2], 0.5)
    assert np.isnan(tiles[2]).all()
    assert np.isnan(tiles[3:, 3:]).all()


def test_color_filters_keep_their_channels_last():
    """(8, 3, 5, 5) gives a picture with three channels, from a tensor too."""
    weight = torch.randn(8, 3, 5, 5, requires_grad=True)
    tiles = first_layer_tiles(weight, columns=4)

    assert tiles.shape == (11, 23, 3)
    largest = weight[1].detach().abs().max()
    np.testing.assert_allclose(tiles[2, 6 + 3], 0.5 + 0.5 * (weight[1, :, 2, 3].detach() / largest), rtol=1e-5)


def test_total_variation_by_hand():
    """[[1, 3], [2, 2]]: vertical 1, 1; horizontal 2, 0; their mean is 1."""
    assert total_variation([[1.0, 3.0], [2.0, 2.0]]) == 1


def test_relative_total_variation_does_not_see_the_scale():
    """Weights a hundred times smaller are as rough; total variation alone would say smoother (eecs-445-013)."""
    weight = np.random.default_rng(0).normal(size=(20, 1, 7, 7))

    assert total_variation(weight / 100) == pytest.approx(total_variation(weight) / 100)
    assert relative_total_variation(weight / 100) == pytest.approx(relative_total_variation(weight))


def test_independent_weights_have_the_stated_roughness():
    """sqrt(2) for normal weights; a 3x3 mean has neighbors in common and gives sqrt(2/3)."""
    weight = np.random.default_rng(1).normal(size=(2000, 1, 9, 9))
    smooth = np.lib.stride_tricks.sliding_window_view(weight, (3, 3), axis=(2, 3)).mean((-2, -1))

    assert relative_total_variation(weight) == pytest.approx(np.sqrt(2), rel=0.01)
    assert relative_total_variation(smooth) == pytest.approx(np.sqrt(2 / 3), rel=0.02)


def test_low_frequencies_of_a_constant_and_of_a_checkerboard():
    """All of a constant filter's energy is low, none of a checkerboard's; half the frequencies by count otherwise."""
    board = np.indices((8, 8)).sum(0) % 2 * 2.0 - 1

    assert low_frequency_share(np.ones((1, 1, 8, 8))) == pytest.approx(1)
    assert low_frequency_share(board) == pytest.approx(0, abs=1e-12)
    noise = np.random.default_rng(2).normal(size=(500, 1, 8, 8))
    assert low_frequency_share(noise) == pytest.approx((5 / 8) ** 2, rel=0.05)


def test_bad_input_is_named():
    """Two channels cannot be shown, 1x1 filters do not vary, zero weights have no roughness."""
    with pytest.raises(ValueError, match=r"\(C_out, 1 or 3, K_h, K_w\), got \(4, 2, 3, 3\)"):
        first_layer_tiles(np.zeros((4, 2, 3, 3)))
    with pytest.raises(ValueError, match=r"larger than 1x1, got shape \(4, 3, 1, 1\)"):
        total_variation(np.zeros((4, 3, 1, 1)))
    with pytest.raises(ValueError, match="all zero"):
        relative_total_variation(np.zeros((1, 1, 3, 3)))
