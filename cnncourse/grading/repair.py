"""Repair a submission before nbgrader sees it: cells that were duplicated, deleted, moved or tampered with.

The first of `c.Autograde.sanitize_preprocessors`. What the gradebook knows of each cell is put back; what was wrong
is told to the student, in `notebook.metadata.cnncourse`. Without this a duplicated test cell stops nbgrader's whole
run, a deleted one leaves its question without a grade, and one with forged metadata is not graded.
"""

from nbformat import NotebookNode
from nbgrader.api import Gradebook
from nbgrader.preprocessors import NbGraderPreprocessor

from cnncourse.grading.known_cells import TEST, KnownCell, known_cells

SPLIT = "This answer was found in {count} cells with the same grade id; {what}"
EDITED = "was edited; the original was put back."
OTHER_RELEASE = "after it gave out this notebook; the new one was used."
NOTHING = "The notebook has no cells, so every question scores zero."


class Repair(NbGraderPreprocessor):
    """Give each question exactly one answer cell and one untouched test cell, in this order.

    `known`: the gradebook's cells, from whoever has read them before; else they are read for each notebook.
    """

    known: dict[str, KnownCell] | None = None

    def preprocess(self, nb: NotebookNode, resources: dict) -> tuple[NotebookNode, dict]:
        known = self.known or _read(resources["nbgrader"])
        written = nb.metadata.get("cnncourse", {}).get("problems", [])
        if nb.cells:
            nb, problems = repaired(nb, known)
        else:
            written = written or [NOTHING]
            nb, problems = repaired(nb, known)[0], {}
        nb.metadata["cnncourse"] = {"problems": written, "cells": problems}
        for name, lines in problems.items():
            for line in lines:
                self.log.warning("%s: %s", name, line)
        return nb, resources


def _read(about: dict) -> dict[str, KnownCell]:
    with Gradebook(about["db_url"]) as gradebook:
        return known_cells(gradebook.find_notebook(about["notebook"], about["assignment"]))


def repaired(nb: NotebookNode, known: dict[str, KnownCell]) -> tuple[NotebookNode, dict[str, list[str]]]:
    """The notebook with every known cell put right, and what is to be said about each question, by grade_id."""
    problems: dict[str, list[str]] = {}
    cells = [_without_strange_metadata(cell, known) for cell in nb.cells]
    for name, what in known.items():
        cells, said = _only_one(cells, what)
        for cell in cells:
            if grade_id(cell) == name:
                said += put_right(cell, what)
        if said:
            problems[name] = said
    for what in known.values():
        cells, said = _in_place(cells, what)
        if said:
            problems.setdefault(what.name, []).extend(said)
    nb.cells = cells
    return nb, problems


def grade_id(cell: NotebookNode) -> str | None:
    """The cell's grade_id, None for a cell that is no business of nbgrader's."""
    return cell.metadata.get("nbgrader", {}).get("grade_id")


def _without_strange_metadata(cell: NotebookNode, known: dict[str, KnownCell]) -> NotebookNode:
    """Take nbgrader's metadata from a cell that the gradebook does not know."""
    nbgrader = cell.metadata.get("nbgrader")
    name = nbgrader.get("grade_id") if isinstance(nbgrader, dict) else None
    if not isinstance(name, str) or name not in known:
        cell.metadata.pop("nbgrader", None)
    return cell


def _only_one(cells: list[NotebookNode], what: KnownCell) -> tuple[list[NotebookNode], list[str]]:
    """The cells with at most one of this grade_id: of test cells the last, of answers the last that was changed."""
    same = [cell for cell in cells if grade_id(cell) == what.name]
    if len(same) < 2:
        return cells, []
    if what.locked:
        kept = [cell for cell in cells if cell is same[-1] or grade_id(cell) != what.name]
        return kept, [f"{what.title} was there {len(same)} times; one was kept."]
    changed = [cell for cell in same if cell.source != what.source]
    keep = changed[-1] if changed else same[-1]
    if what.cell_type == "markdown":
        keep.source = "\n\n".join(cell.source for cell in changed) or keep.source
        kept = [cell for cell in cells if cell is keep or grade_id(cell) != what.name]
        return kept, [SPLIT.format(count=len(same), what="they were joined.")]
    for cell in same:
        if cell is not keep:
            del cell.metadata["nbgrader"]
    return cells, [SPLIT.format(count=len(same), what="all of them ran, in their order.")]


def put_right(cell: NotebookNode, what: KnownCell) -> list[str]:
    """Give the cell the metadata, the type and (if it is locked) the source that it was released with."""
    said = []
    written = {"cell_type": what.cell_type, **cell.metadata.nbgrader}  # older releases do not say the type
    other_data = any(written.get(key) != value for key, value in what.identity.items())
    other_text = what.locked and cell.source.strip() not in (what.released_source.strip(), what.source.strip())
    if (other_data or other_text) and what.is_of_another_release(cell):
        said.append(f"The course changed {what.in_a_sentence} {OTHER_RELEASE}")
    else:
        said += [f"The grading data (points, roles, lock) of {what.in_a_sentence} {EDITED}"] if other_data else []
        said += [f"{what.title} {EDITED}"] if other_text else []
    cell.metadata.nbgrader = NotebookNode(what.metadata)
    if cell.cell_type != what.cell_type:
        said.append(f"{what.title} was turned into a {cell.cell_type} cell; it is a {what.cell_type} cell again.")
        _turn(cell, what.cell_type)
    if what.locked:
        cell.source = what.source
    return said


def _turn(cell: NotebookNode, cell_type: str) -> None:
    cell.cell_type = cell_type
    cell.pop("attachments", None)
    if cell_type == "code":
        cell.outputs, cell.execution_count = [], None
    else:
        cell.pop("outputs", None)
        cell.pop("execution_count", None)


def _in_place(cells: list[NotebookNode], what: KnownCell) -> tuple[list[NotebookNode], list[str]]:
    """The cells with a missing graded cell added again, and a test that stands above its answer moved below it."""
    places = {grade_id(cell): place for place, cell in enumerate(cells)}
    answer = places.get(what.answer)
    here = places.get(what.name)
    if here is None and (what.graded or what.solution):
        place = places.get(f"{TEST}{what.name}", len(cells)) if answer is None else answer + 1
        put_back = "it was put back" if what.graded else "its test was run all the same"
        return [*cells[:place], what.new_cell(), *cells[place:]], [f"{what.title} was missing; {put_back}."]
    if here is None:
        return cells, []
    if answer is not None and here < answer and what.locked:
        moved = [*cells[:here], *cells[here + 1 : answer + 1], cells[here], *cells[answer + 1 :]]
        return moved, [f"{what.title} stood above the answer; it was moved below it."]
    return cells, []
