"""Write the sample class's submissions, as students would hand them in, from the released exercise."""

import json
from pathlib import Path

import nbformat
from nbformat import NotebookNode

from cnncourse.grading.answers import Answer
from cnncourse.grading.sample_table import Student

DUE = "2026-09-18 23:59:00 UTC"
IN_TIME, LATE = "2026-09-18 20:00:00 UTC", "2026-09-20 02:00:00 UTC"  # the late one: 26 hours
WRITTEN = "Aligned faces: eyes are always in the same place, so a filter for eyes is wasted on the chin. ({points:g})"


def write_submission(
    course: Path, assignment: str, student: Student, answers: dict[str, dict[str, Answer]], exercise: NotebookNode
) -> Path:
    """Write one student's folder of `course/submitted/`; returns the notebook's path."""
    folder = course / "submitted" / student.id / assignment
    folder.mkdir(parents=True)
    (folder / "timestamp.txt").write_text(LATE if student.state == "late" else IN_TIME, encoding="utf-8")
    path = folder / f"{assignment}.ipynb"
    if student.state == "no-notebook":
        path.write_text("Dear instructor, I could not export my notebook. Can I send it tomorrow?\n", encoding="utf-8")
    elif student.state == "empty":
        path.write_text(json.dumps({"cells": [], "metadata": {}, "nbformat": 4, "nbformat_minor": 5}), encoding="utf-8")
    else:
        path.write_text(nbformat.writes(answered(exercise, student, answers)) + "\n", encoding="utf-8")
    return path


def answered(exercise: NotebookNode, student: Student, answers: dict[str, dict[str, Answer]]) -> NotebookNode:
    """The exercise with the student's answers in it, and its test cells as the student left them."""
    notebook = nbformat.from_dict(exercise)
    for cell in notebook.cells:
        name = cell.metadata.get("nbgrader", {}).get("grade_id")
        if name in student.answers:
            cell.source = student.source(name, answers) or cell.source
        elif name in student.written and student.written[name] > 0:
            cell.source = WRITTEN.format(points=student.written[name])
    what, _, question = student.state.partition(":")
    if what in ("deleted", "duplicated"):
        place = next(i for i, c in enumerate(notebook.cells) if c.id == f"test_{question}")
        test = notebook.cells.pop(place)
        if what == "duplicated":
            copy = nbformat.from_dict(test)
            copy.id = f"copy-of-{test.id}"
            notebook.cells[place:place] = [test, copy]
    return notebook
