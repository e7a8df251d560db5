"""The activations that work entry by entry: ReLU's family, ELU, SELU, sigmoid, tanh and LeCun's tanh."""

from functools import partial

import numpy as np
import pytest
import torch
import torch.nn.functional as F
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import array_shapes

from cnncourse import layers_torch as twins
from cnncourse.gradcheck import gradcheck
from cnncourse.layers_numpy import elu, relu, selu, sigmoid, tanh


def lecun_tanh(x):
    return 1.7159 * torch.tanh(2 / 3 * x)


def leaky(function, name):
    return partial(function, **{name: 0.2})


# name: forward, backward, PyTorch's, the twin
ACTIVATIONS = {
    "relu": (relu.relu_forward, relu.relu_backward, F.relu, twins.relu),
    "leaky_relu": (
        leaky(relu.leaky_relu_forward, "negative_slope"),
        relu.leaky_relu_backward,
        leaky(F.leaky_relu, "negative_slope"),
        leaky(twins.leaky_relu, "negative_slope"),
    ),
    "elu": (
        leaky(elu.elu_forward, "alpha"),
        elu.elu_backward,
        leaky(F.elu, "alpha"),
        leaky(twins.elu, "alpha"),
    ),
    "selu": (selu.selu_forward, selu.selu_backward, F.selu, twins.selu),
    "sigmoid": (sigmoid.sigmoid_forward, sigmoid.sigmoid_backward, torch.sigmoid, twins.sigmoid),
    "tanh": (tanh.tanh_forward, tanh.tanh_backward, torch.tanh, twins.tanh),
    "lecun_tanh": (tanh.lecun_tanh_forward, tanh.lecun_tanh_backward, lecun_tanh, twins.lecun_tanh),
}

CLASSES = {
    "ReLU": (relu.ReLU(), relu.relu_forward, twins.ReLU()),
    "LeakyReLU": (
        relu.LeakyReLU(0.3),
        partial(relu.leaky_relu_forward, negative_slope=0.3),
        twins.LeakyReLU(0.3),
    ),
    "ELU": (elu.ELU(0.5), partial(elu.elu_forward, alpha=0.5), twins.ELU(0.5)),
    "SELU": (selu.SELU(), selu.selu_forward, twins.SELU()),
    "Sigmoid": (sigmoid.Sigmoid(), sigmoid.sigmoid_forward, twins.Sigmoid()),
    "Tanh": (tanh.Tanh(), tanh.tanh_forward, twins.Tanh()),
    "LeCunTanh": (tanh.LeCunTanh(), tanh.lecun_tanh_forward, twins.LeCunTanh()),
}

each_activation = pytest.mark.parametrize("name", ACTIVATIONS)

BY_HAND = [
    ("relu", [-2.0, 0.0, 3.0], [0.0, 0.0, 3.0]),
    ("leaky_relu", [-2.0, 0.0, 3.0], [-0.4, 0.0, 3.0]),
    ("elu", [-2.0, 0.0, 3.0], [0.2 * (np.exp(-2) - 1), 0.0, 3.0]),
    ("selu", [-1.0, 0.0, 2.0], [-1.1113307, 0.0, 2.1014020]),
    ("sigmoid", [-2.0, 0.0, 2.0], [0.1192029, 0.5, 0.8807971]),
    ("tanh", [-1.0, 0.0, 0.5], [-0.7615942, 0.0, 0.4621172]),
    ("lecun_tanh", [-1.0, 0.0, 1.0], [-0.9999971, 0.0, 0.9999971]),
]


@pytest.mark.parametrize(("name", "x", "out"), BY_HAND, ids=[row[0] for row in BY_HAND])
def test_activation_numbers_by_hand(name, x, out):
    """The values the chapters print."""
    np.testing.assert_allclose(ACTIVATIONS[name][0](np.array(x))[0], out, atol=5e-7)


def test_lecun_tanh_slope_at_zero():
    """1.7159 * 2/3 = 1.1439, claim rwth-15-015."""
    _, cache = tanh.lecun_tanh_forward(np.zeros(1))
    assert tanh.lecun_tanh_backward(np.ones(1), cache)[0] == pytest.approx(1.1439, abs=5e-5)


def test_selu_keeps_mean_0_and_variance_1():
    """Under the standard normal density, selu's mean is 0 and its second moment 1 (claim cs-6890-068)."""
    nodes, weights = np.polynomial.hermite_e.hermegauss(200)
    out, _ = selu.selu_forward(nodes)
    weights = weights / weights.sum()
    # The kink at 0 limits the quadrature to three digits.
    assert weights @ out == pytest.approx(0, abs=2e-3)
    assert weights @ out**2 == pytest.approx(1, abs=2e-3)


@each_activation
@pytest.mark.parametrize("shape", [(7,), (3, 5), (2, 3, 5, 4), (0, 3), (1, 1)])
def test_activation_agrees_with_torch(name, shape, dtype, same_as_torch):
    """Output and gradient, also at large numbers, at 0, and for an empty batch."""
    forward, backward, reference, twin = ACTIVATIONS[name]
    x = (3 * np.random.default_rng(3).standard_normal(shape)).astype(dtype)
    if x.size > 4:
        x.flat[:4] = [0.0, 90.0, -90.0, -0.0]
    same_as_torch(forward, backward, reference, [x], twin=twin)


@each_activation
def test_activation_nan_stays_nan(name, same_as_torch):
    """NaN in, NaN out, and no neighbor is touched; infinities as in PyTorch."""
    forward, _, reference, twin = ACTIVATIONS[name]
    x = np.array([1.0, np.nan, np.inf, -np.inf])
    for function in (reference, twin):
        np.testing.assert_allclose(forward(x)[0], function(torch.tensor(x)).numpy(), atol=1e-12)


@each_activation
@given(shape=array_shapes(min_dims=1, max_dims=4, max_side=5), seed=st.integers(0, 2**32 - 1))
def test_activation_keeps_shape_and_order(name, shape, seed):
    """Out has x's shape, and a larger entry never gets a smaller output: all of these only rise."""
    forward = ACTIVATIONS[name][0]
    x = np.random.default_rng(seed).standard_normal(shape)
    out, _ = forward(x)
    assert out.shape == shape
    assert (np.diff(out.ravel()[np.argsort(x.ravel())]) >= 0).all()


@each_activation
def test_activation_gradcheck(name):
    """The backward is the forward's derivative, away from the kink at 0."""
    forward, backward, *_ = ACTIVATIONS[name]
    x = np.random.default_rng(4).standard_normal((3, 4))
    x[np.abs(x) < 0.01] = 0.5
    gradcheck(forward, backward, [x])


@each_activation
def test_activation_takes_any_memory_layout(name):
    """A transposed, strided, read-only x gives what its copy gives."""
    forward, backward, *_ = ACTIVATIONS[name]
    x = np.random.default_rng(5).standard_normal((6, 8))[::2].T
    x.setflags(write=False)
    out, cache = forward(x)
    expected, cache_of_copy = forward(np.ascontiguousarray(x))
    np.testing.assert_array_equal(out, expected)
    grad_out = np.random.default_rng(6).standard_normal((8, 3))
    np.testing.assert_array_equal(backward(grad_out, cache), backward(grad_out, cache_of_copy))


def test_activation_warns_of_nothing():
    """Scores of +-1000 overflow nowhere, not even on the branch that is thrown away."""
    x = np.array([-1000.0, 1000.0], dtype=np.float32)
    with np.errstate(over="raise", invalid="raise"):
        for forward, backward, *_ in ACTIVATIONS.values():
            out, cache = forward(x)
            backward(np.ones_like(out), cache)


@each_activation
def test_activation_errors(name):
    """Integers, and a grad_out of another shape, are refused with both shapes named."""
    forward, backward, *_ = ACTIVATIONS[name]
    with pytest.raises(ValueError, match="x must be float32 or float64, but is int64"):
        forward(np.arange(3))
    _, cache = forward(np.ones((2, 3)))
    with pytest.raises(ValueError, match=r"grad_out.shape=\(3, 2\), expected \(2, 3\)"):
        backward(np.ones((3, 2)), cache)


@pytest.mark.parametrize("name", CLASSES)
def test_activation_class(name):
    """The class is the pair with its options kept, has no parameters, and agrees with the twin's module."""
    layer, forward, module = CLASSES[name]
    x = np.random.default_rng(7).standard_normal((2, 3))
    expected, _ = forward(x)
    np.testing.assert_array_equal(layer.forward(x), expected)
    tensor = torch.tensor(x, requires_grad=True)
    out = module(tensor)
    np.testing.assert_allclose(out.detach().numpy(), expected, atol=1e-12)
    out.backward(torch.ones_like(out))
    np.testing.assert_allclose(layer.backward(np.ones((2, 3))), tensor.grad.numpy(), atol=1e-12)
    assert layer.params == {}
    assert layer.grads == {}
    assert layer.eval() is layer
    assert not layer.training
    assert layer.train().training
