"""Load the cases of an assignment from `solutions/<assignment>/cases/<function>.py`."""

import runpy
from pathlib import Path

from cnncourse.grading.case import Case


def load_cases(path: Path) -> list[Case]:
    """The cases that the file defines, in its order.

    Raises:
        ValueError: a file without a case, or with a case of another function than the one it is named after.
    """
    cases = [value for value in runpy.run_path(str(path)).values() if isinstance(value, Case)]
    if not cases:
        raise ValueError(f"{path}: expected functions decorated with @case({path.stem!r}, ...), but found none")
    for case in cases:
        if case.function != path.stem:
            raise ValueError(f"{path}: the case {case.name!r} is of {case.function!r}, expected {path.stem!r}")
    return cases


def allowed_by(path: Path) -> tuple[str, ...]:
    """The libraries that an answer may use although they hold one: the file's own `ALLOW`, such as `("torch",)`."""
    return tuple(runpy.run_path(str(path)).get("ALLOW", ()))


def points_of(path: Path) -> float:
    """What the question is worth: the sum of its cases' points, a whole number as an int."""
    total = round(sum(case.points for case in load_cases(path)), 6)
    return int(total) if total == int(total) else total
