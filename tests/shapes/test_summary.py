"""A network as a table: the lecture's net, the same from layers and modules, and nets that do not fit."""

import pytest
import torch
from torch import nn

from cnncourse.layers_numpy import AvgPool2d, Conv2d, Flatten, Linear, MaxPool2d, ReLU
from cnncourse.shapes import summary

BLOCK = [
    {"layer": "conv2d", "out_channels": 10, "kernel_size": 3, "padding": 1},
    {"layer": "relu"},
    {"layer": "conv2d", "out_channels": 10, "kernel_size": 3, "padding": 1},
    {"layer": "relu"},
    {"layer": "max_pool2d", "kernel_size": 2},
]


def test_the_net_of_the_lecture():
    """6,440 parameters: 280, five times 910, and 1610; the last volume is 4x4x10."""
    table = summary([*BLOCK, *BLOCK, *BLOCK, {"layer": "linear", "out_features": 10}], (3, 32, 32))
    assert table.params == 6440
    assert [row.params for row in table.rows if row.params] == [280, 910, 910, 910, 910, 910, 1610]
    assert table.rows[-2].out_shape == (10, 4, 4)
    assert table.rows[-2].activations == 160
    assert table.activations == sum(row.activations for row in table.rows)


def test_prints_a_table_with_totals():
    """Columns are aligned, numbers to the right, and the last line has the totals."""
    text = str(summary([{"layer": "conv2d", "out_channels": 10, "kernel_size": 3}], (3, 32, 32)))
    assert text.splitlines() == [
        "layer   output shape  activations  parameters",
        "---------------------------------------------",
        "input   3 x 32 x 32         3,072",
        "conv2d  10 x 30 x 30        9,000         280",
        "---------------------------------------------",
        "total                       9,000         280",
    ]


def test_dicts_layers_and_modules_agree():
    """One net in three forms, with a stride, padding, ceil_mode and a height that is not the width."""
    described = [
        {"layer": "conv2d", "out_channels": 4, "kernel_size": (3, 2), "stride": (2, 1), "padding": 1},
        {"layer": "relu"},
        {"layer": "max_pool2d", "kernel_size": 2},
        {"layer": "avg_pool2d", "kernel_size": 2, "ceil_mode": True},
        {"layer": "flatten"},
        {"layer": "linear", "out_features": 5},
    ]
    layers = [Conv2d(3, 4, (3, 2), (2, 1), 1), ReLU(), MaxPool2d(2), AvgPool2d(2, ceil_mode=True), Flatten()]
    modules = [nn.Conv2d(3, 4, (3, 2), (2, 1), 1), nn.ReLU(), nn.MaxPool2d(2), nn.AvgPool2d(2, ceil_mode=True)]
    tables = [
        summary(described, (3, 11, 9)),
        summary([*layers, Linear(24, 5)], (3, 11, 9)),
        summary(nn.Sequential(*modules, nn.Flatten(), nn.Linear(24, 5)), (3, 11, 9)),
    ]
    rows = [[(row.out_shape, row.params) for row in table.rows] for table in tables]
    assert rows[0] == rows[1] == rows[2]


def test_one_layer_is_a_model():
    """A single layer has one row."""
    assert [row.out_shape for row in summary(Conv2d(3, 2, 3), (3, 8, 9)).rows] == [(2, 6, 7)]


def test_leaves_the_model_as_it_was():
    """Running it for the shapes changes no mode, no statistics and no hooks; float64 models run too."""
    model = nn.Sequential(nn.Conv2d(1, 2, 3), nn.BatchNorm2d(2), nn.BatchNorm2d(2)).double()
    model[2].eval()
    mean = model[1].running_mean.clone()
    summary(model, (1, 5, 5))
    assert [module.training for module in model] == [True, True, False]
    assert torch.equal(model[1].running_mean, mean)
    assert not model[0]._forward_hooks
    layer = Conv2d(1, 1, 1)
    summary([layer.eval()], (1, 2, 2))
    assert not layer.training


def test_global_average_and_unshared_layers():
    """Global pooling leaves one number a channel; unshared weights are counted at every place."""
    table = summary(
        [{"layer": "locally_connected2d", "out_channels": 2, "kernel_size": 3}, {"layer": "global_avg_pool2d"}],
        (1, 5, 6),
    )
    assert [(row.out_shape, row.params) for row in table.rows] == [((2, 3, 4), 3 * 4 * 2 * 10), ((2, 1, 1), 0)]


@pytest.mark.parametrize(
    ("layer", "shape", "message"),
    [
        ({"layer": "linear", "in_features": 5, "out_features": 1}, (1, 2, 3), "in_features is 5, but 1 x 2 x 3 = 6"),
        ({"layer": "conv2d", "in_channels": 2, "out_channels": 1, "kernel_size": 1}, (3, 4, 4), "but 3 channels come"),
        ({"layer": "max_pool2d", "kernel_size": 2}, (10,), r"max_pool2d needs an input of \(C, H, W\), but \(10,\)"),
        ({"layer": "max_pool2d", "kernel_size": 9}, (1, 4, 4), "a window of 9 does not fit into size 4"),
    ],
)
def test_a_layer_that_does_not_fit(layer, shape, message):
    """The error says what comes in."""
    with pytest.raises(ValueError, match=message):
        summary([layer], shape)
