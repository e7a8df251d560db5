"""Taking in what was handed in."""

import json
import os

import pytest

from cnncourse.grading.intake import take_in
from cnncourse.grading.read_submission import read_submission

NOTEBOOK = json.dumps({"cells": [{"cell_type": "markdown", "source": "hi", "metadata": {}}], "nbformat": 4})


@pytest.fixture
def folder(tmp_path):
    """One student's folder for ps0."""
    path = tmp_path / "submitted" / "ada" / "ps0"
    path.mkdir(parents=True)
    return path


def run(folder) -> list[str]:
    return take_in(folder.parents[1], "ps0")


def test_a_right_submission_is_not_touched(folder):
    """Nothing is written, renamed or said."""
    (folder / "ps0.ipynb").write_text(NOTEBOOK, encoding="utf-8")
    (folder / "data.csv").write_text("1", encoding="utf-8")
    assert run(folder) == []
    assert sorted(path.name for path in folder.iterdir()) == ["data.csv", "ps0.ipynb"]


def test_the_only_notebook_is_graded_whatever_its_name(folder):
    """A browser's `ps0 (1).ipynb` is the submission; the file handed in stays as it is."""
    (folder / "ps0 (1).ipynb").write_text(NOTEBOOK, encoding="utf-8")
    assert run(folder) == ["ada: ps0 (1).ipynb is graded as ps0.ipynb"]
    assert (folder / "ps0.ipynb").read_text(encoding="utf-8") == NOTEBOOK
    assert (folder / "ps0 (1).ipynb").is_file()


@pytest.mark.parametrize("names", [[], ["ps0.zip"], ["a.ipynb", "b.ipynb"]])
def test_without_one_notebook_there_is_an_empty_one_that_says_so(folder, names):
    """nbgrader passes over a folder without the notebook; here its student gets a zero and a reason."""
    for name in names:
        (folder / name).write_text(NOTEBOOK, encoding="utf-8")
    (folder / "timestamp.txt").write_text("2026-01-01 00:00:00 UTC", encoding="utf-8")
    assert len(run(folder)) == 1
    (problem,) = read_submission(folder / "ps0.ipynb").problems
    assert "No notebook ps0.ipynb was handed in" in problem
    assert all(name in problem for name in names)
    assert ("Archives are not opened" in problem) == ("ps0.zip" in names)
    assert "timestamp" not in problem
    assert run(folder) == []


def test_links_are_removed(folder, tmp_path):
    """nbgrader would copy what a link points to into the grading folder, and from there into the feedback."""
    secret = tmp_path / "secret.txt"
    secret.write_text("42", encoding="utf-8")
    (folder / "ps0.ipynb").symlink_to(secret)
    (folder / "sub").mkdir()
    (folder / "sub" / "data.txt").symlink_to(secret)
    run(folder)
    assert not [path for path in folder.rglob("*") if path.is_symlink()]
    assert "42" not in (folder / "ps0.ipynb").read_text(encoding="utf-8")
    assert secret.read_text(encoding="utf-8") == "42"


def test_a_name_that_is_no_text_gets_one_that_is(folder):
    """A name that is not UTF-8 can be neither logged nor recorded; renaming overwrites nothing."""
    (folder / "ps0.ipynb").write_text(NOTEBOOK, encoding="utf-8")
    (folder / "b_xffd.txt").write_text("there before", encoding="utf-8")
    with open(os.fsencode(folder) + b"/b\xffd.txt", "wb"):
        pass
    os.makedirs(os.fsencode(folder.parents[1]) + b"/bj\xf6rn/ps0")
    run(folder)
    assert sorted(path.name for path in folder.iterdir()) == ["b_xffd.txt", "b_xffd.txt_", "ps0.ipynb"]
    assert (folder / "b_xffd.txt").read_text(encoding="utf-8") == "there before"
    assert (folder.parents[1] / "bj_xf6rn" / "ps0" / "ps0.ipynb").is_file()


def test_a_folder_in_the_notebooks_place_is_moved_aside(folder):
    """A folder called ps0.ipynb is no notebook and keeps its content."""
    (folder / "ps0.ipynb").mkdir()
    (folder / "ps0.ipynb" / "x.txt").write_text("1", encoding="utf-8")
    run(folder)
    assert (folder / "ps0.ipynb").is_file()
    assert (folder / "ps0.ipynb.folder" / "x.txt").is_file()
