"""Exports for nbgrader: `nbgrader export --exporter=cnncourse.grading.exports.CanvasExport --to grades.csv`.

Each writes UTF-8 CSV with a column for every question. Sums are right after an import: Canvas gets the questions and
the penalty but no total, which it would count a second time; `--CanvasExport.questions=False` gives the total alone.
"""

import csv
from pathlib import Path
from typing import Any

from nbgrader.api import Gradebook
from nbgrader.plugins import ExportPlugin
from traitlets import Bool

from cnncourse.grading.grade_rows import GradeRow, grade_rows

Table = list[list[str]]
FORMULA = ("=", "+", "-", "@", "\t", "\r")  # what a spreadsheet would run


class GradesExport(ExportPlugin):
    """What the three exports share: which rows, which file. A subclass says how the table looks."""

    questions = Bool(True, help="Whether to write a column for every question.").tag(config=True)
    default_name = "grades.csv"

    def export(self, gradebook: Gradebook) -> None:
        rows = grade_rows(gradebook, self.assignment, self.student)
        path = Path(self.to or self.default_name)
        self.log.info("Exporting %d grades to %s", len(rows), path)
        with path.open("w", newline="", encoding="utf-8") as file:
            csv.writer(file).writerows(self.table(rows))

    def table(self, rows: list[GradeRow]) -> Table:
        raise NotImplementedError


class PlainExport(GradesExport):
    """One line a student and assignment: who, when, the total, the penalty, the questions, and the reasons."""

    def table(self, rows: list[GradeRow]) -> Table:
        names = _questions(rows) if self.questions else []
        head = ["assignment", "student_id", "last_name", "first_name", "email", "timestamp"]
        head += ["total", "max_total", "late_penalty", *names, "reasons"]
        table = [head]
        for row in rows:
            who = [row.assignment, row.student, row.last_name, row.first_name, row.email, row.timestamp]
            points = [_number(row.total), _number(row.max_total), _number(row.penalty)]
            points += [_number(row.questions[name]) if name in row.questions else "" for name in names]
            table.append([*who, *points, harmless(" ".join(row.reasons))])
        return table


class CanvasExport(GradesExport):
    """Canvas's gradebook: one line a student, points possible below the header, students found by their login."""

    default_name = "canvas.csv"

    def table(self, rows: list[GradeRow]) -> Table:
        columns = _columns(rows, total=not self.questions, questions=self.questions)
        table = [["Student", "ID", "SIS User ID", "SIS Login ID", "Section", *columns]]
        table.append(["    Points Possible", "", "", "", "", *(_number(most) for most in columns.values())])
        for student, own in _by_student(rows).items():
            name = f"{own[0].last_name}, {own[0].first_name}".strip(", ") or student
            values = _values(own, total=not self.questions, questions=self.questions)
            table.append([name, "", own[0].lms_user_id, student, "", *(values.get(column, "") for column in columns)])
        return table


class MoodleExport(GradesExport):
    """Moodle's grade import: one line a student; map `username` or `email`, the total, and the questions if wanted."""

    default_name = "moodle.csv"

    def table(self, rows: list[GradeRow]) -> Table:
        columns = _columns(rows, total=True, questions=self.questions)
        feedback = [f"{name} feedback" for name in dict.fromkeys(row.assignment for row in rows)]
        table = [["username", "firstname", "lastname", "email", *columns, *feedback]]
        for student, own in _by_student(rows).items():
            values = _values(own, total=True, questions=self.questions)
            values |= {f"{row.assignment} feedback": harmless(" ".join(row.reasons)) for row in own}
            who = [student, own[0].first_name, own[0].last_name, own[0].email]
            table.append([*who, *(values.get(column, "") for column in [*columns, *feedback])])
        return table


def harmless(text: str) -> str:
    """The text, with an apostrophe in front where a spreadsheet would take it for a formula: students can put their
    own words into a reason."""
    return f"'{text}" if text.startswith(FORMULA) else text


def _columns(rows: list[GradeRow], *, total: bool, questions: bool) -> dict[str, float]:
    """The columns of points with what is possible in each: an assignment's total, its questions, its penalty."""
    columns: dict[str, float] = {}
    for row in rows:
        if total:
            columns[row.assignment] = row.max_total
        if questions:
            columns |= {f"{row.assignment}: {name}": most for name, most in row.max_points.items()}
            columns[f"{row.assignment}: late"] = 0.0
    return columns


def _values(rows: list[GradeRow], *, total: bool, questions: bool) -> dict[str, str]:
    """One student's points for `_columns`. The late column is what makes the questions add up to the total."""
    values: dict[str, str] = {}
    for row in rows:
        if total:
            values[row.assignment] = _number(row.total)
        if questions:
            values |= {f"{row.assignment}: {name}": _number(points) for name, points in row.questions.items()}
            values[f"{row.assignment}: late"] = _number(row.total - sum(row.questions.values()))
    return values


def _by_student(rows: list[GradeRow]) -> dict[str, list[GradeRow]]:
    students: dict[str, list[GradeRow]] = {}
    for row in rows:
        students.setdefault(row.student, []).append(row)
    return students


def _questions(rows: list[GradeRow]) -> list[str]:
    return list(dict.fromkeys(name for row in rows for name in row.max_points))


def _number(value: Any) -> str:
    """A number as short as it can be, never in powers of ten."""
    return f"{round(float(value), 6):.6f}".rstrip("0").rstrip(".") if value else "0"
