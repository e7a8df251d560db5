"""Running a function's cases, in the notebook and for the judge.

How a test cell is made up (the generator writes it; nothing in it is written by hand):

    from cnncourse.grading import case, check, expect_close          what the cases below need
    @case("conv2d_forward", "one window by hand", points=6, hint=..., visible=True)
    def one_window_by_hand(student, rng): ...                        visible cases, in file order
    ### BEGIN HIDDEN TESTS
    import torch ...                                                 hidden cases and what only they need
    ### END HIDDEN TESTS
    check("conv2d_forward", globals(), points=40)                    all the points, hidden ones included

`check` takes the `Case` objects of that function from the namespace, in the order of their definition, whatever their
variables are called. It prints the table of cases, writes nothing to stderr, and its value is the points earned: a
plain Python float from 0.0 to `points`, which is the only thing that nbgrader reads rightly (`np.float64(0.)`, a
tensor, False, NaN and -1 all earn full marks).
"""

from __future__ import annotations

import contextlib
import io
import os
import textwrap
import warnings
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from cnncourse.grading.answer_imports import answer_imports
from cnncourse.grading.caller import Caller, PlainCaller, StudentError
from cnncourse.grading.case import Case, CaseFailed
from cnncourse.grading.seeds import notebook_seed


@dataclass(frozen=True)
class Row:
    """How one case came out. Every text in it may be shown to the student."""

    name: str
    points: float
    earned: float
    passed: bool
    hint: str
    problem: str
    notes: tuple[str, ...] = ()


@dataclass(frozen=True)
class CheckResult:
    """How a function's cases came out: `points` earned of `max_points`; `refused` says why nothing is earned."""

    function: str
    rows: tuple[Row, ...]
    points: float
    max_points: float
    refused: str = ""


def run_cases(cases: Iterable[Case], caller: Caller, *, seed: int, refused: str = "") -> CheckResult:
    """Runs each case with its own generator; one that fails stops no other.

    Args:
        cases: of one function, at least one.
        caller: how the student's functions are reached.
        seed: from `case_seed`; the same seed gives the same inputs.
        refused: a reason for which nothing is earned; then no case is run.
    """
    cases = tuple(cases)
    functions = {item.function for item in cases}
    if len(functions) != 1:
        raise ValueError(f"cases must belong to one function, but belong to {sorted(functions)}")
    rows = tuple(_lost(item, "not run") if refused else run_case(item, caller, seed=seed) for item in cases)
    most = sum(row.points for row in rows)
    earned = round(sum(row.earned for row in rows), 6)
    return CheckResult(functions.pop(), rows, float(min(max(earned, 0.0), most)), float(most), refused)


def run_case(item: Case, caller: Caller, *, seed: int) -> Row:
    """Runs one case. What the student's code prints or warns of is kept, and shown for visible cases only."""
    printed, problem = io.StringIO(), ""
    with warnings.catch_warnings(record=True) as warned, contextlib.redirect_stdout(printed):
        warnings.simplefilter("always")
        with contextlib.redirect_stderr(printed):
            try:
                item.body(caller, item.rng(seed))
            except CaseFailed as failed:
                problem = _with_detail(failed.problem, failed.detail, item.visible)
            except StudentError as error:
                problem = _raised(error, item.visible)
            except Exception as error:
                problem = f"this case itself failed ({type(error).__name__}): tell your instructor"
    notes = _notes(warned, printed.getvalue()) if item.visible else ()
    if problem:
        return _lost(item, problem, notes)
    return Row(item.name, item.points, item.points, True, item.hint, "", notes)


def _lost(item: Case, problem: str, notes: tuple[str, ...] = ()) -> Row:
    return Row(item.name, item.points, 0.0, False, item.hint, problem, notes)


def _with_detail(problem: str, detail: str, visible: bool) -> str:
    return f"{problem}: {detail}" if detail and visible else problem


def _raised(error: StudentError, visible: bool) -> str:
    """The student's own line; the message only where the inputs are known anyway, for it may repeat them."""
    name = error.kinds[0] if error.kinds else "Exception"
    what = f"it raised {name}: {error.message[:300]}" if visible and error.message else f"it raised {name}"
    return f"{what} ({error.where()})" if error.where() else what


def _notes(warned: list[warnings.WarningMessage], printed: str) -> tuple[str, ...]:
    texts = dict.fromkeys(f"{item.category.__name__}: {item.message}"[:200] for item in warned)
    lines = printed.splitlines()[:20]
    return (*[f"warned: {text}" for text in texts][:5], *[f"printed: {line[:200]}" for line in lines])


def check(
    function: str, namespace: dict[str, Any], *, points: float | None = None, allow: tuple[str, ...] = ()
) -> float:
    """The last line of a test cell: runs the cases of `function` found in `namespace`, and prints how they came out.

    Args:
        function: the graded function's name.
        namespace: the notebook's `globals()`.
        points: what the exercise is worth, with the hidden cases; left out, the sum of the cases found.
        allow: packages that the answer may import although they hold one, for a task that is set in them ("torch").

    Returns:
        The points earned, a plain float. While nbgrader only validates a student's notebook, which has no hidden
        cases, passing every visible one counts as all the points.
    """
    cases = [value for value in list(namespace.values()) if isinstance(value, Case) and value.function == function]
    if not cases:
        print(f"{function}: this notebook shows none of its cases; it is graded with hidden ones.")
        return 0.0
    found = answer_imports(_cells(namespace), function, allow=allow)
    refused = f"it uses the answer of a library ({'; '.join(found)})" if found else ""
    result = run_cases(cases, PlainCaller(namespace), seed=notebook_seed(function), refused=refused)
    points = result.max_points if points is None else points
    print(table(result, points=points))
    if os.environ.get("NBGRADER_EXECUTION") == "validate" and result.points == result.max_points:
        return float(points)
    return clamped(result.points, points)


def clamped(earned: float, points: float) -> float:
    """The points as nbgrader reads them rightly: a plain float from 0.0 to `points`, and 0.0 for NaN."""
    earned = float(earned)
    return min(earned, float(points)) if earned > 0 else 0.0


def _cells(namespace: dict[str, Any]) -> list[str]:
    """The cells run so far in this notebook, in order; IPython keeps them in `In`."""
    return [text for text in namespace.get("In", ()) if isinstance(text, str)]


def table(result: CheckResult, *, points: float) -> str:
    """The cases as text: passed or failed, points, what is wrong, and the hint for each that failed."""
    lines = [f"{result.function}: {result.points:g} of {points:g} points"]
    if result.refused:
        lines.append(f"  Nothing is earned: {result.refused}. Write it in NumPy yourself.")
    for row in result.rows:
        lines.append(f"  {'pass' if row.passed else 'FAIL'}  {f'{row.earned:g}/{row.points:g}':>7}  {row.name}")
        if not row.passed and not result.refused:
            lines += [*_below(row.problem), *_below(f"hint: {row.hint}")]
        lines += [line for note in row.notes for line in _below(note)]
    if result.max_points < points:
        lines.append(
            f"  These cases cover {result.max_points:g} of the {points:g} points; hidden cases decide about the rest."
        )
    return "\n".join(lines)


def _below(text: str) -> list[str]:
    """The text as lines under a row; in a student's message, an end of line cannot look like another row."""
    return textwrap.wrap(text, width=115, initial_indent=" " * 17, subsequent_indent=" " * 17)
