"""Solution texts as solution notebooks."""

import nbformat
import pytest

from cnncourse.grading.derive import assignments
from cnncourse.grading.notebook import solution_notebook
from cnncourse.grading.source_parts import SourceError


def cells_of(notebook) -> dict:
    return {c.metadata.nbgrader.grade_id: c for c in notebook.cells if "nbgrader" in c.metadata}


def test_each_question_has_its_test_below_worth_its_cases_points(scratch):
    """Test cells come right after their answers, locked, with the sum of the cases' points."""
    cells = solution_notebook(scratch / "solutions" / "ps0").cells
    ids = [cell.get("metadata", {}).get("nbgrader", {}).get("grade_id") for cell in cells]
    assert [name for name in ids if name] == ["double", "test_double", "halve", "test_halve", "why"]
    assert ids.index("test_double") == ids.index("double") + 1
    test = cells_of(solution_notebook(scratch / "solutions" / "ps0"))["test_halve"]
    assert test.metadata.nbgrader == {
        "grade": True, "grade_id": "test_halve", "locked": True, "points": 5.5, "schema_version": 3,
        "solution": False, "task": False,
    }  # fmt: skip


def test_the_same_text_gives_the_same_bytes(scratch):
    """Cell ids are the grade_id or a hash, no jupytext version is written: regenerating changes nothing."""
    folder = scratch / "solutions" / "ps0"
    first, second = (nbformat.writes(solution_notebook(folder)) for _ in range(2))
    assert first == second
    assert "jupytext" not in first
    ids = [cell.id for cell in solution_notebook(folder).cells]
    assert len(set(ids)) == len(ids)


def test_a_cell_can_keep_the_place_of_its_test(scratch):
    """A cell with the grade_id test_double is replaced by the generated test, wherever the author put it."""
    text = scratch / "solutions" / "ps0" / "ps0.py"
    place = '\n# %% nbgrader={"grade_id": "test_double", "grade": true}\n# the test\n'
    text.write_text(text.read_text(encoding="utf-8") + place, encoding="utf-8")
    cells = solution_notebook(text.parent).cells
    assert cells[-1].id == "test_double"
    assert "of_three" in cells[-1].source
    assert [cell.id for cell in cells].count("test_double") == 1


def test_a_grade_id_that_occurs_twice_is_an_error(scratch):
    """nbgrader would grade one of the two."""
    text = scratch / "solutions" / "ps0" / "ps0.py"
    cell = '\n# %% nbgrader={"grade_id": "why", "solution": true}\n2\n'
    text.write_text(text.read_text(encoding="utf-8") + cell, encoding="utf-8")
    with pytest.raises(SourceError, match="'why' occurs twice"):
        solution_notebook(text.parent)


def test_cases_without_a_question_are_an_error(scratch):
    """Cases of a question that was renamed would not be run, and its points would be gone."""
    folder = scratch / "solutions" / "ps0"
    (folder / "cases" / "halve.py").rename(folder / "cases" / "half.py")
    with pytest.raises(SourceError, match="'half'"):
        solution_notebook(folder)


def test_cases_of_another_function_are_an_error(scratch):
    """A case that is registered for another function would never be run by this question's check."""
    folder = scratch / "solutions" / "ps0"
    path = folder / "cases" / "halve.py"
    path.write_text(path.read_text(encoding="utf-8").replace('@case("halve"', '@case("double"'), encoding="utf-8")
    with pytest.raises(ValueError, match="is of 'double', expected 'halve'"):
        solution_notebook(folder)


def test_every_assignment_of_the_course_is_worth_100_points(root):
    """The questions of each assignment add up, written ones included."""
    names = assignments(root)
    assert "ps3-volumes" in names
    for name in names:
        cells = cells_of(solution_notebook(root / "solutions" / name)).values()
        assert sum(cell.metadata.nbgrader.get("points", 0) for cell in cells) == 100, name
