"""PReLU: a slope that learns, shared or one for each channel."""

import numpy as np
import pytest
import torch
import torch.nn.functional as F
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import array_shapes

from cnncourse import layers_torch as twins
from cnncourse.gradcheck import gradcheck
from cnncourse.layers_numpy.prelu import PReLU, prelu_backward, prelu_forward


def numbers(seed, *shape):
    return np.random.default_rng(seed).standard_normal(shape)


def test_prelu_by_hand():
    """-2 with slope 0.25 is -0.5, and the slope's gradient is -2; positive entries do not touch the slope."""
    out, cache = prelu_forward(np.array([[-2.0, 3.0]]), np.array([0.25]))
    np.testing.assert_array_equal(out, [[-0.5, 3.0]])
    grad_x, grad_weight = prelu_backward(np.ones((1, 2)), cache)
    np.testing.assert_array_equal(grad_x, [[0.25, 1.0]])
    np.testing.assert_array_equal(grad_weight, [-2.0])


@pytest.mark.parametrize(
    ("shape", "slopes"),
    [((5,), 1), ((4, 3), 1), ((4, 3), 3), ((2, 3, 4, 5), 3), ((2, 3, 4, 5), 1), ((0, 3, 4), 3), ((2, 1, 4), 1)],
)
def test_prelu_agrees_with_torch(shape, slopes, dtype, same_as_torch):
    """One slope or one for each channel, entries at exactly 0 included."""
    x = numbers(1, *shape).astype(dtype)
    if x.size:
        x.flat[0] = 0
    weight = np.linspace(0.1, 0.5, slopes).astype(dtype)
    same_as_torch(prelu_forward, prelu_backward, F.prelu, [x, weight], twin=twins.prelu)


@given(shape=array_shapes(min_dims=2, max_dims=4, max_side=4), seed=st.integers(0, 999))
def test_prelu_with_slope_1_changes_nothing(shape, seed):
    """With every slope 1 it is the identity, whatever the shape."""
    x = numbers(seed, *shape)
    np.testing.assert_array_equal(prelu_forward(x, np.ones(shape[1]))[0], x)


@pytest.mark.parametrize("slopes", [1, 3])
def test_prelu_gradcheck(slopes):
    """Both gradients are slopes of the output."""
    gradcheck(prelu_forward, prelu_backward, [numbers(2, 2, 3, 4), numbers(3, slopes)])


def test_prelu_takes_any_memory_layout():
    """A transposed, read-only x gives what its copy gives."""
    x = numbers(4, 3, 2, 4).T
    x.setflags(write=False)
    weight = numbers(5, 2)
    np.testing.assert_array_equal(prelu_forward(x, weight)[0], prelu_forward(x.copy(), weight)[0])


def test_prelu_errors():
    """Slopes that do not fit the channels are named with both shapes, in both packages."""
    message = r"weight must have 1 slope or one for each of 3 channels: x.shape=\(2, 3\), weight.shape=\(2,\)"
    with pytest.raises(ValueError, match=message):
        prelu_forward(np.ones((2, 3)), np.ones(2))
    with pytest.raises(ValueError, match=message):
        twins.prelu(torch.ones(2, 3), torch.ones(2))
    with pytest.raises(ValueError, match=r"weight must be \(C\), but weight.shape=\(3, 1\)"):
        prelu_forward(np.ones((2, 3)), np.ones((3, 1)))
    with pytest.raises(ValueError, match="weight is float64, but x is float32"):
        prelu_forward(np.ones((2, 3), np.float32), np.ones(3))
    _, cache = prelu_forward(np.ones((2, 3)), np.ones(3))
    with pytest.raises(ValueError, match=r"grad_out.shape=\(3, 2\), expected \(2, 3\)"):
        prelu_backward(np.ones((3, 2)), cache)


def test_prelu_class():
    """Slopes start at 0.25, their gradient is put into grads, and the module agrees."""
    layer, module = PReLU(3, dtype=np.float64), twins.PReLU(3, dtype=torch.float64)
    np.testing.assert_array_equal(layer.params["weight"], module.weight.detach().numpy())
    np.testing.assert_array_equal(layer.params["weight"], [0.25, 0.25, 0.25])
    x = numbers(6, 2, 3, 4)
    tensor = torch.tensor(x, requires_grad=True)
    out = module(tensor)
    out.backward(torch.tensor(x))
    np.testing.assert_array_equal(layer.forward(x), out.detach().numpy())
    np.testing.assert_allclose(layer.backward(x), tensor.grad.numpy(), rtol=1e-12)
    np.testing.assert_allclose(layer.grads["weight"], module.weight.grad.numpy(), rtol=1e-12)
    assert layer.eval() is layer
    assert not layer.training
