"""Schedules: the lectures' numbers, and PyTorch's values where PyTorch has the schedule."""

import math

import numpy as np
import pytest
import torch
from hypothesis import given
from hypothesis import strategies as st

from cnncourse import optim, schedules


def pair_of_optimizers(lr):
    ours = optim.SGD({"weight": np.ones(1)}, lr=lr)
    return ours, torch.optim.SGD([torch.nn.Parameter(torch.ones(1))], lr=lr)


def test_lecture_numbers_for_097():
    """gamma 0.97: half after 22.76 epochs, 0.0476 after 100 (claim eecs-445-006)."""
    assert schedules.half_life(0.97) == pytest.approx(22.7566, abs=1e-4)
    assert schedules.exponential_decay(100, lr=1.0, gamma=0.97) == pytest.approx(0.0476, abs=5e-5)
    assert schedules.gamma_for_half_life(22.7566) == pytest.approx(0.97, abs=1e-6)
    assert math.log(0.1) / math.log(0.97) == pytest.approx(75.6, abs=0.05)


def test_functions_by_hand():
    """Start 0.1: 1/t is half at epoch 1/rate, exp(-t) is 1/e at epoch 1/rate, steps of 30 are sharp."""
    assert schedules.inverse_time_decay(10, lr=0.1, rate=0.1) == pytest.approx(0.05)
    assert schedules.natural_decay(10, lr=0.1, rate=0.1) == pytest.approx(0.1 / math.e)
    assert schedules.step_decay(29, lr=0.1, step_size=30) == pytest.approx(0.1)
    assert schedules.step_decay(30, lr=0.1, step_size=30) == pytest.approx(0.01)
    assert schedules.step_decay(60, lr=0.1, step_size=30, gamma=0.5) == pytest.approx(0.025)


def test_functions_take_arrays_of_epochs():
    """A curve is drawn with one call, and each point is what the single epoch gives."""
    epochs = np.arange(100)
    for function, options in (
        (schedules.inverse_time_decay, {"rate": 0.3}),
        (schedules.natural_decay, {"rate": 0.03}),
        (schedules.exponential_decay, {"gamma": 0.97}),
        (schedules.step_decay, {"step_size": 30}),
    ):
        curve = function(epochs, lr=0.1, **options)
        np.testing.assert_allclose(curve, [function(int(e), lr=0.1, **options) for e in epochs], rtol=1e-12)
        assert curve[0] == pytest.approx(0.1)
        assert (np.diff(curve) <= 0).all()


@given(st.floats(0.01, 0.999))
def test_half_life_halves(gamma):
    """After half_life(gamma) epochs exponential decay is at half, and the inverse function finds gamma."""
    epochs = schedules.half_life(gamma)
    assert schedules.exponential_decay(epochs, lr=2.0, gamma=gamma) == pytest.approx(1.0)
    assert schedules.gamma_for_half_life(epochs) == pytest.approx(gamma)


@pytest.mark.parametrize(
    ("name", "options"),
    [
        ("StepLR", {"step_size": 3}),
        ("StepLR", {"step_size": 4, "gamma": 0.5}),
        ("ExponentialLR", {"gamma": 0.97}),
        ("LambdaLR", {"lr_lambda": lambda epoch: 1 / (1 + 0.1 * epoch)}),
    ],
    ids=lambda value: str(value) if isinstance(value, str) else "",
)
def test_scheduler_agrees_with_torch(name, options):
    """Twelve epochs, rate by rate."""
    ours, theirs = pair_of_optimizers(0.1)
    scheduler = getattr(schedules, name)(ours, **options)
    reference = getattr(torch.optim.lr_scheduler, name)(theirs, **options)
    for _ in range(12):
        assert ours.lr == pytest.approx(theirs.param_groups[0]["lr"], rel=1e-12)
        ours.step({})
        theirs.step()
        scheduler.step()
        reference.step()
    assert ours.lr < 0.1


PLATEAU = [
    {"patience": 2},
    {"mode": "max", "patience": 1, "threshold_mode": "abs", "threshold": 0.1},
    {"mode": "max", "patience": 1, "threshold": 0.2},
    {"threshold_mode": "abs", "threshold": 0.1, "patience": 0, "cooldown": 3},
    {"patience": 0, "factor": 0.5, "min_lr": 0.03},
    {"patience": 0, "factor": 0.5, "eps": 0.02},
    {"patience": 1, "cooldown": 1, "factor": 0.3},
]


@pytest.mark.parametrize("options", PLATEAU, ids=str)
def test_plateau_agrees_with_torch(options):
    """Sixty noisy metrics that stop getting better; the rate is PyTorch's after every one, and does fall."""
    rng = np.random.default_rng(1)
    sign = -1 if options.get("mode") == "max" else 1
    metrics = sign * (1 / (1 + 0.3 * np.arange(60)) + 0.05 * rng.standard_normal(60))
    ours, theirs = pair_of_optimizers(0.1)
    scheduler = schedules.ReduceLROnPlateau(ours, **options)
    reference = torch.optim.lr_scheduler.ReduceLROnPlateau(theirs, **options)
    for metric in metrics:
        scheduler.step(metric)
        reference.step(metric)
        assert ours.lr == pytest.approx(theirs.param_groups[0]["lr"], rel=1e-12)
    assert ours.lr < 0.1


def test_plateau_by_hand():
    """patience 1: the first epoch without progress is forgiven, the second one cuts."""
    optimizer = optim.SGD({}, lr=1.0)
    scheduler = schedules.ReduceLROnPlateau(optimizer, patience=1)
    rates = []
    for metric in (5.0, 4.0, 4.0, 4.0, 3.0):
        scheduler.step(metric)
        rates.append(optimizer.lr)
    assert rates == [1.0, 1.0, 1.0, 0.1, 0.1]


def test_schedule_errors():
    """What cannot be a schedule is refused by name and value."""
    optimizer = optim.SGD({}, lr=1.0)
    for gamma in (0, 1, -0.5, 1.1):
        with pytest.raises(ValueError, match=f"gamma must lie between 0 and 1, but is {gamma}"):
            schedules.half_life(gamma)
    with pytest.raises(ValueError, match="epochs must be above 0, but is 0"):
        schedules.gamma_for_half_life(0)
    with pytest.raises(ValueError, match="step_size must be at least 1, but is 0"):
        schedules.StepLR(optimizer, step_size=0)
    with pytest.raises(ValueError, match="factor must be below 1, but is 1"):
        schedules.ReduceLROnPlateau(optimizer, factor=1.0)
    with pytest.raises(ValueError, match="mode must be 'min' or 'max', but is 'loss'"):
        schedules.ReduceLROnPlateau(optimizer, mode="loss")
    with pytest.raises(ValueError, match="threshold_mode must be 'rel' or 'abs', but is 'x'"):
        schedules.ReduceLROnPlateau(optimizer, threshold_mode="x")
