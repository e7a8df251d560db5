"""The monitors measure what they say: ratios, widths."""

import numpy as np
import pytest
import torch

from cnncourse.data import Minibatches
from cnncourse.monitoring import UpdateRatios, loss_width, update_ratio
from cnncourse.training import train


def test_the_lectures_ratio():
    """An update of 0.0002 on weights of 0.02 is 0.01 (claim eecs-445-011), whatever their number."""
    weights, update = np.full((3, 4), 0.02), np.full((3, 4), -0.0002)

    assert update_ratio({"w": weights}, {"w": update})["w"] == pytest.approx(0.01)


def test_the_ratio_uses_the_euclidean_norm():
    """(3, 4) moved by (0.3, 0): 0.3 / 5."""
    assert update_ratio({"w": [3.0, 4.0]}, {"w": [0.3, 0.0]})["w"] == pytest.approx(0.06)


def test_the_callback_measures_each_layers_real_update():
    """For plain SGD the ratio is lr * norm(gradient) / norm(weight), at every second step, biases left out."""
    torch.manual_seed(0)
    model = torch.nn.Sequential(torch.nn.Linear(3, 4), torch.nn.ReLU(), torch.nn.Linear(4, 2))
    x, y = torch.randn(12, 3), torch.arange(12) % 2
    expected = []

    class Check:
        def before_step(self, run):
            weight = run.model[0].weight
            expected.append((0.5 * weight.grad.norm() / weight.norm()).item())

    watch = UpdateRatios(every=2)
    optimizer = torch.optim.SGD(model.parameters(), lr=0.5)
    train(model, Minibatches(x, y, 4), optimizer, callbacks=[watch, Check()], epochs=1)

    assert set(watch.ratios) == {"0.weight", "2.weight"}
    np.testing.assert_allclose(watch.ratios["0.weight"], expected[::2], rtol=1e-4)


def test_update_ratio_refuses_what_does_not_fit():
    """Other names, other shapes and an all-zero parameter are named."""
    with pytest.raises(ValueError, match=r"different names: \['a'\] and \['b'\]"):
        update_ratio({"a": [1.0]}, {"b": [1.0]})
    with pytest.raises(ValueError, match=r"a: the parameter has shape \(1,\), its update \(2,\)"):
        update_ratio({"a": [1.0]}, {"a": [1.0, 2.0]})
    with pytest.raises(ValueError, match="a is all zero"):
        update_ratio({"a": [0.0]}, {"a": [1.0]})
    with pytest.raises(ValueError, match="every must be at least 1, got 0"):
        UpdateRatios(every=0)


@pytest.mark.parametrize("window", [2, 5, 25, 26])
def test_the_width_is_the_noise_without_the_slope(window):
    """A falling line plus noise of standard deviation 0.3: the width is 0.3, for every window."""
    steps = np.arange(20000)
    curve = 5 - 1e-4 * steps + np.random.default_rng(0).normal(0, 0.3, len(steps))

    assert loss_width(curve, window=window) == pytest.approx(0.3, rel=0.03)


def test_a_straight_line_has_no_width():
    """Without noise the width is 0."""
    assert loss_width(np.linspace(3, 1, 50), window=5) == pytest.approx(0, abs=1e-12)


def test_a_curve_shorter_than_the_window_is_refused():
    """10 steps have no moving mean of 25."""
    with pytest.raises(ValueError, match="between 2 and the number of steps 10, got 25"):
        loss_width(np.zeros(10))
