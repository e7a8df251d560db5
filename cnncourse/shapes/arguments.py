"""Whole numbers as arguments: one number, or one for each axis, and the same error message everywhere."""

from __future__ import annotations

import operator
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
