"""The receptive field: by hand, from every form of a layer, and as what a gradient reaches."""

import pytest
import torch
from hypothesis import given
from hypothesis import strategies as st
from torch import nn

from cnncourse.layers_numpy import Conv2d, MaxPool2d, ReLU
from cnncourse.shapes import receptive_field


def test_by_hand():
    """Three 3x3 layers see 7 pixels, with a stride of 2 in the first 11; nothing sees one pixel."""
    assert receptive_field([3, 3, 3]) == 7
    assert receptive_field([(3, 2), 3, 3]) == 11
    assert receptive_field([(3, 1, 2)]) == 5
    assert receptive_field([]) == 1


@pytest.mark.parametrize(
    "layers",
    [
        [{"kernel_size": 5}, {"layer": "relu"}, {"layer": "max_pool2d", "kernel_size": 2}, {"kernel_size": 3}],
        [Conv2d(1, 1, 5), ReLU(), MaxPool2d(2), Conv2d(1, 1, 3)],
        nn.Sequential(nn.Conv2d(1, 1, 5), nn.ReLU(), nn.MaxPool2d(2), nn.Conv2d(1, 1, 3)),
    ],
    ids=["dicts", "layers", "modules"],
)
def test_all_forms_of_a_layer(layers):
    """A pool without a stride steps by its window: 1 + 4 + 1 + 2*2 = 10, however the layers are written."""
    assert receptive_field(layers) == 10


def test_height_and_width_may_differ():
    """A 1x5 filter sees 5 columns and one row."""
    assert receptive_field([(1, 5)]) == 1  # a tuple of two is (kernel_size, stride)
    assert receptive_field([((1, 5), 1)]) == (1, 5)
    assert receptive_field([((3, 3), (1, 2)), 3]) == (5, 7)


@given(st.lists(st.tuples(st.integers(1, 4), st.integers(1, 2), st.integers(1, 2)), max_size=4))
def test_is_what_the_gradient_reaches(layers):
    """The pixels on which one output of convolutions of ones depends, counted from first to last."""
    size = receptive_field(layers)
    x = torch.zeros(1, 1, size, requires_grad=True)
    out = x
    for kernel_size, stride, dilation in layers:
        weight = torch.ones(1, 1, kernel_size)
        out = torch.nn.functional.conv1d(out, weight, stride=stride, dilation=dilation)
    assert out.shape[2] == 1
    (grad,) = torch.autograd.grad(out.sum(), x)
    assert grad[0, 0, 0] > 0
    assert grad[0, 0, -1] > 0


def test_refuses_a_bad_stride():
    """A stride of 0 never ends."""
    with pytest.raises(ValueError, match="stride must be a whole number of at least 1, but is 0"):
        receptive_field([(3, 0)])
