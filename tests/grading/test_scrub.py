"""Feedback without hidden tests."""

import nbformat
import pytest

from cnncourse.grading.scrub import ScrubFeedback

SECRET = "    expect_close(student.call('f', 8765.4321), 42.0)"
SOURCE = f"visible = 1\n### BEGIN HIDDEN TESTS\ndef unseen():\n{SECRET}\n    return\n### END HIDDEN TESTS\ncheck('f')"
META = {"nbgrader": {"grade": True, "grade_id": "test_f"}}


def scrub(test_outputs: list, other_outputs: list):
    """The test cell and a student's own cell, scrubbed."""
    test = nbformat.v4.new_code_cell(SOURCE, metadata=META, outputs=test_outputs)
    own = nbformat.v4.new_code_cell("print(1)", outputs=other_outputs)
    nb, _ = ScrubFeedback().preprocess(nbformat.v4.new_notebook(cells=[own, test]), {})
    return nb.cells[1], nb.cells[0], nbformat.writes(nb)


def stream(text: str):
    return nbformat.v4.new_output("stream", text=text)


def test_the_hidden_region_goes_and_the_rest_stays():
    """The visible cases and the table of cases are what feedback is for."""
    test, own, _ = scrub([stream("  FAIL  0/6  of an array\n  hint: think\n")], [stream("return\n1\n")])
    assert test.source == "visible = 1\ncheck('f')"
    assert test.outputs[0].text == "  FAIL  0/6  of an array\n  hint: think\n"
    assert own.outputs[0].text == "return\n1\n"


@pytest.mark.parametrize(
    "text",
    [
        SECRET,
        f"before\n{SECRET}\nafter",
        repr(SOURCE),
        SECRET.replace(" ", ""),
        SECRET.replace("close", "\x1b[31mclose\x1b[0m"),
        SECRET.replace("(", "(\n"),
        SECRET.replace("'", "&#39;"),
    ],
)
def test_a_hidden_line_that_student_code_prints_is_removed(text):
    """Printed whole, quoted, squeezed, colored, broken up or escaped: by the test cell or by the student's own."""
    html = nbformat.v4.new_output("display_data", data={"text/html": text, "text/plain": text})
    error = nbformat.v4.new_output("error", ename="E", evalue=text, traceback=[text])
    _, _, written = scrub([stream(text)], [stream(text), html, error])
    assert "8765.4321" not in written


def test_lines_around_a_removed_one_stay():
    """Only the hidden line is replaced in what the student printed."""
    _, own, _ = scrub([], [stream(f"before\n{SECRET}\nafter")])
    assert own.outputs[0].text.splitlines()[0] == "before"
    assert own.outputs[0].text.splitlines()[2] == "after"


def test_an_error_of_the_test_cell_keeps_its_name_alone():
    """A traceback shows source lines and values, of whatever stood on the stack."""
    error = nbformat.v4.new_output("error", ename="AssertionError", evalue="42.0 != 41.0", traceback=["x = 42.0"])
    test, _, written = scrub([error], [])
    assert "42.0" not in written
    assert test.outputs[0].ename == "AssertionError"
