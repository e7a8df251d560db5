"""The feedback page: nbgrader's own, headed by a table of the questions with their points and the reason for each.

nbgrader's list says "Test cell" as often as there are test cells; here a question has its name, the one that it has in
the notebook, in the book and in the gradebook.
"""

from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from nbconvert.exporters import HTMLExporter
from nbformat import NotebookNode
from nbgrader.api import Gradebook
from nbgrader.preprocessors import GetGrades, NbGraderPreprocessor
from traitlets import List
from traitlets.config import Config

from cnncourse.grading.known_cells import TEST
from cnncourse.grading.reasons import HANDED_IN
from cnncourse.grading.repair import grade_id

TEMPLATE = Path(__file__).with_name("feedback.html")


@dataclass(frozen=True)
class Question:
    """A row of the table. `cell`: the grade_id of the graded cell. `waiting`: a person has yet to read the answer."""

    name: str
    cell: str
    score: float
    max_score: float
    waiting: bool
    comment: str


class ListQuestions(NbGraderPreprocessor):
    """Give the page its table: `questions` and `late_reason` of `resources["nbgrader"]`.

    In `c.GenerateFeedback.preprocessors`.
    """

    display_data_priority = List(GetGrades.display_data_priority.default_args[0], config=True)  # set by the exporter

    def preprocess(self, nb: NotebookNode, resources: dict) -> tuple[NotebookNode, dict]:
        about = resources["nbgrader"]
        with Gradebook(about["db_url"]) as gradebook:
            found = gradebook.find_submission_notebook(about["notebook"], about["assignment"], about["student"])
            rows = questions(found, [str(grade_id(cell)) for cell in nb.cells])
        about["questions"], about["late_reason"] = apart_from_lateness(rows)
        return nb, resources


def questions(submitted: Any, order: list[str]) -> list[Question]:
    """The graded questions of a gradebook's `SubmittedNotebook`, in the order of the notebook's cells."""
    comments = {comment.name: comment.comment or "" for comment in submitted.comments}
    found = [
        Question(
            name=grade.name.removeprefix(TEST),
            cell=grade.name,
            score=float(grade.score or 0.0),
            max_score=float(grade.max_score),
            waiting=bool(grade.needs_manual_grade),
            comment=comments.get(grade.name.removeprefix(TEST), ""),
        )
        for grade in submitted.grades
    ]
    places = {name: place for place, name in enumerate(order)}
    return sorted(found, key=lambda question: (places.get(question.cell, len(order)), question.name))


def apart_from_lateness(rows: list[Question]) -> tuple[list[Question], str]:
    """The rows without the paragraph about lateness, which stands at the first answer; and that paragraph."""
    paragraphs = [row.comment.split("\n\n") for row in rows]
    late = [text for texts in paragraphs for text in texts if text.startswith(HANDED_IN)]
    kept = ["\n\n".join(text for text in texts if text not in late) for texts in paragraphs]
    return [replace(row, comment=comment) for row, comment in zip(rows, kept, strict=True)], " ".join(late)


class FeedbackExporter(HTMLExporter):
    """nbgrader's feedback page with our head; nbgrader's own template is found by the configuration that it makes."""

    def __init__(self, config: Config, **options: Any) -> None:
        places = [*config.HTMLExporter.get("extra_template_paths", []), str(TEMPLATE.parent)]
        super().__init__(config=config, extra_template_paths=places, **options)
        self.template_file = TEMPLATE.name
