"""Softmax and log-softmax: by hand, against PyTorch and the definition, and at the ends of the number range."""

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
from cnncourse.layers_numpy import softmax as layer

PAIRS = {
    "softmax": (layer.softmax_forward, layer.softmax_backward, F.softmax, twins.softmax),
    "log_softmax": (layer.log_softmax_forward, layer.log_softmax_backward, F.log_softmax, twins.log_softmax),
}
PLAIN = {
    "softmax": layer.softmax_forward_plain,
    "log_softmax": layer.log_softmax_forward_plain,
}
CLASSES = {
    "softmax": (layer.Softmax, twins.Softmax),
    "log_softmax": (layer.LogSoftmax, twins.LogSoftmax),
}
both = pytest.mark.parametrize("name", PAIRS)


def numbers(seed, *shape):
    return 3 * np.random.default_rng(seed).standard_normal(shape)


def test_softmax_by_hand():
    """Scores (1, 2, 3): 0.0900, 0.2447, 0.6652, and their logarithms."""
    out, _ = layer.softmax_forward(np.array([1.0, 2.0, 3.0]))
    np.testing.assert_allclose(out, [0.09003057, 0.24472847, 0.66524096], atol=1e-8)
    log_out, _ = layer.log_softmax_forward(np.array([1.0, 2.0, 3.0]))
    np.testing.assert_allclose(log_out, np.log([0.09003057, 0.24472847, 0.66524096]), atol=1e-7)


@both
@pytest.mark.parametrize(("shape", "dim"), [((4, 5), -1), ((4, 5), 0), ((2, 3, 4, 5), 1), ((6,), 0), ((0, 3), 1)])
def test_softmax_agrees_with_torch(name, shape, dim, dtype, same_as_torch):
    """Along each axis, and for an empty batch."""
    forward, backward, reference, twin = PAIRS[name]
    x = numbers(1, *shape).astype(dtype)
    functions = (partial(function, dim=dim) for function in (forward, reference, twin))
    forward, reference, twin = functions
    same_as_torch(forward, backward, reference, [x], twin=twin)


@both
def test_softmax_fast_is_the_definition(name):
    """On scores that overflow nowhere the fast version and the plain one agree."""
    x = numbers(2, 4, 5)
    for dim in (0, 1):
        expected, _ = PLAIN[name](x, dim=dim)
        np.testing.assert_allclose(PAIRS[name][0](x, dim=dim)[0], expected, rtol=1e-12)


@both
def test_softmax_at_the_ends(name, dtype):
    """Scores of 1000 do not overflow; -inf is probability 0; all -inf, +inf or NaN answer as PyTorch does."""
    x = np.array([[1000, 0, -1000], [-np.inf, 0, 1], [-np.inf] * 3, [np.inf, 0, 1], [np.nan, 0, 1]], dtype=dtype)
    forward, _, reference, twin = PAIRS[name]
    with np.errstate(over="raise", invalid="raise"):
        finite, _ = forward(x[:1])
    assert np.isfinite(finite).all()
    with np.errstate(divide="ignore"):  # the logarithm of a probability of 0
        out, _ = forward(x)
    for function in (reference, twin):
        expected = function(torch.tensor(x), dim=-1).numpy()
        np.testing.assert_allclose(out, expected, rtol=1e-6)


@given(shape=array_shapes(min_dims=1, max_dims=4, max_side=5), seed=st.integers(0, 999), shift=st.floats(-50, 50))
def test_softmax_sums_to_one_and_ignores_a_shift(shape, seed, shift):
    """Probabilities along any axis sum to 1, and adding one number to all scores changes nothing."""
    x = numbers(seed, *shape)
    for dim in range(len(shape)):
        out, _ = layer.softmax_forward(x, dim=dim)
        assert out.shape == shape
        np.testing.assert_allclose(out.sum(axis=dim), 1, rtol=1e-12)
        np.testing.assert_allclose(layer.softmax_forward(x + shift, dim=dim)[0], out, atol=1e-12)


@both
def test_softmax_gradcheck(name):
    """Ones upstream would not do: the probabilities' sum never moves."""
    forward, backward, *_ = PAIRS[name]
    for dim in (0, -1):
        gradcheck(partial(forward, dim=dim), backward, [numbers(3, 3, 4)])


@both
def test_softmax_takes_any_memory_layout(name):
    """A transposed, read-only x gives what its copy gives."""
    x = numbers(4, 5, 3).T
    x.setflags(write=False)
    np.testing.assert_allclose(PAIRS[name][0](x)[0], PAIRS[name][0](x.copy())[0], rtol=1e-12)


@both
def test_softmax_errors(name):
    """An axis that x lacks, integers, and a grad_out of another shape are refused by name."""
    forward, backward, _, twin = PAIRS[name]
    with pytest.raises(ValueError, match=r"dim=2 is no axis of x: x.shape=\(3, 4\)"):
        forward(numbers(5, 3, 4), dim=2)
    with pytest.raises(ValueError, match=r"dim=2 is no axis of x: x.shape=\(3, 4\)"):
        twin(torch.ones(3, 4), dim=2)
    with pytest.raises(ValueError, match="int64"):
        forward(np.ones((3, 4), dtype=np.int64))
    _, cache = forward(numbers(5, 3, 4))
    with pytest.raises(ValueError, match=r"grad_out.shape=\(4, 3\), expected \(3, 4\)"):
        backward(numbers(5, 4, 3), cache)


@both
def test_softmax_class(name):
    """The class keeps `dim`, has no parameters, and agrees with the module."""
    numpy_class, module_class = CLASSES[name]
    x = numbers(6, 3, 4)
    layer_object, module = numpy_class(dim=0), module_class(dim=0)
    tensor = torch.tensor(x, requires_grad=True)
    out = module(tensor)
    np.testing.assert_allclose(layer_object.forward(x), out.detach().numpy(), rtol=1e-12)
    out.backward(torch.tensor(x))
    np.testing.assert_allclose(layer_object.backward(x), tensor.grad.numpy(), atol=1e-12)
    assert (layer_object.params, layer_object.grads) == ({}, {})
    assert layer_object.eval() is layer_object
    assert not layer_object.training
