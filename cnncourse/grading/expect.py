"""What a case expects of a result. Each raises `CaseFailed`: the problem without values, the detail with them."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import ArrayLike

from cnncourse.grading.caller import Caller, StudentError
from cnncourse.grading.case import CaseFailed


def expect_true(condition: Any, problem: str, detail: str = "") -> None:
    """The condition holds; `problem` says without values what is wrong where it does not."""
    if not condition:
        raise CaseFailed(problem, detail)


def expect_tuple(value: Any, form: str) -> tuple[Any, ...]:
    """The value is a tuple of the form "(out, cache)"; gives it back, to be taken apart."""
    length = form.count(",") + 1
    if type(value) is not tuple:
        raise CaseFailed(f"the result must be {form}, but is {kind_of(value)}")
    if len(value) != length:
        raise CaseFailed(f"the result must be {form}, but has {len(value)} parts")
    return value


def expect_close(
    actual: Any, expected: ArrayLike, *, rtol: float = 1e-6, atol: float = 1e-8, name: str = "the result"
) -> None:
    """An array (or number) of the expected shape, each entry within `atol + rtol*|expected|`; NaN equals NaN."""
    wanted = np.asarray(expected)
    got = numbers_of(actual, name, scalar=wanted.ndim == 0)
    if got.shape != wanted.shape:
        raise CaseFailed(f"{name} has the wrong shape", f"it is {got.shape}, expected {wanted.shape}")
    close = np.isclose(got, wanted, rtol=rtol, atol=atol, equal_nan=True)
    if close.all():
        return
    first = tuple(int(axis) for axis in np.argwhere(~close)[0])
    place = f"{name}[{', '.join(map(str, first))}]" if first else name
    count = f" ({int((~close).sum())} of {close.size} entries differ)" if close.size > 1 else ""
    raise CaseFailed(f"{name} has wrong values", f"{place} is {got[first]:.6g}, expected {wanted[first]:.6g}{count}")


def numbers_of(actual: Any, name: str, *, scalar: bool = False) -> np.ndarray:
    """The value as an array of numbers; `scalar` lets a plain number through as well."""
    plain = type(actual) in (int, float) or isinstance(actual, np.generic)
    if not (type(actual) is np.ndarray or (scalar and plain)):
        raise CaseFailed(f"{name} must be {'a number' if scalar else 'a NumPy array'}, but is {kind_of(actual)}")
    values = np.asarray(actual)
    if values.dtype.kind not in "iufc":
        raise CaseFailed(f"{name} must hold numbers, but has dtype {values.dtype}")
    return values


def expect_dtype(actual: Any, dtype: str, *, name: str = "the result") -> None:
    """An array of exactly this dtype."""
    found = numbers_of(actual, name).dtype
    if found != np.dtype(dtype):
        raise CaseFailed(f"{name} has the wrong dtype", f"it is {found}, expected {np.dtype(dtype)}")


def expect_equal(actual: Any, expected: Any, *, name: str = "the result") -> None:
    """Equal, and of the same kind: 5.0 and True are no 5, a list is no tuple; NumPy's integers count as integers."""
    if same(actual, expected):
        return
    if plain_kind(actual) is not plain_kind(expected):
        raise CaseFailed(f"{name} must be {kind_of(expected)}, but is {kind_of(actual)}")
    raise CaseFailed(f"{name} is wrong", f"it is {shorten(actual)}, expected {shorten(expected)}")


def same(actual: Any, expected: Any) -> bool:
    """Equality of plain data, kinds included, all the way down."""
    if plain_kind(actual) is not plain_kind(expected):
        return False
    if isinstance(expected, (list, tuple)):
        return len(actual) == len(expected) and all(map(same, actual, expected))
    if isinstance(expected, dict):
        return actual.keys() == expected.keys() and all(same(actual[key], expected[key]) for key in expected)
    return bool(actual == expected)


def expect_raises(
    student: Caller, kind: str, function: str, /, *args: Any, message_has: tuple[str, ...] = (), **kwargs: Any
) -> None:
    """The call raises an exception of class `kind` (or a subclass), whose message holds all of `message_has`."""
    try:
        student.call(function, *args, **kwargs)
    except StudentError as error:
        if kind not in error.kinds:
            raise CaseFailed(f"it must raise {kind}, but raises {error.kinds[0]}") from None
        missing = [part for part in message_has if part not in error.message]
        if missing:
            wanted = f"it lacks {', '.join(map(repr, missing))}: {shorten(error.message)}"
            raise CaseFailed(f"the message of the {kind} does not name what is wrong", wanted) from None
        return
    raise CaseFailed(f"it must raise {kind}, but returns")


def plain_kind(value: Any) -> type:
    """The kind of a value, with NumPy's scalars counted as Python's."""
    for scalar, kind in ((np.bool_, bool), (np.integer, int), (np.floating, float)):
        if isinstance(value, scalar):
            return kind
    return type(value)


def kind_of(value: Any) -> str:
    """A value's kind in a sentence: "a float", "None", "an array"; of a handle, what it stands for."""
    names = {bool: "a bool", int: "a whole number", float: "a float", str: "a text", np.ndarray: "a NumPy array"}
    if value is None:
        return "None"
    kind = plain_kind(value)
    name = getattr(value, "kind", kind.__name__) if kind not in names else ""
    return names.get(kind) or f"{'an' if str(name)[:1].lower() in 'aeiou' else 'a'} {str(name)[:60]}"


def shorten(value: Any, limit: int = 200) -> str:
    """The value as text, cut where it is long."""
    text = value if isinstance(value, str) else repr(value)
    return text if len(text) <= limit else text[: limit - 1] + "…"
