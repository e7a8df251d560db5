"""Item analysis: how hard each question was, how well it tells strong from weak students, and which cases failed most.

`nbgrader export --exporter=cnncourse.grading.item_analysis.ItemAnalysisExport --assignment ps3-volumes --to items.html`
writes it as one self-contained page.
"""

import math
from collections import Counter
from dataclasses import dataclass
from pathlib import Path

import nbformat
from nbgrader.api import Gradebook
from nbgrader.plugins import ExportPlugin

from cnncourse.grading.grade_rows import GradeRow, grade_rows, question
from cnncourse.grading.item_page import item_page
from cnncourse.grading.reasons import case_results


@dataclass(frozen=True)
class Item:
    """One question of an assignment.

    mean: the mean share of the question's points, 0 to 1. discrimination: the correlation, from -1 to 1, of the points
    for this question with the points for all the others; None where one of the two is the same for everybody.
    """

    question: str
    max_points: float
    mean: float
    discrimination: float | None
    students: int


@dataclass(frozen=True)
class FailedCase:
    """One case of a question, and how many of the students who were tested failed it."""

    question: str
    case: str
    failed: int
    tested: int


class ItemAnalysisExport(ExportPlugin):
    """Write the item analysis of each chosen assignment; with several, the assignment's name goes before the file's."""

    def export(self, gradebook: Gradebook) -> None:
        rows = [row for row in grade_rows(gradebook, self.assignment, self.student) if row.timestamp or any_points(row)]
        names = sorted({row.assignment for row in rows})
        target = Path(self.to or "items.html")
        for name in names:
            own = [row for row in rows if row.assignment == name]
            graded = [self._graded(row) for row in own]
            path = target if len(names) == 1 else target.with_name(f"{name}-{target.name}")
            page = item_page(name, items(own), failed_cases([path for folder in graded for path in folder]))
            path.write_text(page, encoding="utf-8")
            self.log.info("Wrote %s", path)

    def _graded(self, row: GradeRow) -> list[Path]:
        coursedir = self.parent.coursedir
        folder = Path(coursedir.format_path(coursedir.autograded_directory, row.student, row.assignment))
        return sorted(folder.glob("*.ipynb"))


def any_points(row: GradeRow) -> bool:
    return any(row.questions.values())


def items(rows: list[GradeRow]) -> list[Item]:
    """The questions of one assignment, in the order of their names, from the rows of all who handed it in."""
    if not rows:
        return []
    found = []
    for name, most in rows[0].max_points.items():
        own = [row.questions[name] for row in rows]
        rest = [sum(row.questions.values()) - row.questions[name] for row in rows]
        mean = sum(own) / len(own) / most if most else 0.0
        found.append(Item(name, most, mean, correlation(own, rest), len(rows)))
    return found


def correlation(xs: list[float], ys: list[float]) -> float | None:
    """Pearson's correlation; None where one of the two does not vary."""
    n = len(xs)
    mean_x, mean_y = sum(xs) / n, sum(ys) / n
    both = sum((x - mean_x) * (y - mean_y) for x, y in zip(xs, ys, strict=True))
    spread = math.sqrt(sum((x - mean_x) ** 2 for x in xs) * sum((y - mean_y) ** 2 for y in ys))
    return both / spread if spread > 1e-12 else None


def failed_cases(notebooks: list[Path]) -> list[FailedCase]:
    """The cases that somebody failed, the most failed first, from the tables that the graded notebooks hold."""
    failed: Counter[tuple[str, str]] = Counter()
    tested: Counter[tuple[str, str]] = Counter()
    for path in notebooks:
        for cell in nbformat.read(path, as_version=4).cells:
            about = cell.metadata.get("nbgrader", {})
            if cell.cell_type == "code" and about.get("grade"):
                for name, passed in case_results(cell):
                    key = (question(about["grade_id"]), name)
                    tested[key] += 1
                    failed[key] += not passed
    ordered = sorted(failed.items(), key=lambda item: (-item[1], item[0]))
    return [FailedCase(*key, count, tested[key]) for key, count in ordered if count]
