"""Is a hand-written backward pass the derivative of its forward pass?  Ask the numbers.

One entry of one input moves by a little; the outputs move; the slope is the derivative. The upstream gradient is
random, never all ones: batch norm's outputs sum to a constant, so a gradient of ones is the one direction in which
even a wrong backward pass of batch norm looks right.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np


class GradcheckError(AssertionError):
    """A hand-written gradient and the measured one differ; the message says where and by how much."""


@dataclass(frozen=True)
class GradcheckResult:
    """The largest error of each checked input, relative to the largest entry of its measured gradient."""

    errors: dict[int, float]  # position among the inputs -> error; inputs that are None are not listed

    @property
    def max_error(self) -> float:
        """The largest of the errors; 0.0 where there was nothing to check."""
        return max(self.errors.values(), default=0.0)


def gradcheck(
    forward: Callable[..., tuple[Any, Any]],
    backward: Callable[[Any, Any], Any],
    inputs: Sequence[np.ndarray | None],
    grad_out: np.ndarray | None = None,
    *,
    step: float = 1e-6,
    tolerance: float = 1e-6,
    seed: int = 0,
) -> GradcheckResult:
    """Compare `backward` with central differences of `forward`, entry by entry.

    Args:
        forward: called as `forward(*inputs)`, returns `(out, cache)`. Options go in with `functools.partial`.
        backward: called as `backward(grad_out, cache)`, returns the gradients in the order of the inputs.
        inputs: float64 arrays of any shape; None stands for an input left out, such as a missing bias.
        grad_out: the upstream gradient, of out's shape. Without it: standard normal numbers from `seed`.
        step: how far an entry moves to each side.
        tolerance: the largest error allowed, as a share of the input's largest measured derivative (or of 1).
        seed: of the random upstream gradient.

    Returns:
        The errors, input by input. It is only ever returned when every one is within `tolerance`.

    Raises:
        GradcheckError: naming the input, the entry, and both values, where the two differ.
        ValueError: an input that is not float64 (float32 has too few digits for differences), or a `grad_out`,
            or a number of gradients, that does not fit.
    """
    arrays = [_own_copy(position, array) for position, array in enumerate(inputs)]
    out, cache = forward(*arrays)
    upstream = _upstream(grad_out, np.shape(out), seed)
    grads = backward(upstream, cache)
    if not isinstance(grads, tuple):
        grads = (grads,)
    if len(grads) != len(arrays):
        raise ValueError(f"backward returned {len(grads)} gradients for {len(arrays)} inputs")
    errors = {}
    for position, (array, grad) in enumerate(zip(arrays, grads, strict=True)):
        if array is not None:
            measured = numerical_gradient(lambda: forward(*arrays)[0], array, upstream, step=step)
            errors[position] = _compare(position, grad, measured, tolerance)
    return GradcheckResult(errors)


def numerical_gradient(
    function: Callable[[], Any], array: np.ndarray, grad_out: np.ndarray, *, step: float = 1e-6
) -> np.ndarray:
    """Central differences of sum(grad_out * function()) with respect to each entry of `array`.

    `function` takes no arguments and reads `array`, whose entries are moved one at a time and put back.

    Returns:
        An array of `array`'s shape.
    """
    measured = np.zeros_like(array)
    for index in np.ndindex(array.shape):
        kept = array[index]
        array[index] = kept + step
        above = np.array(function())
        array[index] = kept - step
        below = np.array(function())
        array[index] = kept
        # Subtract before summing: the sum of all outputs would swallow the digits of a small difference.
        measured[index] = np.sum((above - below) * grad_out) / (2 * step)
    return measured


def _own_copy(position: int, array: np.ndarray | None) -> np.ndarray | None:
    if array is None:
        return None
    if np.asarray(array).dtype != np.float64:
        raise ValueError(f"inputs[{position}] must be float64 for differences, but is {np.asarray(array).dtype}")
    return np.array(array)


def _upstream(grad_out: np.ndarray | None, shape: tuple[int, ...], seed: int) -> np.ndarray:
    if grad_out is None:
        return np.random.default_rng(seed).standard_normal(shape)
    if np.shape(grad_out) != shape:
        raise ValueError(f"grad_out must have the shape of out: {np.shape(grad_out)} given, {shape} expected")
    return np.asarray(grad_out, dtype=np.float64)


def _compare(position: int, grad: np.ndarray | None, measured: np.ndarray, tolerance: float) -> float:
    if grad is None or np.shape(grad) != measured.shape:
        given = None if grad is None else np.shape(grad)
        raise GradcheckError(f"gradient {position} has shape {given}, its input has shape {measured.shape}")
    if measured.size == 0:
        return 0.0
    difference = np.abs(grad - measured)
    scale = max(1.0, float(np.abs(measured).max()))
    worst = np.unravel_index(np.argmax(difference), difference.shape)
    error = float(difference[worst]) / scale
    if not error <= tolerance:  # written this way round, NaN fails too
        index = tuple(int(i) for i in worst)
        raise GradcheckError(
            f"gradient {position} at {index}: backward says {float(grad[worst]):.8g}, "
            f"differences say {float(measured[worst]):.8g} (error {error:.1e}, allowed {tolerance:.1e})"
        )
    return error
