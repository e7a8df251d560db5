"""A case: one named thing that a student's function must get right, with its points and the hint for whoever misses it.

    @case("conv2d_forward", "one window by hand", points=6, hint="Multiply, add up, then move on.", visible=True)
    def one_window_by_hand(student, rng):
        x = np.arange(9.0).reshape(1, 1, 3, 3)
        out, _ = expect_tuple(student.call("conv2d_forward", x, np.ones((1, 1, 3, 3))), "(out, cache)")
        expect_close(out, [[[[36.0]]]], name="out")

`student` is a `Caller`: it calls the student's functions by name with plain data and returns plain data, whether they
live in this process or in another one. What is no data (a cache) comes back as a handle, which a case only passes on.
`rng` is a NumPy generator of this case's own. A case passes unless its body raises: `CaseFailed` (the `expect_...`
functions do it) or `StudentError` (the student's function raised). Anything else is a mistake in the case itself.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from cnncourse.grading.caller import Caller

Body = Callable[[Caller, np.random.Generator], None]


class CaseFailed(Exception):
    """A result that is not as it should be.

    Args:
        problem: what is wrong, without a value in it: it is shown for hidden cases too ("out has the wrong shape").
        detail: the values, shown for visible cases only ("it is (3, 2), expected (2, 3)").
    """

    def __init__(self, problem: str, detail: str = "") -> None:
        super().__init__(problem, detail)
        self.problem, self.detail = problem, detail


@dataclass(frozen=True)
class Case:
    """One case of one graded function; made by the decorator `case`."""

    function: str
    name: str
    points: float
    hint: str
    visible: bool
    body: Body

    def rng(self, seed: int) -> np.random.Generator:
        """This case's generator: of its own, so that a case put in or taken out changes no other's numbers."""
        return np.random.default_rng([seed, stable_hash(self.name)])


def case(function: str, name: str, /, *, points: float, hint: str, visible: bool = False) -> Callable[[Body], Case]:
    """Turns a function `(student, rng)` into a `Case` of the graded function `function`.

    Args:
        function: the graded function's name, which is also its solution cell's `grade_id`.
        name: of the case, unique within its function; students read it.
        points: earned by passing, more than 0.
        hint: what to think about, read by whoever misses it.
        visible: whether the released notebook holds the case; a visible one uses numbers worked by hand, needs
            NumPy alone and may show its values.

    Raises:
        ValueError: for points that are not positive, or an empty name or hint.
    """
    if not (isinstance(points, (int, float)) and not isinstance(points, bool) and 0 < points < float("inf")):
        raise ValueError(f"points of case {name!r} must be a positive number, but is {points!r}")
    for argument, value in (("function", function), ("name", name), ("hint", hint)):
        if not isinstance(value, str) or not value.strip():
            raise ValueError(f"{argument} of case {name!r} must be a text that says something, but is {value!r}")

    def wrap(body: Body) -> Case:
        return Case(function, name, points, hint, visible, body)

    return wrap


def stable_hash(text: str) -> int:
    """A 64-bit number from a text, the same in every process and on every machine (Python's `hash` is neither)."""
    return int.from_bytes(hashlib.sha256(text.encode()).digest()[:8], "big")
