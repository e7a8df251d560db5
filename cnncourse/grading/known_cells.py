"""What the gradebook knows of an assignment's cells: the truth that a submission is repaired by."""

from dataclasses import dataclass
from typing import Any

import nbformat
from nbformat import NotebookNode
from nbgrader.preprocessors import ClearHiddenTests, ClearMarkScheme
from nbgrader.utils import compute_checksum

TEST = "test_"  # the test cell of the question X is test_X
LOST = "# The answer cell was not in the notebook that was handed in."


@dataclass(frozen=True)
class KnownCell:
    """A cell that nbgrader gave out: its source (hidden tests included), its role and its points."""

    name: str
    cell_type: str
    source: str
    checksum: str
    locked: bool
    grade: bool
    solution: bool
    task: bool
    points: float | None

    @property
    def graded(self) -> bool:
        return self.grade or self.task

    @property
    def answer(self) -> str:
        """The grade_id of the cell that holds the answer to this cell's question."""
        return self.name.removeprefix(TEST)

    @property
    def identity(self) -> dict[str, Any]:
        """nbgrader's metadata of the cell, as released, but for the checksum."""
        points = {} if self.points is None else {"points": self.points}
        roles = {"grade": self.grade, "solution": self.solution, "task": self.task, "locked": self.locked}
        return {"grade_id": self.name, "schema_version": 3, "cell_type": self.cell_type, **roles, **points}

    @property
    def metadata(self) -> dict[str, Any]:
        """nbgrader's metadata of the cell, as released."""
        return {**self.identity, "checksum": self.checksum}

    @property
    def title(self) -> str:
        """What the cell is called in a sentence to the student."""
        if self.locked:
            return "The test cell" if self.grade else f"The given cell {self.name}"
        return "The answer cell"

    @property
    def in_a_sentence(self) -> str:
        """The title where it does not begin the sentence."""
        return self.title[0].lower() + self.title[1:]

    @property
    def released_source(self) -> str:
        """The source as students were given it: without hidden tests and mark schemes."""
        return without_hidden(self.source)

    @property
    def released_checksum(self) -> str:
        """nbgrader's checksum of the cell as students were given it."""
        cell = NotebookNode(cell_type=self.cell_type, source=self.released_source, metadata={"nbgrader": self.identity})
        return str(compute_checksum(nbformat.from_dict(cell)))

    def is_of_another_release(self, cell: NotebookNode) -> bool:
        """Whether the course gave out `cell` in another form than this one: nbgrader's checksum in the cell tells.

        The checksum of a locked cell must fit the cell; that of an answer, which was to be changed, only be another.
        Whoever forges it gains nothing by it, for the cell is overwritten all the same.
        """
        written = cell.metadata.nbgrader.get("checksum")
        if not isinstance(written, str) or written == self.released_checksum:
            return False
        try:
            return not self.locked or written == compute_checksum(cell)
        except (KeyError, TypeError, ValueError):  # forged points, or none
            return False

    def new_cell(self) -> NotebookNode:
        """The cell as it was given out, for a notebook that has lost it.

        An ungraded answer comes back without its code: the student may have written the function in another cell.
        """
        if not self.graded and self.solution:
            return nbformat.v4.new_code_cell(LOST, metadata={"nbgrader": self.metadata})
        make = {"code": nbformat.v4.new_code_cell, "markdown": nbformat.v4.new_markdown_cell}
        maker = make.get(self.cell_type, nbformat.v4.new_raw_cell)
        return maker(self.source, metadata={"nbgrader": self.metadata})


def without_hidden(source: str) -> str:
    """A cell's source in the gradebook, as it is in the release."""
    cell = NotebookNode(source=source)
    ClearHiddenTests()._remove_hidden_test_region(cell)
    ClearMarkScheme()._remove_mark_scheme_region(cell)
    return str(cell.source)


def known_cells(notebook: Any) -> dict[str, KnownCell]:
    """The cells of a gradebook's `nbgrader.api.Notebook`, by grade_id, in the order of their names."""
    grades = {cell.name: cell.max_score for cell in notebook.grade_cells}
    tasks = {cell.name: cell.max_score for cell in notebook.task_cells}
    solutions = {cell.name for cell in notebook.solution_cells}
    cells = [
        KnownCell(
            name=cell.name,
            cell_type=cell.cell_type,
            source=cell.source,
            checksum=cell.checksum,
            locked=bool(cell.locked),
            grade=cell.name in grades,
            solution=cell.name in solutions,
            task=cell.name in tasks,
            points={**grades, **tasks}.get(cell.name),
        )
        for cell in notebook.source_cells
    ]
    return {cell.name: cell for cell in sorted(cells, key=lambda cell: cell.name)}
