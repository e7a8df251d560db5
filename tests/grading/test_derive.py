"""From solution texts to exercises."""

import shutil

import nbformat
import pytest
from nbgrader.api import Gradebook

from cnncourse.grading.derive import DeriveError, derive_exercises, write_solution_notebook
from cnncourse.grading.nbgrader_run import run_nbgrader


def test_the_committed_exercises_are_what_the_texts_make(root):
    """Nobody edited an exercise by hand, and nobody changed a text without deriving."""
    derive_exercises(root, check=True)


def test_the_exercise_keeps_signatures_and_docstrings_and_drops_bodies(scratch):
    """What a student gets: the signature, the docstring, and a line that raises."""
    (path,) = derive_exercises(scratch)
    cells = {cell.id: cell for cell in nbformat.read(path, as_version=4).cells}
    assert cells["double"].source == (
        'def double(x):\n    """Twice x."""\n    # YOUR CODE HERE\n    raise NotImplementedError()'
    )
    assert cells["why"].source == "YOUR ANSWER HERE"
    assert all(not cell.get("outputs") for cell in cells.values())


def test_deriving_twice_changes_no_byte_and_check_notices_any_change(scratch):
    """`check` finds an edited file, one too many, one that is missing, and a folder of no assignment."""
    (path,) = derive_exercises(scratch)
    first = path.read_bytes()
    derive_exercises(scratch)
    assert path.read_bytes() == first
    derive_exercises(scratch, check=True)

    path.write_bytes(first.replace(b"Twice", b"Thrice"))
    (path.parent / "extra.txt").write_text("?", encoding="utf-8")
    (scratch / "exercises" / "old").mkdir()
    with pytest.raises(DeriveError) as error:
        derive_exercises(scratch, check=True)
    assert "exercises/ps0/ps0.ipynb differs" in str(error.value)
    assert "exercises/ps0/extra.txt comes from no text" in str(error.value)
    assert "exercises/old comes from no text" in str(error.value)
    assert b"Thrice" in path.read_bytes(), "to check is not to change"
    derive_exercises(scratch)
    assert path.read_bytes() == first
    assert [p.name for p in (scratch / "exercises").rglob("*")] == ["ps0", "ps0.ipynb"]

    shutil.rmtree(path.parent)
    with pytest.raises(DeriveError, match="is missing"):
        derive_exercises(scratch, check=True)


def test_a_text_that_fails_leaves_the_old_exercise_in_place(scratch):
    """The exercise is moved into place when it is whole; nbgrader's own --force deletes the release first."""
    (path,) = derive_exercises(scratch)
    first = path.read_bytes()
    text = scratch / "solutions" / "ps0" / "ps0.py"
    text.write_text(text.read_text(encoding="utf-8").replace("### END SOLUTION", "", 1), encoding="utf-8")
    with pytest.raises(DeriveError):
        derive_exercises(scratch)
    assert path.read_bytes() == first
    assert not list((scratch / "build").glob("derive-*"))


def test_nbgrader_in_the_course_folder_makes_the_same_exercise(scratch):
    """`nbgrader generate_assignment` makes the very bytes that were committed, and tells a new gradebook about them.

    A fresh clone has exercises and no gradebook; nbgrader by itself skips what is released, and can grade nothing.
    """
    (path,) = derive_exercises(scratch)
    committed = path.read_bytes()
    run_nbgrader(scratch, "generate_assignment", "ps0")
    assert path.read_bytes() == committed
    with Gradebook(f"sqlite:///{scratch / 'gradebook.db'}") as gradebook:
        assert [assignment.name for assignment in gradebook.assignments] == ["ps0"]
    assert (scratch / "solutions" / "ps0" / "ps0.ipynb").is_file()


def test_an_unchanged_solution_notebook_is_not_written_again(scratch):
    """Whoever looks at modification times sees no change where there is none."""
    path = write_solution_notebook(scratch / "solutions" / "ps0")
    before = path.stat().st_mtime_ns
    write_solution_notebook(scratch / "solutions" / "ps0")
    assert path.stat().st_mtime_ns == before


def test_data_files_reach_the_students_and_nothing_else_does(scratch):
    """A data file beside the text is released; texts, cases, mutants and alternatives are not."""
    folder = scratch / "solutions" / "ps0"
    ours = ("mutants/README.md", "alternatives/README.md", "cases/README.md")
    for name in (
        *ours,
        "data.csv",
        "mutants/double/wrong.py",
        "alternatives/double/right.py",
        "notes/more.txt",
        "helper.py",
    ):
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text("1\n", encoding="utf-8")
    derive_exercises(scratch)
    release = scratch / "exercises" / "ps0"
    files = sorted(path.relative_to(release).as_posix() for path in release.rglob("*") if path.is_file())
    assert files == ["data.csv", "notes/more.txt", "ps0.ipynb"]
