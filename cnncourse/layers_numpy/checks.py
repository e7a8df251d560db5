"""What every layer asks of its arguments: one function for each rule, and so one wording for each error.

Every function here returns nothing useful or the argument made regular, and raises a ValueError that names the
argument, its value, and what was expected.
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
    "check_same_dtype",
    "numbers",
    "pair",
    "whole_number",
]

FLOATS = (np.dtype(np.float32), np.dtype(np.float64))


def check_float(name: str, array: Any, layout: str = "") -> None:
    """`array` is a NumPy array of float32 or float64 numbers, laid out as `layout` says, e.g. "(N, C_in, H, W)".

    A layout that starts with "..." allows any number of axes in front; without a layout any rank is fine.
    """
    if not isinstance(array, np.ndarray):
        raise ValueError(f"{name} must be a NumPy array, but is a {type(array).__name__}")
    if array.dtype not in FLOATS:
        raise ValueError(f"{name} must be float32 or float64, but is {array.dtype}: {name}.shape={array.shape}")
    if not layout:
        return
    axes = [axis for axis in layout.strip("()").split(",") if axis.strip()]
    if axes[0].strip() == "...":
        if array.ndim < len(axes) - 1:
            raise ValueError(f"{name} must be {layout}, but {name}.shape={array.shape}")
    elif array.ndim != len(axes):
        raise ValueError(f"{name} must be {layout}, but {name}.shape={array.shape}")


def check_same_dtype(**arrays: NDArray[Any] | None) -> None:
    """All arrays that are not None have the dtype of the first: float32 and float64 are never mixed silently."""
    (first, reference), *others = [(name, array) for name, array in arrays.items() if array is not None]
    for name, array in others:
        if array.dtype != reference.dtype:
            raise ValueError(f"{name} is {array.dtype}, but {first} is {reference.dtype}: both must be the same")


def check_groups(groups: Any, in_channels: int, out_channels: int) -> int:
    """`groups` as an int that divides both numbers of channels."""
    groups = whole_number("groups", groups)
    if in_channels % groups or out_channels % groups:
        raise ValueError(f"groups={groups} must divide the {in_channels} input and {out_channels} output channels")
    return groups


def check_channels(x: NDArray[Any], weight: NDArray[Any], expected: int) -> None:
    """x has the `expected` number of input channels on axis 1."""
    if x.shape[1] != expected:
        raise ValueError(
            f"weight expects {expected} input channels, but x has {x.shape[1]}: "
            f"x.shape={x.shape}, weight.shape={weight.shape}"
        )


def check_bias(bias: Any, weight: NDArray[Any], expected: tuple[int, ...]) -> None:
    """`bias` is None, or a float array of the `expected` shape."""
    if bias is None:
        return
    check_float("bias", bias)
    if bias.shape != expected:
        raise ValueError(f"bias must have shape {expected}, but: bias.shape={bias.shape}, weight.shape={weight.shape}")


def check_grad_out(grad_out: Any, expected: tuple[int, ...], dtype: np.dtype[Any]) -> None:
    """`grad_out` has the shape and the dtype of the layer's output."""
    check_float("grad_out", grad_out)
    if grad_out.shape != expected:
        raise ValueError(f"grad_out must have the shape of out: grad_out.shape={grad_out.shape}, expected {expected}")
    if grad_out.dtype != dtype:
        raise ValueError(f"grad_out is {grad_out.dtype}, but out is {dtype}: both must be the same")
