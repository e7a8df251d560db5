"""The reasons beside the grades."""

import nbformat
import pytest

from cnncourse.grading.reasons import reasons


def notebook(outputs: list, *, name: str = "f", **about):
    cell = nbformat.v4.new_code_cell("x", metadata={"nbgrader": {"grade_id": name}}, outputs=outputs)
    return nbformat.v4.new_notebook(cells=[cell], metadata={"cnncourse": about} if about else {})


def error(ename: str, evalue: str = ""):
    return nbformat.v4.new_output("error", ename=ename, evalue=evalue, traceback=[])


def test_an_error_of_an_answer_is_told_with_its_message():
    """A syntax error is the reason for a zero; colors are taken out, and nothing of it is HTML for the reader."""
    found = reasons(notebook([error("SyntaxError", "\x1b[31mexpected ':' <b>(line 3)\nmore")]), ["f"])
    assert found["f"] == ["The cell did not run: SyntaxError: expected ':' &lt;b&gt;(line 3)"]


def test_an_error_of_a_test_is_told_by_its_name_alone():
    """Its message may hold an expected value of a hidden case."""
    found = reasons(notebook([error("AssertionError", "expected 42")], name="test_f"), ["f"])
    assert found["f"] == ["The test did not run to its end (AssertionError)."]


@pytest.mark.parametrize("name", ["f", "test_f"])
def test_a_cell_that_was_stopped_is_told_so_once(name):
    """nbgrader leaves two errors in a cell that it interrupts."""
    found = reasons(notebook([error("KeyboardInterrupt"), error("CellTimeoutError")], name=name), ["f"])
    assert len(found["f"]) == 1
    assert "loop that never ends" in found["f"][0]


def test_failed_cases_are_named():
    """The gradebook's comment names the cases that failed, as the table of the test cell does."""
    table = "f: 4 of 10 points\n  pass      4/4  one\n  FAIL      0/6  two: or more\n                 hint: x\n"
    found = reasons(notebook([nbformat.v4.new_output("stream", text=table)], name="test_f"), ["f"])
    assert found["f"] == ["Failed: two: or more. The hints are below the test."]


def test_a_test_that_ran_out_of_time_says_so():
    """The judge outside the box writes it into the table; the reason is the time, not every case of the question."""
    table = "f: 0 of 10 points\n  FAIL      0/6  two\n                 it was stopped: 30 s together\n"
    found = reasons(notebook([nbformat.v4.new_output("stream", text=table)], name="test_f"), ["f"])
    assert len(found["f"]) == 1
    assert "loop that never ends" in found["f"][0]


def test_cells_that_are_no_answers_have_no_reasons():
    """A locked cell with a grade id is no place for a comment."""
    assert reasons(notebook([error("NameError")], name="environment"), ["f"]) == {"f": []}


def test_what_is_no_questions_stands_at_the_first():
    """A given cell that was edited, and an own cell that never ended: both cost something, and both are told."""
    loop = nbformat.v4.new_code_cell(
        "while True: pass", outputs=[error("KeyboardInterrupt"), error("CellTimeoutError")]
    )
    nb = notebook([], name="g", cells={"intro": ["The given cell intro was edited."]})
    nb.cells.append(loop)
    found = reasons(nb, ["f", "g"])
    assert found["f"] == []
    assert found["g"][0] == "The given cell intro was edited."
    assert "A cell of your own was stopped" in found["g"][1]


def test_what_was_repaired_stands_at_its_question_and_the_file_at_all():
    """A remark about a test cell is found at its answer, one about the file at every answer."""
    nb = notebook([], problems=["The file had null bytes."], cells={"test_f": ["The test cell was missing."]})
    found = reasons(nb, ["f", "g"])
    assert found == {"f": ["The file had null bytes.", "The test cell was missing."], "g": ["The file had null bytes."]}
