"""The gradebook's grades as rows, one for each student and assignment, for whoever exports or studies them."""

from dataclasses import dataclass
from typing import Any

from nbgrader.api import Gradebook, MissingEntry

from cnncourse.grading.known_cells import TEST


@dataclass(frozen=True)
class GradeRow:
    """One student's grade for one assignment; a student who handed in nothing has zero for every question."""

    assignment: str
    student: str
    first_name: str
    last_name: str
    email: str
    lms_user_id: str
    timestamp: str
    questions: dict[str, float]
    max_points: dict[str, float]
    penalty: float
    reasons: tuple[str, ...]

    @property
    def total(self) -> float:
        """The points after the penalty for lateness."""
        return max(0.0, round(sum(self.questions.values()) - self.penalty, 6))

    @property
    def max_total(self) -> float:
        return round(sum(self.max_points.values()), 6)


def grade_rows(gradebook: Gradebook, assignments: list[str], students: list[str]) -> list[GradeRow]:
    """The rows of these assignments and students, of all where a list is empty, sorted by assignment and student.

    Raises:
        ValueError: an assignment or a student that the gradebook does not know.
    """
    known_assignments = {item.name: item for item in gradebook.assignments}
    known_students = {item.id: item for item in gradebook.students}
    for what, wanted, known in (
        ("assignment", assignments, known_assignments),
        ("student", students, known_students),
    ):
        for name in wanted:
            if str(name) not in known:
                raise ValueError(f"{what} {name!r} is not in the gradebook; it has: {', '.join(sorted(known))}")
    return [
        _row(gradebook, known_assignments[assignment], known_students[student])
        for assignment in sorted(map(str, assignments or known_assignments))
        for student in sorted(map(str, students or known_students))
    ]


def _row(gradebook: Gradebook, assignment: Any, student: Any) -> GradeRow:
    cells = [cell for notebook in assignment.notebooks for cell in (*notebook.grade_cells, *notebook.task_cells)]
    max_points = {question(cell.name): float(cell.max_score) for cell in sorted(cells, key=lambda cell: cell.name)}
    questions, penalty, timestamp, reasons = dict.fromkeys(max_points, 0.0), 0.0, "", []
    try:
        submission = gradebook.find_submission(assignment.name, student.id)
    except MissingEntry:
        reasons.append("Nothing was handed in.")
    else:
        penalty = float(submission.late_submission_penalty or 0.0)
        timestamp = str(submission.timestamp or "")
        for notebook in submission.notebooks:
            questions |= {question(grade.name): float(grade.score or 0.0) for grade in notebook.grades}
            reasons += [comment.comment for comment in notebook.comments if comment.comment]
    return GradeRow(
        assignment=assignment.name,
        student=student.id,
        first_name=student.first_name or "",
        last_name=student.last_name or "",
        email=student.email or "",
        lms_user_id=student.lms_user_id or "",
        timestamp=timestamp,
        questions=questions,
        max_points=max_points,
        penalty=penalty,
        reasons=tuple(reasons),
    )


def question(cell: str) -> str:
    """The question that a graded cell belongs to: the function's name, as in the book and in the feedback."""
    return cell.removeprefix(TEST)
