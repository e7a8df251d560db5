"""Calling a student's functions: by a plain call here, or by data sent to another process; a case cannot tell which."""

from __future__ import annotations

import linecache
import traceback
from typing import Any, Protocol

import numpy as np

PLAIN_TYPES = (type(None), bool, int, float, complex, str, bytes)
ARRAY_KINDS = "biufcUS"  # bool, integers, floats, complex, text: never objects


class Caller(Protocol):
    """What a case has of the student: nothing but calls by name, and variables read by name."""

    def call(self, function: str, /, *args: Any, **kwargs: Any) -> Any:
        """The result of the student's `function` as data; what is no data comes back as a handle.

        Raises:
            StudentError: the function is missing, or raised.
        """

    def read(self, name: str, /) -> Any:
        """The student's variable `name` as data. Raises `StudentError` where there is none."""


class StudentError(Exception):
    """What the student's code raised, as data: no frame and no object of theirs.

    Args:
        kinds: the exception's class name and those of its bases ("IndexError", "LookupError", "Exception").
        message: its text.
        line: line number in the student's cell, and `source` the text of that line; None where none is known.
    """

    def __init__(
        self, kinds: tuple[str, ...], message: str, line: int | None = None, source: str | None = None
    ) -> None:
        super().__init__(kinds, message, line, source)
        self.kinds, self.message, self.line, self.source = tuple(kinds), message, line, source

    def where(self) -> str:
        """The student's own line, as `line 7: out = x[n, c]`; empty where none is known."""
        if self.line is None:
            return ""
        return f"line {self.line} of the cell: {self.source}" if self.source else f"line {self.line} of the cell"


class Handle:
    """Something of the student's that is no data, such as a cache: it can be passed on and not be looked at."""

    def __init__(self, value: Any) -> None:
        self._value = value
        self.kind = type(value).__name__


class PlainCaller:
    """Calls the functions of a namespace (a notebook's `globals()`) in this process.

    Arguments and results are copied, as they are between processes: a function that changes its input in place, or an
    array after returning it, changes nothing of the judge's.
    """

    def __init__(self, namespace: dict[str, Any]) -> None:
        self._namespace = namespace

    def call(self, function: str, /, *args: Any, **kwargs: Any) -> Any:
        target = self._look_up(function)
        if not callable(target):
            raise StudentError(("TypeError",), f"{function} is no function, but {type(target).__name__}")
        inputs = [give(value) for value in args]
        options = {name: give(value) for name, value in kwargs.items()}
        try:
            return take(target(*inputs, **options))
        except KeyboardInterrupt:  # the cell's time is over: that is for whoever runs the notebook
            raise
        except BaseException as error:
            raise student_error(error, self._namespace) from None

    def read(self, name: str, /) -> Any:
        return take(self._look_up(name))

    def _look_up(self, name: str) -> Any:
        if name not in self._namespace:
            raise StudentError(("NameError",), f"{name} is not defined: run the cell that defines it")
        return self._namespace[name]


def give(value: Any) -> Any:
    """A copy of the data to hand to a student's function; handles become what they stand for."""
    if isinstance(value, Handle):
        return value._value
    if isinstance(value, np.ndarray):
        return value.copy()
    if type(value) in (list, tuple):
        return type(value)(give(item) for item in value)
    if type(value) is dict:
        return {key: give(item) for key, item in value.items()}
    return value


def take(value: Any) -> Any:
    """A copy of the data in a student's value, with a handle for every part that is no data. Exact types only."""
    kind = type(value)
    if kind in PLAIN_TYPES:
        return value
    if kind in (list, tuple):
        return kind(take(item) for item in value)
    if kind is dict:
        return {key: take(item) for key, item in value.items()} if _plain_keys(value) else Handle(value)
    if kind is np.ndarray and value.dtype.kind in ARRAY_KINDS:
        return value.copy()
    if isinstance(value, np.generic) and kind.__module__ == "numpy" and value.dtype.kind in ARRAY_KINDS:
        return value
    return Handle(value)


def _plain_keys(value: dict) -> bool:
    return all(type(key) in PLAIN_TYPES or type(key) is tuple for key in value)


def student_error(error: BaseException, namespace: dict[str, Any]) -> StudentError:
    """The error as data, with the last line of its traceback that belongs to the notebook of `namespace`."""
    line = source = None
    for frame, number in traceback.walk_tb(error.__traceback__):
        if frame.f_globals is namespace:
            line, source = number, linecache.getline(frame.f_code.co_filename, number).strip() or None
    kinds = tuple(kind.__name__ for kind in type(error).__mro__ if kind not in (object, BaseException))
    try:
        message = str(error)
    except Exception:  # a student's own exception class can fail to print itself
        message = ""
    return StudentError(kinds, message, line, source)
