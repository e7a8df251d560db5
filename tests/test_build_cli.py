"""`cnncourse build` finds the course, and says what is wrong with a text without a traceback."""

import pytest
from click.testing import CliRunner

from cnncourse.build_cli import command
from cnncourse.sphinxext.browser import NoBrowserError


@pytest.fixture
def course(tmp_path, monkeypatch):
    (tmp_path / "solutions").mkdir()
    (tmp_path / "_config.yml").touch()
    (tmp_path / "book").mkdir()
    monkeypatch.chdir(tmp_path / "book")  # a folder of the course, not its root
    return tmp_path


def run(*arguments):
    return CliRunner().invoke(command, arguments)


def test_outside_a_clone_the_message_says_so(tmp_path, monkeypatch):
    """A command in the wrong folder names the folder and what it looked for."""
    monkeypatch.chdir(tmp_path)

    result = run("exercises")

    assert result.exit_code == 1
    assert f"{tmp_path} is not inside a clone of the course" in result.output


def test_a_problem_in_a_text_is_a_message(course):
    """Without any assignment the command fails, and names the folder it looked in."""
    result = run("exercises")

    assert result.exit_code == 1
    assert f"Error: {course / 'solutions'}: no assignment" in result.output
    assert isinstance(result.exception, SystemExit)


def test_the_traceback_is_there_for_who_asks(course):
    """`--traceback` lets the error through, for whoever develops the course."""
    result = run("--traceback", "exercises")

    assert type(result.exception).__name__ == "DeriveError"


def test_the_pdf_is_that_of_the_book_as_it_is_now(course, monkeypatch):
    """`pdf` builds the book first, and says in one line that there is no browser to print it."""
    steps = []

    def print_it(root):
        steps.append(("pdf", root))
        raise NoBrowserError("no Chromium: install it")

    monkeypatch.setattr("cnncourse.sphinxext.build.build_book", lambda root: steps.append(("book", root)))
    monkeypatch.setattr("cnncourse.sphinxext.pdf.build_pdf", print_it)

    result = run("pdf")

    assert steps == [("book", course), ("pdf", course)]
    assert (result.exit_code, result.output) == (1, "Error: no Chromium: install it\n")


def test_no_report_before_the_class_is_graded(course):
    """The report on a class that is not there says how to make it."""
    result = run("report")

    assert (result.exit_code, result.output) == (1, "Error: the sample class has not been graded yet: make class\n")
