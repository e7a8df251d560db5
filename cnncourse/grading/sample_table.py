"""The sample class as a table (`sample_class.csv`): who hands in which answer to each question, and in what state.

One row a student. In the column of a question stands the name of an answer (`solution`, a mutant, an alternative), or
`stub` (nothing written), `syntax-error`, `endless-loop`; in the column of a written question, the points that a person
gives. The column `state` says what happened to the file: nothing, `empty`, `no-notebook`, `late`,
`deleted:QUESTION` or `duplicated:QUESTION` (its test cell).
"""

import csv
from dataclasses import dataclass
from pathlib import Path

from cnncourse.grading.answers import Answer

TABLE = Path(__file__).with_name("sample_class.csv")
BROKEN = {
    "syntax-error": "def {function}(*args, **kwargs)\n    return None",
    "endless-loop": "def {function}(*args, **kwargs):\n    while True:\n        pass",
}
UNREADABLE = ("empty", "no-notebook")


@dataclass(frozen=True)
class Student:
    """One row: what the student writes for each question, by name, and the state of the file."""

    id: str
    state: str
    answers: dict[str, str]
    written: dict[str, float]

    def source(self, function: str, answers: dict[str, dict[str, Answer]]) -> str | None:
        """The text of the student's cell; None where the cell stays as it was given out."""
        name = self.answers[function]
        if name == "stub":
            return None
        if name in BROKEN:
            return BROKEN[name].format(function=function)
        return answers[function][name].source

    def expected(self, answers: dict[str, dict[str, Answer]]) -> dict[str, float]:
        """The points for each question before any lateness, by the declarations of the answers."""
        if self.state in UNREADABLE:
            return dict.fromkeys([*self.answers, *self.written], 0.0)
        worth_nothing = ("stub", *BROKEN)
        points = {
            function: 0.0 if name in worth_nothing else answers[function][name].points
            for function, name in self.answers.items()
        }
        return {**points, **self.written}


def read_table(answers: dict[str, dict[str, Answer]], written: list[str], path: Path = TABLE) -> list[Student]:
    """The students of the table, checked against the answers there are.

    Raises:
        ValueError: a question without a column, a name that is no answer, an answer that nobody hands in.
    """
    with path.open(newline="", encoding="utf-8") as file:
        rows = list(csv.DictReader(file))
    columns = {"student", "state", *answers, *written}
    if not rows or set(rows[0]) != columns:
        raise ValueError(
            f"{path.name}: expected the columns {sorted(columns)}, but has {sorted(rows[0] if rows else [])}"
        )
    students = []
    for row in rows:
        own = {function: row[function] for function in answers}
        for function, name in own.items():
            if name not in answers[function] and name not in ("stub", *BROKEN):
                raise ValueError(f"{path.name}: {row['student']}: {function} has no answer called {name!r}")
        students.append(Student(row["student"], row["state"], own, {name: float(row[name]) for name in written}))
    for function, names in answers.items():
        unused = set(names) - {s.answers[function] for s in students if s.state not in UNREADABLE}
        if unused:
            raise ValueError(f"{path.name}: nobody hands in these answers to {function}: {sorted(unused)}")
    return students
