"""What every layer asks of its arguments: one function for each rule, and so one wording for each error.

Each raises a ValueError that names the argument, its value, and what was expected; those that make an argument
regular (an int to a pair) return it.
"""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from cnncourse.shapes.arguments import numbers, pair, whole_number

__all__ = [
    "check_bias",
    "check_channels",
    "check_float",
    "check_grad_out",
    "check_groups",
    "check_layout",
    "check_linear_weight",
    "check_rank_at_least",
    "numbers",
    "pair",
    "whole_number",
]

FLOATS = (np.dtype(np.float32), np.dtype(np.float64))


def check_float(**arrays: Any) -> None:
    """All are NumPy arrays of float32, or all of float64; None stands for one left out.

    Integers are refused because a mean or a gradient of them would be cut off, and mixtures because the result would
    silently be float64.
    """
    given = {name: array for name, array in arrays.items() if array is not None}
    for name, array in given.items():
        if not isinstance(array, np.ndarray):
            raise ValueError(f"{name} must be a NumPy array, but is a {type(array).__name__}")
        if array.dtype not in FLOATS:
            raise ValueError(f"{name} must be float32 or float64, but is {array.dtype}: {name}.shape={array.shape}")
    first, *others = given
    for name in others:
        if given[name].dtype != given[first].dtype:
            raise ValueError(
                f"{name} is {given[name].dtype}, but {first} is {given[first].dtype}: both must be the same"
            )


def check_layout(name: str, array: NDArray[Any], layout: str) -> None:
    """`array` has as many axes as `layout` names, e.g. "(N, C_in, H, W)"."""
    if array.ndim != layout.count(",") + 1:
        raise ValueError(f"{name} must be {layout}, but {name}.shape={array.shape}")


def check_rank_at_least(name: str, array: NDArray[Any], rank: int) -> None:
    """`array` has `rank` axes or more."""
    if np.ndim(array) < rank:
        raise ValueError(f"{name} must have at least {rank} axes, but {name}.shape={np.shape(array)}")


def check_groups(groups: Any, in_channels: int, out_channels: int) -> int:
    """`groups` as an int that divides both numbers of channels."""
    groups = whole_number("groups", groups)
    if in_channels % groups or out_channels % groups:
        raise ValueError(f"groups={groups} must divide the {in_channels} input and {out_channels} output channels")
    return groups


def check_channels(x: NDArray[Any], weight: NDArray[Any], expected: int) -> None:
    """x has the number of input channels, on axis 1, that weight expects."""
    if x.shape[1] != expected:
        raise ValueError(
            f"weight expects {expected} input channels, but x has {x.shape[1]}: "
            f"x.shape={x.shape}, weight.shape={weight.shape}"
        )


def check_linear_weight(x: NDArray[Any], weight: NDArray[Any]) -> None:
    """weight is (out_features, in_features) and x (..., in_features)."""
    check_layout("weight", weight, "(out_features, in_features)")
    check_rank_at_least("x", x, 1)
    if x.shape[-1] != weight.shape[1]:
        raise ValueError(
            f"weight expects {weight.shape[1]} input features, but x has {x.shape[-1]}: "
            f"x.shape={x.shape}, weight.shape={weight.shape}"
        )


def check_bias(bias: Any, weight: NDArray[Any], expected: tuple[int, ...] | None = None) -> None:
    """bias is None, or has the `expected` shape: one number for each output, weight's first axis."""
    expected = (weight.shape[0],) if expected is None else expected
    if bias is not None and bias.shape != expected:
        raise ValueError(f"bias must be of shape {expected}: bias.shape={bias.shape}, weight.shape={weight.shape}")


def check_grad_out(grad_out: Any, expected: tuple[int, ...], dtype: Any = None) -> None:
    """grad_out has the shape of the layer's output and, where `dtype` is given, its dtype."""
    if np.shape(grad_out) != expected:
        raise ValueError(f"grad_out must have out's shape: grad_out.shape={np.shape(grad_out)}, expected {expected}")
    if dtype is not None and grad_out.dtype != dtype:
        raise ValueError(f"grad_out is {grad_out.dtype}, but out is {dtype}: both must be the same")
