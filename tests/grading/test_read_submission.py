"""Reading whatever was handed in."""

import json
import os

import nbformat
import pytest

from cnncourse.grading import read_submission as module
from cnncourse.grading.read_submission import read_submission

CELL = {"cell_type": "code", "metadata": {}, "source": "x = 1", "outputs": [], "execution_count": None}
NOTEBOOK = {"cells": [CELL], "metadata": {}, "nbformat": 4, "nbformat_minor": 5}


@pytest.fixture
def read(tmp_path):
    """Read these bytes (or this JSON) as a submission."""

    def reader(content):
        data = content if isinstance(content, bytes) else json.dumps(content).encode()
        path = tmp_path / "ps.ipynb"
        path.write_bytes(data)
        return read_submission(path)

    return reader


@pytest.mark.parametrize(
    ("data", "word"),
    [
        (b"", "empty"),
        (b"\0" * 100, "empty"),
        (b"this is no notebook", "not JSON"),
        (json.dumps(NOTEBOOK).encode()[:-20], "not JSON"),
        (b"[1, 2]", "no list of cells"),
        (b'{"cells": 3}', "no list of cells"),
        (b"[" * 100_000, "not JSON"),
        (b"PK\x03\x04rest", "zip archive"),
        (b"\x1f\x8brest", "gzip archive"),
        (b"%PDF-1.7", "PDF"),
        (b'{"nbformat": 3, "worksheets": 7}', "could not be converted"),
    ],
)
def test_what_is_no_notebook_gives_an_empty_one_with_the_reason(read, data, word):
    """No file stops the run, and the student is told what was wrong with it."""
    submission = read(data)
    assert submission.cells == []
    (problem,) = submission.problems
    assert word in problem
    assert "every question scores zero" in problem


@pytest.mark.parametrize(
    ("data", "word"),
    [
        (json.dumps(NOTEBOOK).encode().replace(b"x = 1", b"x =\0 1"), "null bytes"),
        (json.dumps(NOTEBOOK).encode().replace(b"x = 1", b"x = 1 # \xff"), "not UTF-8"),
    ],
)
def test_what_can_be_read_is_read_and_said(read, data, word):
    """Null bytes and a wrong encoding cost a student nothing but a remark."""
    submission = read(data)
    assert submission.cells[0].source.startswith("x = 1")
    assert word in submission.problems[0]


@pytest.mark.parametrize("encoding", ["utf-16", "utf-8-sig"])
def test_a_marked_encoding_is_read_without_a_remark(read, encoding):
    """What an editor on Windows writes is a notebook."""
    submission = read(json.dumps(NOTEBOOK).encode(encoding))
    assert (submission.cells[0].source, submission.problems) == ("x = 1", [])


def test_an_old_notebook_is_converted(read):
    """A version 3 notebook keeps its code."""
    old = {"metadata": {"name": ""}, "nbformat": 3, "nbformat_minor": 0}
    code = {"cell_type": "code", "input": ["y = 2"], "language": "python", "outputs": [], "metadata": {}}
    submission = read({**old, "worksheets": [{"cells": [code], "metadata": {}}]})
    assert submission.cells[0].source == "y = 2"
    assert "old format" in submission.problems[0]


def test_cells_are_made_anew_from_what_is_valid_in_them(read):
    """Outputs, invalid metadata and doubled ids go: nbconvert stops at any of them. Unreadable cells are left out."""
    broken = {**CELL, "id": "a b", "metadata": {"tags": 3, "collapsed": "x", "nbgrader": {"grade_id": "q"}}}
    huge = {**CELL, "id": "same", "outputs": [{"output_type": "stream", "name": "stdout", "text": "x" * 10_000_000}]}
    lone = {**CELL, "id": "same", "source": ["a = '\ud800'\n", "b = 1"]}
    submission = read({**NOTEBOOK, "cells": [broken, huge, lone, 7, {"cell_type": "video"}, {**CELL, "source": 5}]})
    assert [cell.source for cell in submission.cells] == ["x = 1", "x = 1", "a = '?'\nb = 1"]
    assert submission.cells[0].metadata == {"nbgrader": {"grade_id": "q"}}
    assert len({cell.id for cell in submission.cells}) == 3
    assert [line.split(" could")[0] for line in submission.problems] == ["Cell 4", "Cell 5", "Cell 6"]
    notebook = submission.notebook()
    nbformat.validate(notebook)
    assert len(nbformat.writes(notebook)) < 3000


def test_a_link_is_not_followed(tmp_path):
    """A link to another student's notebook, or to the solution, is not that notebook."""
    (tmp_path / "other.ipynb").write_text(json.dumps(NOTEBOOK), encoding="utf-8")
    (tmp_path / "ps.ipynb").symlink_to(tmp_path / "other.ipynb")
    submission = read_submission(tmp_path / "ps.ipynb")
    assert submission.cells == []
    assert "link" in submission.problems[0]


def test_a_pipe_does_not_block_and_a_large_file_is_refused(tmp_path, monkeypatch):
    """Reading never waits, and never takes more memory than the limit."""
    os.mkfifo(tmp_path / "ps.ipynb")
    assert "not a file" in read_submission(tmp_path / "ps.ipynb").problems[0]
    monkeypatch.setattr(module, "MAX_BYTES", 10)
    (tmp_path / "big.ipynb").write_text(json.dumps(NOTEBOOK), encoding="utf-8")
    assert "clear its outputs" in read_submission(tmp_path / "big.ipynb").problems[0]
