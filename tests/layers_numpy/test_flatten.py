"""Flatten: the order of the numbers, and the way back."""

import numpy as np
import pytest
import torch
from hypothesis import given
from hypothesis.extra.numpy import array_shapes

from cnncourse import layers_torch as twins
from cnncourse.gradcheck import gradcheck
from cnncourse.layers_numpy.flatten import Flatten, flatten_backward, flatten_forward


def test_flatten_by_hand():
    """Two images of two channels, one row, three columns: channel after channel, six numbers each."""
    x = np.arange(12.0).reshape(2, 2, 1, 3)
    out, cache = flatten_forward(x)
    np.testing.assert_array_equal(out, [[0, 1, 2, 3, 4, 5], [6, 7, 8, 9, 10, 11]])
    np.testing.assert_array_equal(flatten_backward(out, cache), x)


@pytest.mark.parametrize("shape", [(4, 5), (2, 3, 4, 5), (1, 2, 3), (0, 3, 4)])
def test_flatten_agrees_with_torch(shape, dtype, same_as_torch):
    """Also for an empty batch, whose row length must not be guessed."""
    x = np.random.default_rng(0).standard_normal(shape).astype(dtype)
    same_as_torch(flatten_forward, flatten_backward, torch.nn.Flatten(), [x], twin=twins.flatten)


@given(shape=array_shapes(min_dims=2, max_dims=5, max_side=4))
def test_flatten_keeps_every_number(shape):
    """Any shape: as many numbers, in the same order, and back."""
    x = np.arange(np.prod(shape), dtype=float).reshape(shape)
    out, cache = flatten_forward(x)
    assert out.shape[0] == shape[0]
    np.testing.assert_array_equal(out.ravel(), x.ravel())
    np.testing.assert_array_equal(flatten_backward(out, cache), x)


def test_flatten_gradcheck():
    """Its gradient is the rearranged upstream gradient."""
    gradcheck(flatten_forward, flatten_backward, [np.random.default_rng(1).standard_normal((2, 3, 2))])


def test_flatten_takes_any_memory_layout():
    """A transposed, read-only x is read in its logical order."""
    x = np.arange(24.0).reshape(4, 3, 2).T
    x.setflags(write=False)
    np.testing.assert_array_equal(flatten_forward(x)[0], x.copy().reshape(2, 12))


def test_flatten_errors():
    """A vector has no batch, integers are refused, and a grad_out of another shape is named."""
    with pytest.raises(ValueError, match=r"x must have at least 2 axes, but x.shape=\(3,\)"):
        flatten_forward(np.ones(3))
    with pytest.raises(ValueError, match=r"x must have at least 2 axes, but x.shape=\(3,\)"):
        twins.flatten(torch.ones(3))
    with pytest.raises(ValueError, match="int64"):
        flatten_forward(np.ones((2, 3), dtype=np.int64))
    _, cache = flatten_forward(np.ones((2, 3, 4)))
    with pytest.raises(ValueError, match=r"grad_out.shape=\(2, 3, 4\), expected \(2, 12\)"):
        flatten_backward(np.ones((2, 3, 4)), cache)


def test_flatten_class():
    """Forward and backward as the pair, and as the module."""
    x = np.random.default_rng(2).standard_normal((2, 3, 4))
    layer = Flatten()
    out = layer.forward(x)
    np.testing.assert_array_equal(out, twins.Flatten()(torch.tensor(x)).numpy())
    np.testing.assert_array_equal(layer.backward(out), x)
    assert (layer.params, layer.grads) == ({}, {})
    assert layer.eval() is layer
    assert not layer.training
