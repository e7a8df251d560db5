"""What every layer asks of its arrays beyond their shapes, of which `cnncourse.shapes.checks` has the rules.

Each function raises a ValueError that names the argument, its value, and what was expected.
"""

from __future__ import annotations

from typing import Any

import numpy as np

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


def check_grad_out(grad_out: Any, expected: tuple[int, ...], dtype: Any) -> None:
    """grad_out is an array with the shape and the dtype of the layer's output."""
    if not isinstance(grad_out, (np.ndarray, np.generic)):  # a gradient without axes may be a NumPy number
        raise ValueError(f"grad_out must be a NumPy array, but is a {type(grad_out).__name__}")
    if grad_out.shape != expected:
        raise ValueError(f"grad_out must have out's shape: grad_out.shape={grad_out.shape}, expected {expected}")
    if grad_out.dtype != dtype:
        raise ValueError(f"grad_out is {grad_out.dtype}, but out is {dtype}: both must be the same")
