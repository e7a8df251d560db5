"""All that nbgrader's steps write about one submission is one transaction, and each step's gradebook is its own."""

import shutil
from pathlib import Path

import pytest
from nbgrader.api import Gradebook

from cnncourse.grading.runner.one_transaction import SharedGradebook
from cnncourse.grading.settings import put_scripts_on_path


@pytest.fixture(scope="module")
def empty(tmp_path_factory) -> Path:
    """A gradebook with its tables and nothing in it: nbgrader starts a program to make one."""
    put_scripts_on_path()
    path = tmp_path_factory.mktemp("empty") / "gradebook.db"
    Gradebook(f"sqlite:///{path}", "course").close()
    return path


@pytest.fixture
def url(empty, tmp_path) -> str:
    return f"sqlite:///{shutil.copy(empty, tmp_path / 'gradebook.db')}"


@pytest.fixture
def shared(url):
    shared = SharedGradebook(url, "course")
    yield shared
    shared.close()


def students(url: str) -> list[str]:
    with Gradebook(url) as gradebook:
        return sorted(student.id for student in gradebook.students)


def add(url: str, name: str) -> None:
    """As a step of nbgrader's does: a gradebook of its own, and a commit."""
    with Gradebook(url) as gradebook:
        gradebook.add_student(name)


def test_the_end_writes_all_of_it(url, shared):
    """What one step commits, the next one reads; in the file it is at the end, and the connection serves again."""
    for pair in (("a", "b"), ("c", "d")):
        with shared.submission():
            add(url, pair[0])
            assert pair[0] in students(url)
            add(url, pair[1])
    assert students(url) == ["a", "b", "c", "d"]


@pytest.mark.parametrize("keep", [True, False])
def test_nothing_is_left_of_a_submission_that_fails_or_is_not_kept(url, shared, keep):
    """Commits of the steps do not survive an exception, nor a transaction that is not to be kept."""
    add(url, "before")

    def submission() -> None:
        with shared.submission(keep=keep):
            add(url, "a")
            if keep:
                raise RuntimeError("the second step fails")

    if keep:
        with pytest.raises(RuntimeError):
            submission()
    else:
        submission()
    assert students(url) == ["before"]


def test_what_a_step_does_not_commit_is_dropped(url, shared):
    """A change without a commit ends with its gradebook, as in nbgrader: it does not come in with the next commit."""
    add(url, "a")
    with shared.submission():
        with Gradebook(url) as gradebook:
            gradebook.find_student("a").first_name = "changed"
        add(url, "b")
    with Gradebook(url) as gradebook:
        assert gradebook.find_student("a").first_name is None


def test_a_gradebook_opened_inside_another(url, shared):
    """A plugin may open one while a step has one open: closing it takes nothing from the step's."""
    add(url, "a")
    with shared.submission(), Gradebook(url) as outer:
        student = outer.find_student("a")
        student.first_name = "Ada"
        add(url, "b")
        student.last_name = "Lovelace"
        outer.db.commit()
    with Gradebook(url) as gradebook:
        student = gradebook.find_student("a")
        assert (student.first_name, student.last_name) == ("Ada", "Lovelace")


def test_another_gradebook_is_not_taken_in(empty, shared, tmp_path):
    """A gradebook at another address is nbgrader's own business, also while ours is entered."""
    other = f"sqlite:///{shutil.copy(empty, tmp_path / 'other.db')}"
    add(other, "z")
    with shared.submission(keep=False):
        add(other, "y")
    assert students(other) == ["y", "z"]
