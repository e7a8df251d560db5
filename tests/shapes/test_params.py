"""Counting parameters: the lecture's numbers, and the same from dicts, NumPy layers and PyTorch modules."""

import pytest
from torch import nn

from cnncourse.layers_numpy import Conv2d, Linear, ReLU
from cnncourse.shapes import count_params

CONV = {"layer": "conv2d", "in_channels": 3, "out_channels": 30, "kernel_size": 5}


@pytest.mark.parametrize(
    ("layer", "options", "expected"),
    [
        ({"layer": "conv2d", "in_channels": 3, "out_channels": 10, "kernel_size": 3}, {}, 280),
        ({"layer": "conv2d", "in_channels": 10, "out_channels": 10, "kernel_size": 3}, {}, 910),
        ({"layer": "linear", "in_features": 160, "out_features": 10}, {}, 1610),
        ({"layer": "linear", "in_features": 160, "out_features": 10}, {"bias": False}, 1600),
        (CONV, {"bias": False}, 2250),
        ({**CONV, "out_size": 30}, {"shared": False, "bias": False}, 2_025_000),
        ({**CONV, "out_size": 32}, {"shared": False, "bias": False}, 2_304_000),
        ({**CONV, "out_size": (32, 32)}, {"shared": False}, 2_334_720),
        ({**CONV, "layer": "locally_connected2d", "out_size": (30, 32)}, {}, 30 * 32 * 30 * 76),
        ({"layer": "relu"}, {}, 0),
        ({"layer": "conv2d", "in_channels": 8, "out_channels": 8, "kernel_size": (3, 1), "groups": 8}, {}, 32),
    ],
)
def test_by_hand(layer, options, expected):
    """280, 910, 1610, 2250, and "3 million" as what it is: 2,304,000 or 2,025,000."""
    assert count_params(layer, **options) == expected


@pytest.mark.parametrize("bias", [True, False])
def test_layers_and_modules_agree_with_their_description(bias):
    """A dict, the NumPy layer and the PyTorch module have the same count, one by one and as a model."""
    described = [CONV, {"layer": "relu"}, {"layer": "linear", "in_features": 7, "out_features": 5}]
    layers = [Conv2d(3, 30, 5), ReLU(), Linear(7, 5)]
    modules = [nn.Conv2d(3, 30, 5), nn.ReLU(), nn.Linear(7, 5)]
    for one, layer, module in zip(described, layers, modules, strict=True):
        assert count_params(one, bias=bias) == count_params(layer, bias=bias) == count_params(module, bias=bias)
    total = count_params(described, bias=bias)
    assert total == count_params(layers, bias=bias) == count_params(nn.Sequential(*modules), bias=bias)


@pytest.mark.parametrize(
    ("layer", "options", "message"),
    [
        ({"layer": "conv5d"}, {}, "layer must be one of conv2d, .*, but is 'conv5d'"),
        ({"layer": "linear", "out_features": 3}, {}, "'in_features' is missing in"),
        ({"out_features": 3}, {}, "'layer' is missing in"),
        (CONV, {"shared": False}, "'out_size' is missing in"),
        (Conv2d(1, 1, 1), {"shared": False}, 'needs dicts with "out_size", but a layer is a Conv2d'),
        ("conv", {}, "layer must be a dict, a list, a layer or a model, but is 'conv'"),
    ],
)
def test_errors(layer, options, message):
    """What is missing or not known is named: silence would count 0."""
    with pytest.raises(ValueError, match=message):
        count_params(layer, **options)
