"""The sample class's grade table, what each student was expected to score, and the links to open."""

import json
import sys
from dataclasses import dataclass
from pathlib import Path

from rich.console import Console
from rich.table import Table

from cnncourse.grading.reasons import FAILED, HANDED_IN, NO_ANSWER
from cnncourse.grading.sample_class import ASSIGNMENT, CLASS, ITEMS

PAGES = {
    "The book": Path("build/book/html/index.html"),
    "The gradebook": CLASS / "gradebook.db",
    "The feedback": CLASS / "feedback",
    "Item analysis": CLASS / ITEMS,
}
CLOSE = 1e-6


@dataclass(frozen=True)
class Line:
    """One student's grade: points by question, the penalty for lateness, and why it is so."""

    student: str
    points: dict[str, float]
    penalty: float
    expected: dict[str, float]
    expected_penalty: float
    reason: str

    @property
    def total(self) -> float:
        return sum(self.points.values()) - self.penalty

    @property
    def expected_total(self) -> float:
        return sum(self.expected.values()) - self.expected_penalty

    @property
    def as_expected(self) -> bool:
        """Every question scores what was declared, and lateness costs what it should."""
        same = self.points.keys() == self.expected.keys()
        close = all(abs(self.points[name] - self.expected.get(name, -1)) < CLOSE for name in self.points)
        return same and close and abs(self.penalty - self.expected_penalty) < CLOSE


def read_lines(course: Path) -> list[Line]:
    """The students of the sample class in the folder `course`, from its gradebook and `expected.json`.

    Raises:
        FileNotFoundError: the class has not been built.
    """
    from nbgrader.api import Gradebook, MissingEntry

    expected = json.loads((course / "expected.json").read_text(encoding="utf-8"))
    lines = []
    with Gradebook(f"sqlite:///{course / 'gradebook.db'}") as gradebook:
        for student, wanted in expected.items():
            points, penalty, reason = {}, 0.0, "not in the gradebook"
            try:
                notebook = gradebook.find_submission_notebook(ASSIGNMENT, ASSIGNMENT, student)
            except MissingEntry:
                pass
            else:
                points = {grade.name.removeprefix("test_"): float(grade.score) for grade in notebook.grades}
                penalty = float(notebook.late_submission_penalty or 0.0)
                reason = _reason(notebook)
            lines.append(Line(student, points, penalty, wanted["points"], wanted["penalty"], reason))
    return lines


def _reason(notebook) -> str:
    """Why the grade is what it is, in a few words: lateness first, then what happened to the file, then what failed."""
    comments = {comment.name: (comment.auto_comment or "").split("\n\n") for comment in notebook.comments}
    lines = [line for name in sorted(comments) for line in comments[name] if line]
    failed = [name for name in sorted(comments) if any(line.startswith(FAILED) for line in comments[name])]
    told = [line for line in lines if line != NO_ANSWER and not line.startswith(FAILED)]
    told.sort(key=lambda line: not line.startswith(HANDED_IN))
    if told:
        return told[0]
    if failed:
        return f"Cases failed in {', '.join(failed)}"
    return NO_ANSWER if lines else ""


def grade_table(lines: list[Line]) -> Table:
    """The lines as a table: one row a student, one column a question."""
    table = Table(title=f"The sample class: {ASSIGNMENT}", title_justify="left")
    table.add_column("student", no_wrap=True)
    questions = list(lines[0].expected)
    for question in questions:
        table.add_column(question.replace("_", " "), justify="right")
    for name in ("late", "total", "expected"):
        table.add_column(name, justify="right", no_wrap=True)
    table.add_column("reason", overflow="ellipsis", no_wrap=True, max_width=48)
    for line in lines:
        points = [f"{line.points[q]:g}" if q in line.points else "-" for q in questions]
        style = None if line.as_expected else "bold red"
        late = f"-{line.penalty:g}" if line.penalty else ""
        totals = (late, f"{line.total:g}", f"{line.expected_total:g}")
        table.add_row(line.student, *points, *totals, line.reason, style=style)
    return table


def print_report(root: Path) -> None:
    """Print the grade table and the links; exits with 1 where a grade is not what was expected."""
    root = root.resolve()
    console = Console(width=None if sys.stdout.isatty() else 160)
    lines = read_lines(root / CLASS)
    console.print(grade_table(lines))
    for name, place in PAGES.items():
        if (root / place).exists():
            console.print(f"{name + ':':<16}{(root / place).as_uri()}", soft_wrap=True, highlight=False)
    wrong = [line.student for line in lines if not line.as_expected]
    if wrong:
        sys.exit(f"Not as expected: {', '.join(wrong)}")
    console.print(f"All {len(lines)} grades are as expected.")
