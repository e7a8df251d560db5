"""What every layer does with unusual arrays: any layout, no examples or one, NaN and infinity, both dtypes.

One table for all layers, and a test that none is missing.
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

import numpy as np
import pytest
import torch
import torch.nn.functional as F

from cnncourse import layers_numpy, layers_torch


@dataclass
class Case:
    """How a layer is called here, and what it must agree with: PyTorch's function, or else the twin."""

    shapes: list[tuple[int, ...]]
    options: dict[str, Any] = field(default_factory=dict)
    reference: Callable[..., torch.Tensor] | None = None
    examples_apart: bool = True  # an example's output does not depend on the others


IMAGE = (3, 4, 6, 7)
CASES = {
    "conv2d": Case([IMAGE, (6, 2, 3, 2), (6,)], {"stride": (2, 1), "padding": 1, "groups": 2}, F.conv2d),
    "conv1d": Case([(3, 4, 7), (6, 4, 3), (6,)], {"stride": 2, "padding": 1}, F.conv1d),
    "conv_transpose2d": Case([IMAGE, (4, 2, 3, 2), (2,)], {"stride": 2, "padding": 1}, F.conv_transpose2d),
    "locally_connected2d": Case([IMAGE, (2, 4, 6, 4, 3, 2), (2, 4, 6)]),
    "max_pool2d": Case([IMAGE], {"kernel_size": 3, "stride": 2, "padding": 1}, F.max_pool2d),
    "avg_pool2d": Case([IMAGE], {"kernel_size": (2, 3), "stride": 2, "ceil_mode": True}, F.avg_pool2d),
    "global_avg_pool2d": Case([IMAGE], reference=lambda x: F.adaptive_avg_pool2d(x, 1)),
    "flatten": Case([IMAGE], reference=lambda x: torch.flatten(x, 1)),
    "linear": Case([(3, 4, 5), (6, 5), (6,)], reference=F.linear),
    "relu": Case([IMAGE], reference=F.relu),
    "leaky_relu": Case([IMAGE], {"negative_slope": 0.3}, F.leaky_relu),
    "prelu": Case([IMAGE, (4,)], reference=F.prelu),
    "elu": Case([IMAGE], {"alpha": 0.7}),  # PyTorch's gradient at NaN is NaN or not, by the array's length
    "selu": Case([IMAGE]),
    "sigmoid": Case([IMAGE], reference=torch.sigmoid),
    "tanh": Case([IMAGE], reference=torch.tanh),
    "lecun_tanh": Case([IMAGE]),
    "softmax": Case([IMAGE], {"dim": 1}, F.softmax),
    "log_softmax": Case([IMAGE], {"dim": -1}, F.log_softmax),
    "batch_norm": Case(
        [IMAGE, (4,), (4,)],
        {"training": True, "eps": 1e-3},
        lambda x, weight, bias, **options: F.batch_norm(x, None, None, weight, bias, **options),
        examples_apart=False,
    ),
    "layer_norm": Case(
        [IMAGE, (6, 7), (6, 7)],
        {"normalized_shape": (6, 7), "eps": 1e-3},
        lambda x, weight, bias, **options: F.layer_norm(x, weight=weight, bias=bias, **options),
    ),
    "local_response_norm": Case([IMAGE], {"size": 3, "alpha": 0.5, "k": 2.0}, F.local_response_norm),
    "dropout": Case([IMAGE], {"p": 0.4}, examples_apart=False),
    "alpha_dropout": Case([IMAGE], {"p": 0.4}, examples_apart=False),
}
each_layer = pytest.mark.parametrize("name", CASES)


def numbers(seed, *shape, dtype=np.float64):
    return np.random.default_rng(seed).standard_normal(shape).astype(dtype)


def inputs(name, dtype=np.float64):
    return [numbers(seed, *shape, dtype=dtype) for seed, shape in enumerate(CASES[name].shapes)]


def run(name, arrays, grad_out=None, **options):
    """The output and all gradients; without grad_out, for a random one."""
    options = {**CASES[name].options, **options}
    if "dropout" in name:
        options["rng"] = np.random.default_rng(0)  # the same entries every time
    named = dict(zip(("x", "weight", "bias"), arrays, strict=False))
    out, cache = getattr(layers_numpy, f"{name}_forward")(**named, **options)
    grad_out = numbers(9, *out.shape, dtype=out.dtype) if grad_out is None else grad_out
    grads = getattr(layers_numpy, f"{name}_backward")(grad_out, cache)
    return [out, *(grads if isinstance(grads, tuple) else (grads,))]


def run_reference(name, arrays):
    """The same from PyTorch, with the same random grad_out."""
    options = dict(CASES[name].options)
    if "dropout" in name:
        options["rng"] = np.random.default_rng(0)
    tensors = [torch.tensor(array, requires_grad=True) for array in arrays]
    out = (CASES[name].reference or getattr(layers_torch, name))(*tensors, **options)
    out.backward(torch.tensor(numbers(9, *out.shape, dtype=arrays[0].dtype)))
    return [out.detach().numpy(), *(tensor.grad.numpy() for tensor in tensors)]


def assert_equal(actual, expected, **tolerance):
    for one, other in zip(actual, expected, strict=True):
        assert one.shape == other.shape
        assert one.dtype == other.dtype
        np.testing.assert_allclose(one, other, **{"rtol": 1e-9, "atol": 1e-11, **tolerance})


def test_no_layer_is_missing():
    """A new layer needs its line in the table."""
    assert sorted(CASES) == sorted(n.removesuffix("_forward") for n in vars(layers_numpy) if n.endswith("_forward"))


def fortran(array):
    return np.asfortranarray(array)


def reversed_steps(array):
    """Every second entry of a larger array, backwards."""
    large = np.zeros([2 * n for n in array.shape], array.dtype)
    view = large[tuple(slice(None, None, -2) for _ in array.shape)]
    view[...] = array
    return view


def unaligned(array):
    """Entries that start one byte off, as in a file that was mapped."""
    view = np.frombuffer(bytearray(array.nbytes + 1), dtype=np.uint8)[1:].view(array.dtype).reshape(array.shape)
    view[...] = array
    return view


@each_layer
@pytest.mark.parametrize("layout", [fortran, reversed_steps, unaligned])
def test_any_layout(name, layout):
    """Columns first, every second entry backwards, unaligned; all read-only: the values decide, not where they lie."""
    arrays = inputs(name)
    expected = run(name, arrays)
    grad_out = numbers(9, *expected[0].shape)
    strange = [layout(array) for array in [*arrays, grad_out]]
    for array in strange:
        array.setflags(write=False)
    assert_equal(run(name, strange[:-1], strange[-1]), expected)


@each_layer
def test_dtype_is_kept(name, dtype):
    """float32 stays float32, also where an option is a NumPy float64."""
    options = {k: np.float64(v) if isinstance(v, float) else v for k, v in CASES[name].options.items()}
    assert {array.dtype for array in run(name, inputs(name, dtype), **options)} == {np.dtype(dtype)}


@each_layer
def test_agrees_with_pytorch(name, dtype):
    """Output and all gradients, for ordinary numbers."""
    tolerance = {} if dtype is np.float64 else {"rtol": 1e-4, "atol": 1e-5}
    assert_equal(run(name, inputs(name, dtype)), run_reference(name, inputs(name, dtype)), **tolerance)


@each_layer
@pytest.mark.parametrize("value", [np.nan, np.inf, -np.inf])
def test_nan_and_infinity(name, value):
    """One such pixel: output and gradients are NaN and infinite where PyTorch's are, and right everywhere else."""
    arrays = inputs(name)
    arrays[0][(1, 2, 3, 1)[: arrays[0].ndim]] = value
    with np.errstate(all="ignore"):
        assert_equal(run(name, arrays), run_reference(name, arrays))


@each_layer
def test_empty_batch(name):
    """No examples, no outputs, and gradients of 0 for the parameters."""
    x, *parameters = inputs(name)
    out, grad_x, *grads = run(name, [x[:0], *parameters])
    assert out.shape == (0, *run(name, [x, *parameters])[0].shape[1:])
    assert grad_x.shape == x[:0].shape
    assert_equal(grads, [np.zeros_like(parameter) for parameter in parameters])


@pytest.mark.parametrize("name", [name for name, case in CASES.items() if case.examples_apart])
def test_batch_of_one(name):
    """One example alone gives what it gives among others."""
    x, *parameters = inputs(name)
    out, grad_x, *_ = run(name, [x, *parameters])
    alone, grad_alone, *_ = run(name, [x[1:2], *parameters], numbers(9, *out.shape)[1:2])
    assert_equal([alone, grad_alone], [out[1:2], grad_x[1:2]])


@each_layer
def test_grad_out_is_checked(name):
    """A gradient of another shape or dtype, or a list, is never broadcast or cast."""
    arrays = inputs(name)
    out = run(name, arrays)[0]
    with pytest.raises(ValueError, match=r"grad_out must have out's shape: grad_out.shape=\(1,\), expected "):
        run(name, arrays, np.ones(1))
    with pytest.raises(ValueError, match="grad_out is float32, but out is float64: both must be the same"):
        run(name, arrays, out.astype(np.float32))
    with pytest.raises(ValueError, match="grad_out must be a NumPy array, but is a list"):
        run(name, arrays, out.tolist())


@pytest.mark.parametrize("name", ["relu", "leaky_relu", "prelu", "elu", "selu", "sigmoid", "tanh", "lecun_tanh"])
def test_a_number_is_an_array_without_axes(name):
    """Where any shape fits, so does (), and softmax's only axis is then 0 or -1, as in PyTorch."""
    arrays = [np.array(-0.7), *(numbers(1, 1) for _ in CASES[name].shapes[1:])]
    assert_equal(run(name, arrays), run_reference(name, arrays))


@pytest.mark.parametrize("name", ["softmax", "log_softmax"])
@pytest.mark.parametrize("dim", [0, -1])
def test_softmax_of_a_number(name, dim):
    """It is certain, and its gradient 0."""
    out, grad_x = run(name, [np.array(3.0)], dim=dim)
    assert (out.shape, grad_x.shape, grad_x) == ((), (), 0)
    assert out == (1 if name == "softmax" else 0) == getattr(layers_torch, name)(torch.tensor(3.0), dim=dim)
