"""Variance by layer: the lectures' numbers, measured."""

import numpy as np
import pytest

from cnncourse import init
from cnncourse.layers_numpy import SELU, LeCunTanh, ReLU, Tanh
from cnncourse.variance import variance_by_layer


def test_old_rule_loses_two_thirds_a_layer():
    """Linear layers under the old Torch rule: 1/3, 1/9, ... both ways (claim rwth-15-053)."""
    measured = variance_by_layer(init.old_torch_uniform, depth=5)
    np.testing.assert_allclose(measured.activation, 3.0 ** -np.arange(1, 6), rtol=0.1)
    np.testing.assert_allclose(measured.gradient, 3.0 ** -np.arange(5, 0, -1), rtol=0.1)
    np.testing.assert_array_equal(measured.activation, measured.pre_activation)


def test_he_keeps_relu_alive_and_lecun_halves_it():
    """ReLU: variance before the activation stays at 2 under He, and halves under LeCun (rwth-15-066, rwth-15-067)."""
    he = variance_by_layer(init.he_normal, ReLU, depth=6).pre_activation
    lecun = variance_by_layer(init.lecun_normal, ReLU, depth=6).pre_activation
    np.testing.assert_allclose(he, 2, rtol=0.25)
    np.testing.assert_allclose(lecun[1:] / lecun[:-1], 0.5, rtol=0.2)


def test_lecun_tanh_sinks_to_its_fixed_point():
    """0.75 after the first layer, then towards 0.38 (claim rwth-15-048)."""
    measured = variance_by_layer(init.lecun_normal, LeCunTanh, depth=20).activation
    assert measured[0] == pytest.approx(0.75, abs=0.03)
    assert measured[1] == pytest.approx(0.62, abs=0.03)
    assert measured[-1] == pytest.approx(0.38, abs=0.06)


def test_selu_stays_at_1_with_the_right_weights_only():
    """With variance 1/n the activations keep variance 1; with 1 they explode (claim cs-6890-069)."""
    right = variance_by_layer(init.lecun_normal, SELU, depth=8, width=256)
    np.testing.assert_allclose(right.activation, 1, atol=0.15)

    def unit_variance(shape, rng, *, dtype):
        return rng.standard_normal(shape).astype(dtype)

    assert variance_by_layer(unit_variance, SELU, depth=8, width=256).activation[-1] > 1e15


def test_small_weights_silence_tanh():
    """sigma 0.01 at width 400: 0.037, 0.0015, 6e-5 (claim rwth-15-019)."""

    def small(shape, rng, *, dtype):
        return 0.01 * rng.standard_normal(shape).astype(dtype)

    measured = variance_by_layer(small, Tanh, depth=3).activation
    np.testing.assert_allclose(measured, [0.037, 0.0015, 6e-5], rtol=0.1)


def test_same_seed_same_numbers():
    """Seeded, so a page prints what it printed yesterday; another seed gives others."""
    first, second, other = (variance_by_layer(init.he_normal, width=20, seed=s).gradient for s in (0, 0, 1))
    np.testing.assert_array_equal(first, second)
    assert not np.array_equal(first, other)


@pytest.mark.parametrize("name", ["depth", "width", "examples"])
def test_sizes_below_1(name):
    """A net of nothing is refused by name."""
    with pytest.raises(ValueError, match=f"{name} must be at least 1, but is 0"):
        variance_by_layer(init.he_normal, **{name: 0})
