"""The rules about shapes: for each, what just passes, what just fails, and the whole message."""

import re
from types import SimpleNamespace

import numpy as np
import pytest

from cnncourse.shapes import checks
from cnncourse.shapes.arguments import probability, real_number


def of(*shape):
    """Anything with a shape."""
    return SimpleNamespace(shape=shape)


IMAGE, FILTERS = of(2, 4, 7, 8), of(6, 4, 3, 3)
PASSES = [
    (checks.check_layout, ("x", of(2, 3), "(N, C)"), {}),
    (checks.check_layout, ("x", of(2, 3, 4), "(N, C)", "(N, C, L)"), {}),
    (checks.check_rank_at_least, ("x", of(2, 3), 2), {}),
    (checks.check_dim, (of(2, 3), 1), {}),
    (checks.check_dim, (of(2, 3), -2), {}),
    (checks.check_dim, (of(2, 3), np.int64(0)), {}),
    (checks.check_dim, (of(), 0), {}),
    (checks.check_dim, (of(), -1), {}),
    (checks.check_pixels, (of(0, 0, 1, 1),), {}),
    (checks.check_pool_padding, (1, 3), {}),
    (checks.check_pool_padding, ((2, 0), (4, 1)), {}),
    (checks.check_channels, (IMAGE, FILTERS, 4), {}),
    (checks.check_places, (IMAGE, of(6, 5, 6, 4, 3, 3), (5, 6)), {}),
    (checks.check_linear_weight, (of(5), of(3, 5)), {}),
    (checks.check_linear_weight, (of(9, 2, 5), of(3, 5)), {}),
    (checks.check_slopes, (of(2, 4, 7), of(4)), {}),
    (checks.check_slopes, (of(2, 4), of(4)), {}),
    (checks.check_slopes, (of(2, 4), of(1)), {}),
    (checks.check_slopes, (of(4), of(1)), {}),
    (checks.check_slopes, (of(), of(1)), {}),
    (checks.check_bias, (None, FILTERS), {}),
    (checks.check_bias, (of(6), FILTERS), {}),
    (checks.check_bias, (of(6, 5, 6), of(6, 5, 6, 4, 3, 3), (6, 5, 6)), {}),
    (checks.check_per_channel, (IMAGE,), {"weight": of(4), "bias": None}),
    (checks.check_per_channel, (of(2, 4),), {"weight": of(4)}),
    (checks.check_normalized, (IMAGE, (7, 8)), {"weight": of(7, 8), "bias": None}),
    (checks.check_normalized, (IMAGE, (2, 4, 7, 8)), {}),
]
FAILS = [
    (checks.check_layout, ("x", of(2, 3), "(N, C, L)"), {}, "x must be (N, C, L), but x.shape=(2, 3)"),
    (
        checks.check_layout,
        ("x", of(2), "(N, C)", "(N, C, L)", "(N, C, H, W)"),
        {},
        "x must be (N, C), (N, C, L) or (N, C, H, W), but x.shape=(2,)",
    ),
    (checks.check_rank_at_least, ("x", of(2), 2), {}, "x must have at least 2 axes, but x.shape=(2,)"),
    (checks.check_dim, (of(2, 3), 2), {}, "dim=2 is no axis of x: x.shape=(2, 3)"),
    (checks.check_dim, (of(2, 3), -3), {}, "dim=-3 is no axis of x: x.shape=(2, 3)"),
    (checks.check_dim, (of(2, 3), 1.0), {}, "dim=1.0 is no axis of x: x.shape=(2, 3)"),
    (checks.check_dim, (of(), 1), {}, "dim=1 is no axis of x: x.shape=()"),
    (checks.check_pixels, (of(2, 3, 0, 1),), {}, "x must have pixels, but x.shape=(2, 3, 0, 1)"),
    (checks.check_pixels, (of(2, 3, 1, 0),), {}, "x must have pixels, but x.shape=(2, 3, 1, 0)"),
    (checks.check_pool_padding, (2, 3), {}, "padding must be at most half the window: padding=2, kernel_size=3"),
    (
        checks.check_pool_padding,
        ((1, 2), (2, 3)),
        {},
        "padding must be at most half the window: padding=(1, 2), kernel_size=(2, 3)",
    ),
    (checks.check_pool_padding, (-1, 3), {}, "padding must be a whole number of at least 0, but is -1"),
    (checks.check_pool_padding, (0, 0), {}, "kernel_size must be a whole number of at least 1, but is 0"),
    (checks.check_groups, (3, 4, 6), {}, "groups=3 must divide the 4 input and 6 output channels"),
    (checks.check_groups, (4, 4, 6), {}, "groups=4 must divide the 4 input and 6 output channels"),
    (checks.check_groups, (0, 4, 6), {}, "groups must be a whole number of at least 1, but is 0"),
    (
        checks.check_channels,
        (IMAGE, FILTERS, 3),
        {},
        "weight expects 3 input channels, but x has 4: x.shape=(2, 4, 7, 8), weight.shape=(6, 4, 3, 3)",
    ),
    (
        checks.check_places,
        (IMAGE, of(6, 6, 5, 4, 3, 3), (5, 6)),
        {},
        "weight must have a filter for each of the (5, 6) places, but has (6, 5): "
        "x.shape=(2, 4, 7, 8), weight.shape=(6, 6, 5, 4, 3, 3)",
    ),
    (
        checks.check_linear_weight,
        (of(9, 5, 4), of(3, 5)),
        {},
        "weight expects 5 input features, but x has 4: x.shape=(9, 5, 4), weight.shape=(3, 5)",
    ),
    (
        checks.check_linear_weight,
        (of(5), of(5)),
        {},
        "weight must be (out_features, in_features), but weight.shape=(5,)",
    ),
    (checks.check_linear_weight, (of(), of(3, 5)), {}, "x must have at least 1 axes, but x.shape=()"),
    (
        checks.check_slopes,
        (of(2, 4), of(2)),
        {},
        "weight must have 1 slope or one for each of 4 channels: x.shape=(2, 4), weight.shape=(2,)",
    ),
    (
        checks.check_slopes,
        (of(4), of(4)),
        {},
        "weight must have 1 slope or one for each of 1 channels: x.shape=(4,), weight.shape=(4,)",
    ),
    (
        checks.check_slopes,
        (of(), of(2)),
        {},
        "weight must have 1 slope or one for each of 1 channels: x.shape=(), weight.shape=(2,)",
    ),
    (checks.check_slopes, (of(2, 4), of(4, 1)), {}, "weight must be (C), but weight.shape=(4, 1)"),
    (
        checks.check_bias,
        (of(1), FILTERS),
        {},
        "bias must be of shape (6,): bias.shape=(1,), weight.shape=(6, 4, 3, 3)",
    ),
    (
        checks.check_bias,
        (of(6), of(4, 3, 1, 1), (3,)),
        {},
        "bias must be of shape (3,): bias.shape=(6,), weight.shape=(4, 3, 1, 1)",
    ),
    (
        checks.check_per_channel,
        (IMAGE,),
        {"weight": None, "bias": of(1)},
        "bias must have one number for each of 4 channels: x.shape=(2, 4, 7, 8), bias.shape=(1,)",
    ),
    (
        checks.check_normalized,
        (IMAGE, (8, 7)),
        {},
        "x must end in the axes of normalized_shape: x.shape=(2, 4, 7, 8), normalized_shape=(8, 7)",
    ),
    (
        checks.check_normalized,
        (IMAGE, ()),
        {},
        "x must end in the axes of normalized_shape: x.shape=(2, 4, 7, 8), normalized_shape=()",
    ),
    (
        checks.check_normalized,
        (IMAGE, (7, 8)),
        {"weight": None, "bias": of(8)},
        "bias must have normalized_shape: bias.shape=(8,), normalized_shape=(7, 8)",
    ),
    (checks.normalized_sizes, ((7, 0),), {}, "normalized_shape must be a whole number of at least 1, but is 0"),
    (real_number, ("eps", "1"), {}, "eps must be a number, but is '1'"),
    (real_number, ("eps", None), {}, "eps must be a number, but is None"),
    (probability, ("p", 1.1), {}, "p must be a probability from 0 to 1, but is 1.1"),
    (probability, ("p", -0.1), {}, "p must be a probability from 0 to 1, but is -0.1"),
    (probability, ("p", float("nan")), {}, "p must be a probability from 0 to 1, but is nan"),
    (probability, ("p", "0.5"), {}, "p must be a probability from 0 to 1, but is '0.5'"),
]


@pytest.mark.parametrize(("rule", "arguments", "more"), PASSES)
def test_what_just_passes(rule, arguments, more):
    """The rule says nothing."""
    assert rule(*arguments, **more) is None


@pytest.mark.parametrize(("rule", "arguments", "more", "message"), FAILS)
def test_what_just_fails(rule, arguments, more, message):
    """The rule says all of this, and nothing else."""
    with pytest.raises(ValueError, match=f"^{re.escape(message)}$"):
        rule(*arguments, **more)


def test_what_is_made_regular():
    """Groups as an int, normalized_shape as a tuple, options as Python floats."""
    assert type(checks.check_groups(np.int64(2), 4, 6)) is int
    assert checks.check_groups(2, 4, 6) == 2
    assert checks.normalized_sizes(5) == checks.normalized_sizes(np.int64(5)) == checks.normalized_sizes([5]) == (5,)
    assert checks.normalized_sizes((7, 8)) == (7, 8)
    assert checks.normalized_sizes(()) == ()
    assert type(real_number("eps", np.float64(0.5))) is type(probability("p", np.float32(0.5))) is float
    assert (real_number("eps", 2), probability("p", 0), probability("p", 1)) == (2.0, 0.0, 1.0)
