"""Numbers as arguments: a whole one, one for each axis, or any real one, and the same error message everywhere."""

from __future__ import annotations

import operator
from numbers import Real
from typing import Any


def whole_number(name: str, value: Any, *, minimum: int = 1) -> int:
    """`value` as an int.

    Raises:
        ValueError: naming the argument, where it is no whole number (True and 2.0 are none) or is below `minimum`.
    """
    try:
        number = operator.index(value)
    except TypeError:
        number = None
    if number is None or isinstance(value, bool) or number < minimum:
        raise ValueError(f"{name} must be a whole number of at least {minimum}, but is {value!r}")
    return number


def numbers(name: str, value: Any, length: int, *, minimum: int = 1) -> tuple[int, ...]:
    """`value` as `length` ints, one for each axis: one number serves every axis.

    Raises:
        ValueError: naming the argument, where there is another number of entries, or an entry that is refused by
            `whole_number`.
    """
    if not isinstance(value, (tuple, list)):
        return (whole_number(name, value, minimum=minimum),) * length
    if len(value) != length:
        raise ValueError(f"{name} must be a whole number or {length} of them, but is {value!r}")
    return tuple(whole_number(f"{name}[{axis}]", entry, minimum=minimum) for axis, entry in enumerate(value))


def pair(name: str, value: Any, *, minimum: int = 1) -> tuple[int, int]:
    """`value` as (height, width): an int serves both. Raises as `numbers` does."""
    height, width = numbers(name, value, 2, minimum=minimum)
    return height, width


def real_number(name: str, value: Any) -> float:
    """`value` as a Python float; a NumPy float64 would turn float32 arrays into float64 ones.

    Raises:
        ValueError: naming the argument, where it is no number.
    """
    if not isinstance(value, Real):
        raise ValueError(f"{name} must be a number, but is {value!r}")
    return float(value)


def probability(name: str, value: Any) -> float:
    """`value` as a Python float from 0 to 1.

    Raises:
        ValueError: naming the argument.
    """
    if not isinstance(value, Real) or not 0 <= float(value) <= 1:
        raise ValueError(f"{name} must be a probability from 0 to 1, but is {value!r}")
    return float(value)
