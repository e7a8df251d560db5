"""Repairing submissions by what the gradebook knows."""

import copy

import nbformat
import pytest
from nbgrader.utils import compute_checksum

from cnncourse.grading.known_cells import KnownCell, without_hidden
from cnncourse.grading.repair import grade_id, repaired

HIDDEN = "visible\n### BEGIN HIDDEN TESTS\nhidden\n### END HIDDEN TESTS\ncheck('f')"
RELEASED = "visible\ncheck('f')"


def known(name: str, source: str, **roles) -> KnownCell:
    about = {"cell_type": "code", "locked": False, "grade": False, "solution": False, "task": False, "points": None}
    return KnownCell(name=name, source=source, checksum=f"sum of {name}", **{**about, **roles})


KNOWN = {
    cell.name: cell
    for cell in (
        known("f", "stub", solution=True),
        known("intro", "import numpy", locked=True),
        known("test_f", HIDDEN, locked=True, grade=True, points=4.0),
        known("why", "YOUR ANSWER", solution=True, grade=True, points=2.0, cell_type="markdown"),
    )
}


def cell(name: str, source: str, kind: str = "code", **changes):
    make = {
        "code": nbformat.v4.new_code_cell,
        "markdown": nbformat.v4.new_markdown_cell,
        "raw": nbformat.v4.new_raw_cell,
    }
    return make[kind](source, metadata={"nbgrader": {**KNOWN[name].metadata, **changes}})


def cells() -> list:
    """An honest submission."""
    return [
        cell("intro", "import numpy"),
        cell("f", "my f"),
        nbformat.v4.new_code_cell("scratch"),
        cell("test_f", RELEASED),
        cell("why", "because", "markdown"),
    ]


def repair(parts: list) -> tuple[list[str], list[str], dict]:
    """The repaired notebook's grade ids (or sources of other cells), its sources, and what was said."""
    nb, said = repaired(nbformat.v4.new_notebook(cells=copy.deepcopy(parts)), KNOWN)
    nbformat.validate(nb)
    return [grade_id(c) or c.source for c in nb.cells], [c.source for c in nb.cells], said


RIGHT = ["intro", "f", "scratch", "test_f", "why"]


def test_an_honest_submission_gets_its_hidden_tests_and_no_remark():
    """Repair says nothing and moves nothing where nothing is wrong."""
    ids, sources, said = repair(cells())
    assert (ids, said) == (RIGHT, {})
    assert sources == ["import numpy", "my f", "scratch", HIDDEN, "because"]


def test_a_duplicated_test_cell_is_there_once():
    """The later one is kept: everything that the student defined stands above it."""
    ids, _, said = repair([cell("test_f", RELEASED), *cells()])
    assert ids == RIGHT
    assert said == {"test_f": ["The test cell was there 2 times; one was kept."]}


@pytest.mark.parametrize("name", ["test_f", "why"])
def test_a_deleted_graded_cell_is_put_back(name):
    """Its question gets a grade: the test below its answer, the written answer as it was given out."""
    ids, sources, said = repair([c for c in cells() if grade_id(c) != name])
    assert name in ids
    assert said[name][0].endswith("was missing; it was put back.")
    if name == "test_f":
        assert ids.index("test_f") == ids.index("f") + 1
        assert HIDDEN in sources
    else:
        assert sources[-1] == "YOUR ANSWER"


def test_a_deleted_answer_cell_comes_back_without_code():
    """The stub would replace a function that the student wrote in another cell; the reason needs a cell to stand at."""
    ids, sources, said = repair([c for c in cells() if grade_id(c) != "f"])
    assert ids.index("f") < ids.index("test_f")
    assert sources[ids.index("f")].startswith("#")
    assert said == {"f": ["The answer cell was missing; its test was run all the same."]}


def test_an_empty_notebook_gets_every_graded_cell_in_order():
    """Answers stand above their tests even if nothing was left."""
    ids, _, _ = repair([])
    assert ids.index("f") < ids.index("test_f")
    assert "why" in ids


def test_a_split_answer_runs_whole():
    """Both halves run, one of them is the answer cell; none overwrites the other."""
    parts = cells()
    parts[1:2] = [cell("f", "first half"), cell("f", "second half")]
    ids, sources, said = repair(parts)
    assert sources[1:3] == ["first half", "second half"]
    assert ids.count("f") == 1
    assert "2 cells" in said["f"][0]


def test_a_pasted_stub_does_not_hide_the_answer():
    """Of two cells of one answer, the one that was changed counts, wherever the untouched copy stands."""
    parts = [*cells(), cell("f", "stub")]
    _, sources, _ = repair(parts)
    nb, _ = repaired(nbformat.v4.new_notebook(cells=parts), KNOWN)
    (answer,) = [c for c in nb.cells if grade_id(c) == "f"]
    assert answer.source == "my f"
    assert "stub" in sources


def test_a_split_written_answer_is_joined():
    """A person reads one answer."""
    ids, sources, _ = repair([*cells(), cell("why", "and so on", "markdown")])
    assert ids.count("why") == 1
    assert sources[-1] == "because\n\nand so on"


def test_a_test_above_its_answer_moves_below_it():
    """Moved cells are no reason for a zero."""
    parts = cells()
    ids, _, said = repair([parts[3], *parts[:3], parts[4]])
    assert ids.index("test_f") == ids.index("f") + 1
    assert "moved below" in said["test_f"][0]


@pytest.mark.parametrize(
    "forged",
    [{"points": 1000}, {"grade": False}, {"solution": True}, {"locked": False}, {"schema_version": 1}, {"task": True}],
)
def test_forged_metadata_is_put_right_and_said(forged):
    """Points, roles and locks are the gradebook's; with forged ones nbgrader's own steps fail or overpay."""
    parts = cells()
    parts[3] = cell("test_f", "1000.0", **forged)
    nb, said = repaired(nbformat.v4.new_notebook(cells=parts), KNOWN)
    (test,) = [c for c in nb.cells if grade_id(c) == "test_f"]
    assert test.metadata.nbgrader == KNOWN["test_f"].metadata
    assert test.source == HIDDEN
    assert len(said["test_f"]) == 2


def test_a_cell_of_another_type_is_turned_back():
    """A test cell made Markdown would never run; an answer made raw would never be defined."""
    parts = cells()
    parts[3] = cell("test_f", RELEASED, "markdown")
    parts[1] = cell("f", "my f", "raw")
    nb, said = repaired(nbformat.v4.new_notebook(cells=parts), KNOWN)
    nbformat.validate(nb)
    assert [c.cell_type for c in nb.cells] == ["code", "code", "code", "code", "markdown"]
    assert set(said) == {"f", "test_f"}


@pytest.mark.parametrize("strange", [{"grade_id": "unknown"}, {"grade_id": ["f"]}, {"grade": True}, {}])
def test_metadata_of_no_known_cell_goes(strange):
    """A cell that nbgrader does not know is an ordinary cell, and cannot stop its steps."""
    extra = nbformat.v4.new_code_cell("extra", metadata={"nbgrader": strange})
    ids, _, said = repair([*cells(), extra])
    assert ids == [*RIGHT, "extra"]
    assert said == {}


def given_out(name: str, source: str, **changes):
    """A cell as nbgrader releases it: with the checksum of what it is."""
    made = cell(name, source, KNOWN[name].cell_type, **changes)
    made.metadata.nbgrader.checksum = compute_checksum(made)
    return made


@pytest.mark.parametrize("points", [4.0, 3.0])
def test_a_cell_that_the_course_changed_since_is_no_ones_fault(points):
    """Text and points of an older release, with its checksum: the new ones are used, and nobody is accused."""
    parts = cells()
    parts[3] = given_out("test_f", "visible as it was\ncheck('f')", points=points)
    _, sources, said = repair(parts)
    assert sources[3] == HIDDEN
    assert said == {
        "test_f": ["The course changed the test cell after it gave out this notebook; the new one was used."]
    }


def test_points_that_the_course_changed_are_no_ones_fault():
    """An answer graded by hand, worth more than when it was given out."""
    parts = cells()
    parts[4] = given_out("why", "YOUR ANSWER", points=1.0)
    parts[4].source = "because"
    assert repair(parts)[2]["why"][0].endswith("the new one was used.")


def test_an_edited_cell_with_its_checksum_is_an_edited_cell():
    """The checksum is still that of the release: text or points were changed by whoever handed it in."""
    parts = cells()
    parts[0] = given_out("intro", "import numpy")
    parts[0].source = "import torch"
    parts[4] = given_out("why", "YOUR ANSWER")
    parts[4].metadata.nbgrader.points = 100.0
    said = repair(parts)[2]
    assert said["intro"] == ["The given cell intro was edited; the original was put back."]
    assert said["why"] == [
        "The grading data (points, roles, lock) of the answer cell was edited; the original was put back."
    ]


@pytest.mark.parametrize("points", ["many", None, [1]])
def test_points_that_are_no_number_are_forged(points):
    """nbgrader's checksum cannot be computed for them."""
    parts = cells()
    parts[3] = cell("test_f", RELEASED, points=points, checksum="of something else")
    assert "was edited" in repair(parts)[2]["test_f"][0]


def test_a_mark_scheme_is_not_in_the_release():
    """A task whose mark scheme was taken out is as it was given out."""
    task = "do it\n=== BEGIN MARK SCHEME ===\n2 points\n=== END MARK SCHEME ==="
    assert without_hidden(task).strip() == "do it"


def test_repairing_twice_changes_nothing_more():
    """The second repair has nothing to say."""
    nb, _ = repaired(nbformat.v4.new_notebook(cells=[cell("test_f", "x", points=9), cell("why", "b", "code")]), KNOWN)
    first = nbformat.writes(nb)
    nb, said = repaired(nb, KNOWN)
    assert (nbformat.writes(nb), said) == (first, {})
