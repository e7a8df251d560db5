"""Values as data: what may cross between the judge and a student's process, and nothing else.

None, bool, int, float, complex, str, bytes, NumPy scalars, arrays of plain numbers or text with their exact dtype,
and lists, tuples and dicts of these. A value becomes a JSON tree and a list of raw buffers. Anything else stays where
it is and travels as a `Handle`. Nothing is pickled; no method of a value is called, so a subclass cannot lie.
"""

import json
import math
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import numpy as np

DEPTH = 32
NODES = 100_000
INT_BITS = 8192
KINDS = "biufcUS"
CONTAINERS = {"l": list, "t": tuple}


class DataError(Exception):
    """A value, or bytes that claim to be one, that may not cross."""


@dataclass(frozen=True)
class Handle:
    """Something that stays in the student's process; `kind` is its type's name, for messages only."""

    number: int
    kind: str = "object"


def _buffer(buffers: list, data: bytes | memoryview) -> int:
    buffers.append(data)
    return len(buffers) - 1


class Encoder:
    """Turns a value into a tree and buffers; `hand_out(value)` answers for what is not data."""

    def __init__(self, hand_out: Callable[[object], Handle], limit: int):
        self.hand_out, self.limit = hand_out, limit
        self.buffers: list = []
        self.nodes = self.size = 0

    def _charge(self, size: int) -> None:
        self.nodes += 1
        self.size += size
        if self.nodes > NODES:
            raise DataError(f"the value has more than {NODES} parts")
        if self.size > self.limit:
            raise DataError(f"the value is larger than {self.limit} bytes")

    def tree(self, value: Any, depth: int = 0):
        """The JSON tree of one value."""
        kind = type(value)
        if depth > DEPTH:
            raise DataError(f"the value is nested deeper than {DEPTH} levels")
        if value is None or kind in (bool, float):
            self._charge(8)
            return value
        if kind is int and value.bit_length() <= INT_BITS:
            self._charge(value.bit_length() // 3 + 8)
            return value
        if kind is str:
            self._charge(len(value))
            return value
        if kind in (list, tuple, dict):
            return self._container(value, depth)
        return self._leaf(value, kind)

    def _container(self, value, depth: int):
        self._charge(8 * len(value))
        if type(value) is dict:
            pairs = [[self.tree(k, depth + 1), self.tree(v, depth + 1)] for k, v in value.items()]
            return ["d", *pairs]
        return ["l" if type(value) is list else "t", *(self.tree(item, depth + 1) for item in value)]

    def _leaf(self, value, kind: type):
        if kind is complex:
            self._charge(16)
            return ["c", value.real, value.imag]
        if kind is bytes:
            self._charge(len(value))
            return ["b", _buffer(self.buffers, value)]
        if kind is np.ndarray and value.dtype.kind in KINDS and value.dtype.isbuiltin in (0, 1):
            self._charge(value.nbytes)
            raw = np.ascontiguousarray(value).tobytes()
            return ["a", value.dtype.str, list(value.shape), _buffer(self.buffers, raw)]
        if isinstance(value, np.generic) and kind.__module__ == "numpy" and value.dtype.kind in KINDS:
            self._charge(value.nbytes)
            return ["s", value.dtype.str, _buffer(self.buffers, value.tobytes())]
        handle = value if kind is Handle else self.hand_out(value)
        self._charge(64)
        return ["h", handle.number, handle.kind[:100]]


class Decoder:
    """Turns a tree and buffers from an untrusted sender back into a value; `take(handle)` resolves handles."""

    def __init__(self, buffers: list, take: Callable[[Handle], object]):
        self.buffers, self.take = buffers, take
        self.nodes = 0

    def value(self, tree, depth: int = 0) -> object:
        """The value of one tree; `DataError` where it is not one that `Encoder` makes."""
        self.nodes += 1
        if depth > DEPTH + 1 or self.nodes > NODES:
            raise DataError("the value is too deep or has too many parts")
        if tree is None or type(tree) in (bool, int, float, str):
            return tree
        if type(tree) is not list or not tree or type(tree[0]) is not str:
            raise DataError("the value is not in the form that was agreed")
        tag, *rest = tree
        if tag in CONTAINERS:
            return CONTAINERS[tag](self.value(item, depth + 1) for item in rest)
        if tag == "d":
            return self._dict(rest, depth)
        return self._leaf(tag, rest)

    def _dict(self, pairs: list, depth: int) -> dict:
        found = {}
        for pair in pairs:
            if type(pair) is not list or len(pair) != 2:
                raise DataError("a dict's entry is not a pair")
            key = self.value(pair[0], depth + 1)
            if not (key is None or type(key) in (bool, int, float, str, tuple)):
                raise DataError("a dict's key is not plain")
            try:
                found[key] = self.value(pair[1], depth + 1)
            except TypeError as error:  # a tuple that holds a list
                raise DataError("a dict's key is not plain") from error
        return found

    def _raw(self, number: object) -> bytes:
        if type(number) is not int or not 0 <= number < len(self.buffers):
            raise DataError("a value names a buffer that was not sent")
        return self.buffers[number]

    def _leaf(self, tag: str, rest: list) -> object:
        if tag == "c" and len(rest) == 2 and all(type(part) is float for part in rest):
            return complex(*rest)
        if tag == "b" and len(rest) == 1:
            return bytes(self._raw(rest[0]))
        if tag == "a" and len(rest) == 3:
            return self._array(*rest)
        if tag == "s" and len(rest) == 2:
            return self._array(rest[0], [], rest[1])[()]
        if tag == "h" and len(rest) == 2 and type(rest[0]) is int and type(rest[1]) is str:
            return self.take(Handle(rest[0], rest[1][:100]))
        raise DataError(f"unknown kind of value {str(tag)[:20]!r}")

    def _array(self, dtype: object, shape: Any, number: object) -> np.ndarray:
        raw = self._raw(number)
        if type(dtype) is not str or len(dtype) > 12 or dtype[1:2] not in KINDS or not dtype[2:].isdigit():
            raise DataError("an array's dtype is not a plain one")
        plain = type(shape) is list and len(shape) <= 32 and all(type(n) is int and n >= 0 for n in shape)
        try:
            kind = np.dtype(dtype)
            if not plain or kind.itemsize * math.prod(shape) != len(raw):
                raise DataError("an array's shape does not fit its bytes")
            return np.frombuffer(raw, kind).reshape(shape).copy() if raw else np.zeros(shape, kind)
        except (TypeError, ValueError) as error:
            raise DataError("an array is not in the form that was agreed") from error


def parse(text: bytes) -> object:
    """JSON from an untrusted sender."""
    try:
        return json.loads(text)
    except (ValueError, RecursionError) as error:
        raise DataError("a message is not JSON") from error
