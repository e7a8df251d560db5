"""Each student's own code, for similarity tools: `nbgrader export --exporter=cnncourse.grading.code_export.CodeExport
--assignment ps3-volumes --to code`.

One Python file a student, `code/ps3-volumes/<student>.py`, with the cells' code in order and without the lines that
everybody was given: what is left is what the student wrote.
"""

from pathlib import Path

from nbformat import NotebookNode
from nbgrader.api import Gradebook
from nbgrader.plugins import ExportPlugin

from cnncourse.grading.read_submission import read_submission


class CodeExport(ExportPlugin):
    """Write the submitted code of the chosen students and assignments into the folder `--to` (default: `code`)."""

    def export(self, gradebook: Gradebook) -> None:
        target = Path(self.to or "code")
        coursedir = self.parent.coursedir
        for assignment in gradebook.assignments:
            if self.assignment and assignment.name not in map(str, self.assignment):
                continue
            for submission in assignment.submissions:
                student = submission.student.id
                if self.student and student not in map(str, self.student):
                    continue
                handed_in = Path(coursedir.format_path(coursedir.submitted_directory, student, assignment.name))
                given = Path(coursedir.format_path(coursedir.release_directory, ".", assignment.name))
                text = own_code(handed_in, given, [notebook.name for notebook in assignment.notebooks])
                path = target / assignment.name / f"{student}.py"
                path.parent.mkdir(parents=True, exist_ok=True)
                path.write_text(text, encoding="utf-8")
                self.log.info("Wrote %s", path)


def own_code(handed_in: Path, given: Path, notebooks: list[str]) -> str:
    """The code of a submission's notebooks without the lines of the released ones."""
    parts = []
    for name in sorted(notebooks):
        released = read_submission(given / f"{name}.ipynb").cells
        template = {line.strip() for cell in released for line in cell.source.splitlines()}
        own = [code_without(cell, template) for cell in read_submission(handed_in / f"{name}.ipynb").cells]
        parts += [text for text in own if text]
    return "\n\n".join(parts) + ("\n" if parts else "")


def code_without(cell: NotebookNode, template: set[str]) -> str:
    """A code cell's own lines; magics, which are no Python, become comments."""
    if cell.cell_type != "code":
        return ""
    lines = [line for line in cell.source.splitlines() if line.strip() and line.strip() not in template]
    return "\n".join(f"# {line}" if line.lstrip().startswith(("%", "!", "?")) else line for line in lines)
