"""Starting weights: fans by hand, variances and bounds of every rule, and PyTorch's own numbers for them."""

import math

import numpy as np
import pytest
import torch
from hypothesis import given
from hypothesis import strategies as st

from cnncourse import init

# rule, variance for (fan_in, fan_out)
RULES = {
    "lecun_normal": lambda fan_in, fan_out: 1 / fan_in,
    "lecun_uniform": lambda fan_in, fan_out: 1 / fan_in,
    "glorot_normal": lambda fan_in, fan_out: 2 / (fan_in + fan_out),
    "glorot_uniform": lambda fan_in, fan_out: 2 / (fan_in + fan_out),
    "he_normal": lambda fan_in, fan_out: 2 / fan_in,
    "he_uniform": lambda fan_in, fan_out: 2 / fan_in,
    "old_torch_uniform": lambda fan_in, fan_out: 1 / (3 * fan_in),
}
each_rule = pytest.mark.parametrize("rule", RULES)


def test_fans_by_hand():
    """A linear layer of 300 inputs and 10 outputs; 16 filters on 6 channels with 5x5 kernels."""
    assert init.fan_in_and_fan_out((10, 300)) == (300, 10)
    assert init.fan_in_and_fan_out((16, 6, 5, 5)) == (150, 400)


@given(st.lists(st.integers(1, 6), min_size=2, max_size=5))
def test_fans_are_pytorchs(shape):
    """For any shape of at least two axes."""
    expected = torch.nn.init._calculate_fan_in_and_fan_out(torch.empty(shape))
    assert init.fan_in_and_fan_out(shape) == expected


@each_rule
@pytest.mark.parametrize("shape", [(200, 500), (64, 32, 5, 5)])
def test_variance_of_each_rule(rule, shape):
    """Mean 0 and the rule's variance, within what 50 000 draws allow."""
    fan_in, fan_out = init.fan_in_and_fan_out(shape)
    weight = getattr(init, rule)(shape, np.random.default_rng(0), dtype=np.float64)
    variance = RULES[rule](fan_in, fan_out)
    assert weight.shape == shape
    assert weight.var() == pytest.approx(variance, rel=0.03)
    assert abs(weight.mean()) < 5 * math.sqrt(variance / weight.size)


@pytest.mark.parametrize(
    ("rule", "bound"),
    [
        ("lecun_uniform", math.sqrt(3 / 300)),
        ("glorot_uniform", math.sqrt(6 / 400)),
        ("he_uniform", math.sqrt(6 / 300)),
        ("old_torch_uniform", 1 / math.sqrt(300)),
    ],
)
def test_bounds_of_the_uniform_rules(rule, bound):
    """The interval of each is filled and not left: 300 inputs, 100 outputs (claims rwth-15-049, -063, -064)."""
    weight = getattr(init, rule)((100, 300), np.random.default_rng(1), dtype=np.float64)
    assert 0.999 * bound < weight.max() <= bound
    assert -bound <= weight.min() < -0.999 * bound


def test_old_torch_rule_is_still_pytorchs():
    """nn.Linear(400, n) still draws within +-0.0500, and so does the rule here, also for a bias."""
    module = torch.nn.Linear(400, 500)
    assert module.weight.abs().max().item() == pytest.approx(0.05, rel=1e-3)
    rng = np.random.default_rng(2)
    assert np.abs(init.old_torch_uniform((500, 400), rng)).max() == pytest.approx(0.05, rel=1e-3)
    bias = init.old_torch_bias((5000, 400), rng, dtype=np.float64)
    assert bias.shape == (5000,)
    assert bias.dtype == np.float64
    assert np.abs(bias).max() == pytest.approx(0.05, rel=1e-2)


@each_rule
def test_seed_and_dtype(rule):
    """float32 unless asked otherwise, and the same seed gives the same weights."""
    first, second = (getattr(init, rule)((3, 4), np.random.default_rng(3)) for _ in range(2))
    assert first.dtype == np.float32
    np.testing.assert_array_equal(first, second)


@pytest.mark.parametrize("shape", [(), (5,), (0, 3), (3, 0, 2)])
def test_shapes_without_fans(shape):
    """A bias, and a layer of nothing, have no fans."""
    with pytest.raises(ValueError, match="shape must be"):
        init.fan_in_and_fan_out(shape)
