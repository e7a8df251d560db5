"""Every row of a gradebook as plain data, so that two gradebooks can be compared row by row."""

from typing import Any

from nbgrader.api import Gradebook

Row = tuple[Any, ...]


def gradebook_rows(db_url: str, assignment: str) -> dict[tuple[str, ...], Row]:
    """The rows of all submissions of an assignment: grades, comments and penalties, by what they belong to."""
    rows: dict[tuple[str, ...], Row] = {}
    with Gradebook(db_url) as gradebook:
        for submission in gradebook.assignment_submissions(assignment):
            student = submission.student.id
            rows["submission", student] = (submission.timestamp, submission.score, submission.needs_manual_grade)
            for notebook in submission.notebooks:
                key = (student, notebook.name)
                rows["notebook", *key] = (notebook.score, notebook.late_submission_penalty, notebook.failed_tests)
                for grade in notebook.grades:
                    points = (grade.auto_score, grade.manual_score, grade.extra_credit, grade.max_score)
                    rows["grade", *key, grade.name] = (*points, grade.needs_manual_grade, grade.failed_tests)
                for comment in notebook.comments:
                    rows["comment", *key, comment.name] = (comment.auto_comment, comment.manual_comment)
    return rows


def different(first: dict, second: dict) -> list[str]:
    """The rows that are not the same in both, one line each."""
    keys = sorted(first.keys() | second.keys())
    missing = "no row"
    pairs = [(key, first.get(key, missing), second.get(key, missing)) for key in keys]
    return [f"{' '.join(key)}: {a} / {b}" for key, a, b in pairs if a != b]
