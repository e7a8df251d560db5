"""Local response normalization: by hand, against PyTorch, by differences, and what it refuses."""

from functools import partial

import numpy as np
import pytest
import torch
import torch.nn.functional as F
from hypothesis import given
from hypothesis import strategies as st

from cnncourse import layers_torch as twins
from cnncourse.gradcheck import gradcheck
from cnncourse.layers_numpy.local_response_norm import (
    LocalResponseNorm,
    local_response_norm_backward,
    local_response_norm_forward,
    local_response_norm_forward_plain,
)

OPTIONS = {"alpha": 0.7, "beta": 0.6, "k": 1.5}


def numbers(seed, *shape):
    return np.random.default_rng(seed).standard_normal(shape)


def test_local_response_norm_by_hand():
    """1, 2, 3 with size 3: the middle sees 14, the ends 5 and 13; alpha / size is 1, so 1/6, 2/15, 3/14."""
    x = np.array([1.0, 2.0, 3.0]).reshape(1, 3, 1)
    out, _ = local_response_norm_forward(x, 3, alpha=3, beta=1, k=1)
    np.testing.assert_allclose(out.ravel(), [1 / 6, 2 / 15, 3 / 14], rtol=1e-12)


def test_even_size_looks_below():
    """With size 2 a channel sees itself and the one before it."""
    x = np.array([1.0, 2.0, 3.0]).reshape(1, 3, 1)
    out, _ = local_response_norm_forward(x, 2, alpha=2, beta=1, k=1)
    np.testing.assert_allclose(out.ravel(), [1 / 2, 2 / 6, 3 / 14], rtol=1e-12)


@pytest.mark.parametrize("shape", [(2, 6, 3), (2, 6, 3, 4), (1, 1, 2, 2), (0, 3, 2, 2)])
@pytest.mark.parametrize("size", [1, 2, 3, 5, 9])
def test_local_response_norm_agrees_with_torch(shape, size, dtype, same_as_torch):
    """Even and odd sizes, also larger than the number of channels."""
    x = (2 * numbers(1, *shape)).astype(dtype)
    if x.size == 0:  # PyTorch's own cannot divide an empty batch; the twin answers alone
        out, cache = local_response_norm_forward(x, size)
        assert local_response_norm_backward(out, cache).shape == twins.local_response_norm(torch.tensor(x), size).shape
        return
    same_as_torch(
        partial(local_response_norm_forward, size=size, **OPTIONS),
        local_response_norm_backward,
        partial(F.local_response_norm, size=size, **OPTIONS),
        [x],
        twin=partial(twins.local_response_norm, size=size, **OPTIONS),
    )


@given(channels=st.integers(1, 7), size=st.integers(1, 9), width=st.integers(1, 3), seed=st.integers(0, 999))
def test_local_response_norm_fast_is_the_definition(channels, size, width, seed):
    """For any number of channels and any size."""
    x = numbers(seed, 2, channels, width, 2)
    out, _ = local_response_norm_forward(x, size, **OPTIONS)
    np.testing.assert_allclose(out, local_response_norm_forward_plain(x, size, **OPTIONS)[0], rtol=1e-12)


def test_local_response_norm_defaults():
    """Without options: PyTorch's constants, which are not the paper's."""
    x = numbers(5, 2, 4, 3)
    expected = F.local_response_norm(torch.tensor(x), 3).numpy()
    for forward in (local_response_norm_forward, local_response_norm_forward_plain):
        np.testing.assert_allclose(forward(x, 3)[0], expected, rtol=1e-12)


@pytest.mark.parametrize("name", ["alpha", "beta", "k"])
def test_local_response_norm_options_are_numbers(name):
    """What is no number is refused by name."""
    with pytest.raises(ValueError, match=rf"^{name} must be a number, but is 'large'"):
        local_response_norm_forward(np.ones((2, 3, 4)), 3, **{name: "large"})


@pytest.mark.parametrize("size", [2, 3, 7])
def test_local_response_norm_gradcheck(size):
    """The mirrored window of an even size is where a wrong backward shows."""
    gradcheck(
        partial(local_response_norm_forward, size=size, **OPTIONS),
        local_response_norm_backward,
        [numbers(2, 2, 5, 2, 3)],
    )


def test_local_response_norm_takes_any_memory_layout():
    """A transposed, read-only x gives what its copy gives."""
    x = numbers(3, 2, 3, 4).T
    x.setflags(write=False)
    np.testing.assert_allclose(
        local_response_norm_forward(x, 3)[0], local_response_norm_forward(x.copy(), 3)[0], rtol=1e-12
    )


def test_local_response_norm_errors():
    """Rows have no channels next to each other in an image, size is at least 1, integers are refused."""
    for function, x in ((local_response_norm_forward, np.ones((2, 3))), (twins.local_response_norm, torch.ones(2, 3))):
        with pytest.raises(ValueError, match=r"x must have at least 3 axes, but x.shape=\(2, 3\)"):
            function(x, 3)
        with pytest.raises(ValueError, match="size must be a whole number of at least 1, but is 0"):
            function(x[..., None], 0)
    with pytest.raises(ValueError, match="int64"):
        local_response_norm_forward(np.ones((2, 3, 4), dtype=np.int64), 3)
    _, cache = local_response_norm_forward(np.ones((2, 3, 4)), 3)
    with pytest.raises(ValueError, match=r"grad_out.shape=\(2, 3\), expected \(2, 3, 4\)"):
        local_response_norm_backward(np.ones((2, 3)), cache)


def test_local_response_norm_class_agrees_with_torch():
    """The options are kept, and there are no parameters."""
    layer = LocalResponseNorm(5, 0.7, 0.6, 1.5)
    x = numbers(4, 2, 6, 3, 4)
    out, grad_x = layer.forward(x), layer.backward(np.cos(x))
    for module in (torch.nn.LocalResponseNorm(5, 0.7, 0.6, 1.5), twins.LocalResponseNorm(5, 0.7, 0.6, 1.5)):
        tensor = torch.tensor(x, requires_grad=True)
        expected = module(tensor)
        expected.backward(torch.cos(tensor.detach()))
        np.testing.assert_allclose(out, expected.detach().numpy(), rtol=1e-12)
        np.testing.assert_allclose(grad_x, tensor.grad.numpy(), atol=1e-12)
    assert (layer.params, layer.grads) == ({}, {})
    assert layer.eval() is layer
    assert not layer.training
