"""The reason beside the grade: what was repaired, which cell did not run, which test was stopped.

After `SaveAutoGrades` in `c.Autograde.autograde_preprocessors`, because that one sets the comments back. The reason is
the automatic comment of the question's answer cell; a person's comment, if there is one, is shown in its place.
"""

import html
import re
from typing import Any

from nbformat import NotebookNode
from nbgrader.api import Gradebook
from nbgrader.preprocessors import NbGraderPreprocessor

from cnncourse.grading.known_cells import TEST
from cnncourse.grading.repair import grade_id

NO_ANSWER = "No response."
UNANSWERED = "The cell stopped with NotImplementedError: it is not answered yet."
HANDED_IN, FAILED = "Handed in", "Failed:"  # how these two reasons begin
STOPPED = "was stopped because it ran too long: look for a loop that never ends."
OWN_CELL = f"A cell of your own {STOPPED}"
RESULT = re.compile(r"^  (?P<how>pass|FAIL)  +\S+/\S+  (?P<name>.+)$", re.MULTILINE)  # a row of the table of cases
WAS_STOPPED = re.compile(r"^ +it was stopped: ", re.MULTILINE)  # what the table says of a case that ran out of time
ANSI = re.compile(r"\x1b\[[0-9;]*m")


class SaveReasons(NbGraderPreprocessor):
    """Write the reasons into the gradebook, as automatic comments."""

    def preprocess(self, nb: NotebookNode, resources: dict) -> tuple[NotebookNode, dict]:
        about = resources["nbgrader"]
        with Gradebook(about["db_url"]) as gradebook:
            submission = gradebook.find_submission_notebook(about["notebook"], about["assignment"], about["student"])
            answers = sorted(comment.name for comment in submission.comments)
            found = reasons(nb, answers)
            if answers:
                found[first_answer(nb, answers)] += late_reason(submission)
            for comment in submission.comments:
                lines = found.get(comment.name, [])
                if comment.auto_comment == NO_ANSWER:
                    lines = [NO_ANSWER, *(line for line in lines if not line.startswith(FAILED) and line != UNANSWERED)]
                comment.auto_comment = "\n\n".join(lines) or None
            gradebook.db.commit()
        return nb, resources


def late_reason(submission: Any) -> list[str]:
    """How late the submission is, and what that costs; empty where it costs nothing."""
    penalty, seconds = submission.late_submission_penalty, submission.assignment.total_seconds_late
    if not penalty:
        return []
    return [f"{HANDED_IN} {seconds / 3600:.0f} hours late: {penalty:g} points are taken off."]


def reasons(nb: NotebookNode, answers: list[str]) -> dict[str, list[str]]:
    """What is to be said about each answer cell, by grade_id; what concerns the whole file is said at all, and what
    concerns a cell that is no question's is said at the first."""
    about = nb.metadata.get("cnncourse", {})
    found: dict[str, list[str]] = {name: list(about.get("problems", [])) for name in answers}
    first = found[first_answer(nb, answers)] if answers else []
    for name, lines in about.get("cells", {}).items():
        found.get(name.removeprefix(TEST), first).extend(lines)
    for cell in nb.cells:
        name = grade_id(cell)
        if cell.cell_type != "code":
            continue
        if name is None:
            first += [OWN_CELL] if any(output.get("ename") == "CellTimeoutError" for output in cell.outputs) else []
            continue
        said = found.get(name.removeprefix(TEST), [])
        said += [error_reason(name, output) for output in cell.outputs if output.output_type == "error"]
        failed = failed_cases(cell) if name.startswith(TEST) else []
        if failed and WAS_STOPPED.search(printed(cell)):
            said.append(f"The test {STOPPED}")
        elif failed:
            said.append(f"{FAILED} {'; '.join(failed)}. The hints are below the test.")
    return {name: [html.escape(line, quote=False) for line in dict.fromkeys(lines)] for name, lines in found.items()}


def first_answer(nb: NotebookNode, answers: list[str]) -> str:
    """The first of the answers in the notebook: the first place that a student reads."""
    return next((name for cell in nb.cells if (name := grade_id(cell)) in answers), answers[0])


def failed_cases(test: NotebookNode) -> list[str]:
    """The names of the cases that failed, from the table that the test cell printed."""
    return [name for name, passed in case_results(test) if not passed]


def case_results(test: NotebookNode) -> list[tuple[str, bool]]:
    """The names of all cases of a test cell, and whether each passed, from the table that it printed."""
    return [(match["name"], match["how"] == "pass") for match in RESULT.finditer(printed(test))]


def printed(cell: NotebookNode) -> str:
    """What the cell printed."""
    texts = (output.text for output in cell.outputs if output.output_type == "stream" and output.name == "stdout")
    return "".join(texts)


def error_reason(name: str, output: NotebookNode) -> str:
    """One sentence about an error in the cell `name`. Of a test cell's error only the kind is told: the rest may show
    what the hidden cases hold."""
    if output.ename in ("CellTimeoutError", "KeyboardInterrupt"):
        return f"The test {STOPPED}" if name.startswith(TEST) else f"The cell {STOPPED}"
    if name.startswith(TEST):
        return f"The test did not run to its end ({output.ename})."
    if output.ename == "NotImplementedError":
        return UNANSWERED
    message = ANSI.sub("", str(output.evalue)).strip().splitlines()
    return f"The cell did not run: {output.ename}: {message[0][:300] if message else ''}".rstrip(": ")
