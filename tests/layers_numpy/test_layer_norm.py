"""Layer normalization: by hand, against PyTorch, by differences, and what it refuses."""

from functools import partial

import numpy as np
import pytest
import torch
import torch.nn.functional as F
from hypothesis import given
from hypothesis import strategies as st

from cnncourse import layers_torch as twins
from cnncourse.gradcheck import gradcheck
from cnncourse.layers_numpy.layer_norm import LayerNorm, layer_norm_backward, layer_norm_forward


def numbers(seed, *shape):
    return np.random.default_rng(seed).standard_normal(shape)


def with_shape(function, shape):
    """The function of x, weight and bias alone."""
    return lambda x, weight, bias: function(x, shape, weight, bias)


def test_layer_norm_by_hand():
    """1, 3, 5, 7 becomes -1.34 .. 1.34, times 2 plus 10; the neighbor example does not matter."""
    x = np.array([[1.0, 3.0, 5.0, 7.0], [100.0, 0.0, 0.0, 0.0]])
    out, _ = layer_norm_forward(x, 4, np.full(4, 2.0), np.full(4, 10.0), eps=0)
    np.testing.assert_allclose(out[0], [7.3167184, 9.1055728, 10.8944272, 12.6832816], atol=1e-7)


@pytest.mark.parametrize(
    ("shape", "normalized"),
    [((4, 5), 5), ((2, 3, 4, 5), (5,)), ((2, 3, 4, 5), (3, 4, 5)), ((6,), (6,)), ((0, 3), 3), ((2, 3, 4), (2, 3, 4))],
)
@pytest.mark.parametrize("with_params", ["weight and bias", "weight", "bias", "neither"])
def test_layer_norm_agrees_with_torch(shape, normalized, with_params, dtype, same_as_torch):
    """Over one axis, over several, over all of x, and for an empty batch."""
    size = (normalized,) if isinstance(normalized, int) else normalized
    x, weight, bias = ((2 * numbers(i, *s) + 1).astype(dtype) for i, s in enumerate((shape, size, size)))
    inputs = [x, weight if "weight" in with_params else None, bias if "bias" in with_params else None]
    same_as_torch(
        with_shape(layer_norm_forward, normalized),
        layer_norm_backward,
        with_shape(F.layer_norm, size),
        inputs,
        twin=with_shape(twins.layer_norm, normalized),
    )


@given(n=st.integers(1, 4), features=st.integers(2, 6))
def test_every_example_gets_mean_0_and_variance_1(n, features):
    """And gets the same alone as within a batch: training and evaluation cannot differ."""
    x = 5 * numbers(n * features, n, features) + 3
    out, _ = layer_norm_forward(x, features, eps=1e-12)
    np.testing.assert_allclose(out.mean(axis=1), 0, atol=1e-7)
    np.testing.assert_allclose(out.var(axis=1), 1, atol=1e-5)
    np.testing.assert_allclose(layer_norm_forward(x[:1], features, eps=1e-12)[0], out[:1], rtol=1e-12)


def test_layer_norm_gradcheck():
    """All three gradients, over one and over two axes."""
    for normalized in ((4,), (3, 4)):
        params = [numbers(1, *normalized), numbers(2, *normalized)]
        gradcheck(with_shape(layer_norm_forward, normalized), layer_norm_backward, [numbers(0, 2, 3, 4), *params])
    gradcheck(partial(layer_norm_forward, normalized_shape=4), layer_norm_backward_of_x, [numbers(0, 2, 3, 4)])


def layer_norm_backward_of_x(grad_out, cache):
    return layer_norm_backward(grad_out, cache)[0]


def test_layer_norm_takes_any_memory_layout():
    """A transposed, read-only x gives what its copy gives."""
    x = numbers(3, 5, 4).T
    x.setflags(write=False)
    np.testing.assert_allclose(layer_norm_forward(x, 5)[0], layer_norm_forward(x.copy(), 5)[0], rtol=1e-12)


def test_variance_far_from_zero():
    """At mean 100 in float32 the variance still has its digits."""
    x = (numbers(4, 3, 1000) + 100).astype(np.float32)
    exact, _ = layer_norm_forward(x.astype(np.float64), 1000)
    np.testing.assert_allclose(layer_norm_forward(x, 1000)[0], exact, atol=1e-4)


def test_layer_norm_errors():
    """Shapes that do not fit, integers and mixed dtypes are refused by name."""
    x = numbers(5, 2, 3, 4)
    for normalized in ((3,), (4, 3), (), (1, 2, 3, 4)):
        with pytest.raises(ValueError, match=r"x must end in the axes of normalized_shape: x.shape=\(2, 3, 4\)"):
            layer_norm_forward(x, normalized)
        with pytest.raises(ValueError, match=r"x must end in the axes of normalized_shape: x.shape=\(2, 3, 4\)"):
            twins.layer_norm(torch.tensor(x), normalized)
    for name in ("weight", "bias"):
        with pytest.raises(ValueError, match=rf"{name}.shape=\(3,\), normalized_shape=\(4,\)"):
            layer_norm_forward(x, 4, **{name: np.ones(3)})
    with pytest.raises(ValueError, match="int64"):
        layer_norm_forward(np.ones((2, 3), dtype=np.int64), 3)
    for name in ("weight", "bias"):
        with pytest.raises(ValueError, match=f"{name} is float32, but x is float64"):
            layer_norm_forward(x, 4, **{name: np.ones(4, np.float32)})
    with pytest.raises(ValueError, match=r"^eps must be a number, but is None"):
        layer_norm_forward(x, 4, eps=None)
    _, cache = layer_norm_forward(x, 4)
    with pytest.raises(ValueError, match=r"grad_out.shape=\(2, 4\), expected \(2, 3, 4\)"):
        layer_norm_backward(np.ones((2, 4)), cache)


@pytest.mark.parametrize("name", ["weight", "bias"])
def test_twin_refuses_what_would_be_broadcast(name):
    """One number for all features is no parameter of layer norm."""
    with pytest.raises(ValueError, match=rf"{name}.shape=\(1,\), normalized_shape=\(4,\)"):
        twins.layer_norm(torch.ones(3, 4), 4, **{name: torch.ones(1)})


@pytest.mark.parametrize("normalized", [4, (3, 4)])
@pytest.mark.parametrize("options", [{}, {"bias": False}, {"elementwise_affine": False}, {"eps": 0.1}], ids=str)
def test_layer_norm_class_agrees_with_torch(normalized, options):
    """Outputs, gradients and the names of the parameters as in torch.nn."""
    layer = LayerNorm(normalized, dtype=np.float64, **options)
    x = numbers(6, 2, 3, 4)
    out, grad_x = layer.forward(x), None
    for module_class in (torch.nn.LayerNorm, twins.LayerNorm):
        module = module_class(normalized, dtype=torch.float64, **options)
        tensor = torch.tensor(x, requires_grad=True)
        expected = module(tensor)
        expected.backward(torch.cos(tensor.detach()))
        grad_x = layer.backward(np.cos(x))
        np.testing.assert_allclose(out, expected.detach().numpy(), atol=1e-12)
        np.testing.assert_allclose(grad_x, tensor.grad.numpy(), atol=1e-12)
        assert list(layer.grads) == list(layer.params) == [name for name, _ in module.named_parameters()]
        for name, parameter in module.named_parameters():
            np.testing.assert_allclose(layer.grads[name], parameter.grad.numpy(), atol=1e-12)
    assert layer.eval() is layer
    assert not layer.training
