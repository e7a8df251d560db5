"""One comparison that every layer's test uses: the pair by hand against PyTorch, and the twin against both."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import numpy as np
import pytest
import torch

TOLERANCE = {np.dtype(np.float64): 1e-12, np.dtype(np.float32): 1e-5}  # of the largest value


def assert_near(actual: np.ndarray, expected: np.ndarray, what: str) -> None:
    """Equal shape and dtype, and values within the dtype's tolerance of the largest; NaN where NaN is."""
    assert actual.shape == expected.shape, what
    assert actual.dtype == expected.dtype, what
    finite = np.abs(expected[np.isfinite(expected)])
    scale = max(1.0, float(finite.max(initial=0)))
    np.testing.assert_allclose(actual, expected, rtol=0, atol=TOLERANCE[expected.dtype] * scale, err_msg=what)


def assert_same_as_torch(
    forward: Callable,
    backward: Callable,
    reference: Callable,
    inputs: Sequence[np.ndarray | None],
    *,
    twin: Callable | None = None,
    seed: int = 0,
) -> None:
    """Output and every gradient agree with `reference` under autograd, for a random upstream gradient.

    Also: the inputs are not changed, the dtype is kept, and the cache serves a second backward.
    """
    before = [None if array is None else array.copy() for array in inputs]
    out, cache = forward(*inputs)
    grad_out = np.random.default_rng(seed).standard_normal(out.shape).astype(out.dtype)
    upstream_before = grad_out.copy()
    grads = backward(grad_out, cache)
    again = backward(grad_out, cache)
    grads, again = (g if isinstance(g, tuple) else (g,) for g in (grads, again))
    np.testing.assert_array_equal(grad_out, upstream_before, err_msg="grad_out was changed")
    for old, new in zip(before, inputs, strict=True):
        np.testing.assert_array_equal(old, new, err_msg="an input was changed")
    for first, second in zip(grads, again, strict=True):
        np.testing.assert_array_equal(first, second, err_msg="a second backward differs")
    for name, function in {"PyTorch": reference, "the twin": twin}.items():
        if function is None:
            continue
        tensors = [None if a is None else torch.tensor(a, requires_grad=True) for a in inputs]
        expected = function(*tensors)
        expected.backward(torch.tensor(grad_out))
        assert_near(out, expected.detach().numpy(), f"out against {name}")
        for position, (grad, tensor) in enumerate(zip(grads, tensors, strict=True)):
            if tensor is None:
                assert grad is None
            else:
                assert_near(grad, tensor.grad.numpy(), f"gradient {position} against {name}")


@pytest.fixture
def same_as_torch() -> Callable:
    """`assert_same_as_torch`, for tests that cannot import a neighbor."""
    return assert_same_as_torch


@pytest.fixture(params=[np.float32, np.float64], ids=["float32", "float64"])
def dtype(request: pytest.FixtureRequest) -> type:
    """Both dtypes of the contract."""
    return request.param
