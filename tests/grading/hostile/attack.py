"""Attacks that run: what a student writes to gain points, to leave the box, or to change somebody else's grade.

`WRONG` answers earn nothing by themselves, so every point above the stated ones would be a gain. The texts know where
everything is: {course} is the course's folder, {port} that of the witness, {witness} a file that anybody may write.
"""

from dataclasses import dataclass, field

WRONG = {
    "double": "def double(x):\n    return x",
    "pair": "def pair(x):\n    return 0.0, None",
    "answer": "answer = 41",
}
ALL = {"double": 10.0, "pair": 10.0, "answer": 5.0}
NOTHING = {"double": 0.0, "pair": 0.0, "answer": 0.0}


@dataclass(frozen=True)
class Attack:
    """One hostile submission: its cells, the points it must get, its status, and a text that its reason must hold."""

    name: str
    first: str = "pass"
    last: str = "pass"
    answers: dict[str, str] = field(default_factory=dict)
    points: dict[str, float] = field(default_factory=lambda: dict(ALL))
    status: str = "graded"
    reason: str = ""


def wrong(name: str, first: str = "pass", last: str = "pass", **more) -> Attack:
    """An attack that answers nothing and wants points all the same."""
    answers = {**WRONG, **more.pop("answers", {})}
    return Attack(name, first, last, answers, **{"points": dict(NOTHING), **more})


def double(name: str, body: str, **more) -> Attack:
    """An attack by what `double` gives back; the other answers are right."""
    points = {**ALL, "double": more.pop("earned", 0.0)}
    return Attack(name, answers={"double": body}, **{"points": points, **more})
