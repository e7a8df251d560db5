"""Linear: by hand, against PyTorch, by differences, and what it refuses."""

import numpy as np
import pytest
import torch
import torch.nn.functional as F
from hypothesis import given
from hypothesis import strategies as st

from cnncourse import layers_torch as twins
from cnncourse.gradcheck import gradcheck
from cnncourse.layers_numpy.linear import Linear, linear_backward, linear_forward


def numbers(seed, *shape):
    return np.random.default_rng(seed).standard_normal(shape)


def test_linear_by_hand():
    """3 * 1 + 4 * 2 + 5 = 16, and its gradients: x gets the weights, the weights get x, the bias gets 1."""
    x, weight, bias = np.array([[1.0, 2.0]]), np.array([[3.0, 4.0]]), np.array([5.0])
    out, cache = linear_forward(x, weight, bias)
    np.testing.assert_array_equal(out, [[16.0]])
    grad_x, grad_weight, grad_bias = linear_backward(np.array([[1.0]]), cache)
    np.testing.assert_array_equal(grad_x, [[3.0, 4.0]])
    np.testing.assert_array_equal(grad_weight, [[1.0, 2.0]])
    np.testing.assert_array_equal(grad_bias, [1.0])


@pytest.mark.parametrize("batch", [(4,), (), (1,), (0,), (2, 3)])
@pytest.mark.parametrize("with_bias", [True, False])
def test_linear_agrees_with_torch(batch, with_bias, dtype, same_as_torch):
    """Any number of batch axes, none, or an empty batch; with and without bias."""
    x, weight, bias = (numbers(1, *batch, 5), numbers(2, 3, 5), numbers(3, 3))
    inputs = [x.astype(dtype), weight.astype(dtype), bias.astype(dtype) if with_bias else None]
    same_as_torch(linear_forward, linear_backward, F.linear, inputs, twin=twins.linear)


@given(batch=st.integers(1, 5), inputs=st.integers(1, 6), outputs=st.integers(1, 6), seed=st.integers(0, 999))
def test_linear_is_linear(batch, inputs, outputs, seed):
    """Twice the input, twice the output, for any sizes; the gradients have the shapes of what they belong to."""
    x, weight = numbers(seed, batch, inputs), numbers(seed + 1, outputs, inputs)
    out, cache = linear_forward(x, weight)
    np.testing.assert_allclose(linear_forward(2 * x, weight)[0], 2 * out, rtol=1e-12)
    grad_x, grad_weight, grad_bias = linear_backward(np.ones_like(out), cache)
    assert (grad_x.shape, grad_weight.shape, grad_bias) == (x.shape, weight.shape, None)


def test_linear_gradcheck():
    """Every gradient is the slope."""
    gradcheck(linear_forward, linear_backward, [numbers(4, 3, 4), numbers(5, 2, 4), numbers(6, 2)])


def test_linear_takes_any_memory_layout():
    """Transposed, strided and read-only arrays give what their copies give."""
    x, weight = numbers(7, 10, 4)[::2].T, numbers(8, 5, 3).T
    x.setflags(write=False)
    out, _ = linear_forward(x, weight)
    np.testing.assert_allclose(out, x.copy() @ weight.copy().T, rtol=1e-12)


def test_linear_errors():
    """Sizes that do not fit are named with both shapes; integers and mixed dtypes are refused."""
    weight = numbers(9, 3, 5)
    with pytest.raises(ValueError, match=r"weight expects 5 input features, but x has 4: .*\(2, 4\).*\(3, 5\)"):
        linear_forward(numbers(9, 2, 4), weight)
    with pytest.raises(ValueError, match=r"bias.shape=\(5,\), weight.shape=\(3, 5\)"):
        linear_forward(numbers(9, 2, 5), weight, np.ones(5))
    with pytest.raises(ValueError, match="x must be float32 or float64, but is int64"):
        linear_forward(np.ones((2, 5), dtype=np.int64), weight)
    with pytest.raises(ValueError, match="weight is float64, but x is float32"):
        linear_forward(np.ones((2, 5), dtype=np.float32), weight)
    _, cache = linear_forward(numbers(9, 2, 5), weight)
    with pytest.raises(ValueError, match=r"grad_out.shape=\(3, 2\), expected \(2, 3\)"):
        linear_backward(numbers(9, 3, 2), cache)


def test_twin_refuses_what_would_be_broadcast():
    """A bias of one number, or a weight of another width, is named with both shapes."""
    x, weight = torch.ones(2, 5), torch.ones(3, 5)
    with pytest.raises(ValueError, match=r"bias must be of shape \(3,\): bias.shape=\(1,\), weight.shape=\(3, 5\)"):
        twins.linear(x, weight, torch.ones(1))
    with pytest.raises(ValueError, match=r"x has 5: x.shape=\(2, 5\), weight.shape=\(3, 4\)"):
        twins.linear(x, torch.ones(3, 4))
    for wrong in (torch.ones(5), torch.ones(1, 3, 5)):
        with pytest.raises(ValueError, match=r"weight must be \(out_features, in_features\), but weight.shape=\("):
            twins.linear(x, wrong)
    with pytest.raises(ValueError, match=r"x.shape=\(\)"):
        twins.linear(torch.ones(()), weight)


@pytest.mark.parametrize("bias", [True, False])
def test_linear_class(bias, dtype):
    """Parameters start within +-1/sqrt(5), backward fills their gradients, and the module agrees."""
    layer = Linear(5, 3, bias, dtype=dtype, rng=np.random.default_rng(0))
    assert all(p.dtype == dtype and np.abs(p).max() <= 5**-0.5 for p in layer.params.values())
    assert list(layer.params) == (["weight", "bias"] if bias else ["weight"])
    torch_dtype = torch.float32 if dtype == np.float32 else torch.float64
    module = twins.Linear(5, 3, bias, dtype=torch_dtype, rng=torch.Generator().manual_seed(0))
    assert all(p.dtype == torch_dtype and p.detach().abs().max() <= 5**-0.5 for p in module.parameters())
    module.load_state_dict({name: torch.tensor(p) for name, p in layer.params.items()})
    x = numbers(10, 4, 5).astype(dtype)
    tensor = torch.tensor(x, requires_grad=True)
    out = module(tensor)
    out.sum().backward()
    np.testing.assert_allclose(layer.forward(x), out.detach().numpy(), atol=1e-6)
    np.testing.assert_allclose(layer.backward(np.ones((4, 3), dtype)), tensor.grad.numpy(), atol=1e-6)
    assert list(layer.grads) == list(layer.params)
    for name, parameter in module.named_parameters():
        np.testing.assert_allclose(layer.grads[name], parameter.grad.numpy(), atol=1e-5)
    assert layer.eval() is layer
    assert not layer.training
    assert layer.train().training


def test_linear_class_starts_differently_each_time():
    """Without a generator two layers do not share their numbers, and the same seed gives the same layer."""
    assert not np.array_equal(Linear(4, 4).params["weight"], Linear(4, 4).params["weight"])
    first, second = (Linear(4, 4, rng=np.random.default_rng(1)).params["weight"] for _ in range(2))
    np.testing.assert_array_equal(first, second)
