"""Exports of the gradebook, read back as the systems they are for read them."""

import csv
import subprocess
import sys

import pytest
from nbgrader.api import Gradebook

from cnncourse.grading.exports import CanvasExport, MoodleExport, PlainExport, harmless

NAME = 'Größe, "Ñ"; O’Neil\nJr.'  # every character that a dialect of CSV can trip over


@pytest.fixture(scope="module")
def database(tmp_path_factory) -> str:
    """A gradebook with two assignments and four students: late, graded by hand, without a submission."""
    from cnncourse.grading.settings import put_scripts_on_path

    put_scripts_on_path()
    url = f"sqlite:///{tmp_path_factory.mktemp('gradebook') / 'gradebook.db'}"
    with Gradebook(url, "course") as book:
        for assignment in ("ps1", "ps2"):
            book.add_assignment(assignment, duedate="2026-01-01 00:00:00 UTC")
            book.add_notebook(assignment, assignment)
            book.add_grade_cell("test_f", assignment, assignment, max_score=4, cell_type="code")
            book.add_grade_cell("why", assignment, assignment, max_score=2.5, cell_type="markdown")
            book.add_solution_cell("f", assignment, assignment)
        for student, last in (("ada", "Lovelace"), ("bo", NAME), ("cy", ""), ("dee", "Dee")):
            book.add_student(
                student, first_name="A. B.", last_name=last, email=f"{student}@example.org", lms_user_id="7"
            )
        for student, points in (("ada", 4), ("bo", 3), ("cy", 0.1 + 0.2)):
            submission = book.add_submission("ps1", student)
            (notebook,) = submission.notebooks
            for grade in notebook.grades:
                grade.auto_score = points if grade.name == "test_f" else None
                grade.manual_score = 2.5 if (student, grade.name) == ("ada", "why") else None
            if student == "bo":
                notebook.late_submission_penalty = 1.25
                notebook.comments[0].auto_comment = "=HYPERLINK(1)"
        book.db.commit()
    return url


def exported(database: str, exporter, path, **options) -> str:
    """The file that the exporter writes."""
    with Gradebook(database, "course") as book:
        exporter(to=str(path), **options).export(book)
    return path.read_text(encoding="utf-8")


@pytest.mark.parametrize("dialect", ["excel", "unix"])
def test_plain_csv_comes_back_as_it_was(database, tmp_path, dialect):
    """Every name, number and question survives the csv module's dialects; nothing handed in is zero, not missing."""
    path = tmp_path / "grades.csv"
    exported(database, PlainExport, path)
    with path.open(newline="", encoding="utf-8") as file:
        rows = list(csv.DictReader(file))
    rewritten = tmp_path / "again.csv"
    with rewritten.open("w", newline="", encoding="utf-8") as file:
        writer = csv.DictWriter(file, rows[0], dialect=dialect)
        writer.writeheader()
        writer.writerows(rows)
    with rewritten.open(newline="", encoding="utf-8") as file:
        assert list(csv.DictReader(file, dialect=dialect)) == rows
    found = {(row["assignment"], row["student_id"]): row for row in rows}
    assert len(found) == 8
    assert found["ps1", "bo"]["last_name"] == NAME
    assert [found["ps1", "bo"][key] for key in ("f", "why", "late_penalty", "total", "max_total")] == [
        "3", "0", "1.25", "1.75", "6.5",
    ]  # fmt: skip
    assert [found["ps1", "ada"][key] for key in ("f", "why", "total")] == ["4", "2.5", "6.5"]
    assert found["ps1", "cy"]["f"] == "0.3"
    assert (found["ps1", "dee"]["total"], found["ps1", "dee"]["reasons"]) == ("0", "Nothing was handed in.")


def test_canvas_has_its_columns_and_questions_that_add_up(database, tmp_path):
    """Canvas's five columns, the points possible, and questions with the penalty that sum to what was earned."""
    path = tmp_path / "canvas.csv"
    exported(database, CanvasExport, path, assignment=["ps1"])
    head, possible, *rows = list(csv.reader(path.open(newline="", encoding="utf-8")))
    assert head == ["Student", "ID", "SIS User ID", "SIS Login ID", "Section", "ps1: f", "ps1: why", "ps1: late"]
    assert possible[0].strip() == "Points Possible"
    assert possible[5:] == ["4", "2.5", "0"]
    assert rows[0][:5] == ["Lovelace, A. B.", "", "7", "ada", ""]
    assert {row[3]: sum(map(float, row[5:])) for row in rows} == {"ada": 6.5, "bo": 1.75, "cy": 0.3, "dee": 0}


def test_canvas_can_have_totals_alone(database, tmp_path):
    """One column an assignment where the questions are not wanted."""
    path = tmp_path / "canvas.csv"
    exported(database, CanvasExport, path, questions=False)
    head, possible, *rows = list(csv.reader(path.open(newline="", encoding="utf-8")))
    assert head[5:] == ["ps1", "ps2"]
    assert possible[5:] == ["6.5", "6.5"]
    assert {row[3]: row[5:] for row in rows}["bo"] == ["1.75", "0"]


def test_moodle_has_the_total_the_questions_and_the_reasons(database, tmp_path):
    """One line a student, whom Moodle finds by name or email; a reason is no formula when a spreadsheet opens it."""
    path = tmp_path / "moodle.csv"
    exported(database, MoodleExport, path, student=["bo"])
    (row,) = csv.DictReader(path.open(newline="", encoding="utf-8"))
    assert (row["username"], row["email"], row["lastname"]) == ("bo", "bo@example.org", NAME)
    assert (row["ps1"], row["ps1: f"], row["ps1: late"], row["ps2"]) == ("1.75", "3", "-1.25", "0")
    assert row["ps1 feedback"] == "'=HYPERLINK(1)"


@pytest.mark.parametrize(("text", "shown"), [("=1+1", "'=1+1"), ("@x", "'@x"), ("fine = ok", "fine = ok"), ("", "")])
def test_only_what_a_spreadsheet_would_run_is_marked(text, shown):
    """An apostrophe goes in front of formulas and of nothing else."""
    assert harmless(text) == shown


def test_an_unknown_assignment_or_student_is_an_error(database, tmp_path):
    """A typo exports nothing, instead of an empty file that erases grades."""
    with pytest.raises(ValueError, match="assignment 'ps3' is not in the gradebook; it has: ps1, ps2"):
        exported(database, PlainExport, tmp_path / "x.csv", assignment=["ps3"])
    with pytest.raises(ValueError, match="student 'zed'"):
        exported(database, PlainExport, tmp_path / "x.csv", student=["zed"])
    assert not (tmp_path / "x.csv").exists()


def test_nbgraders_own_command_runs_the_export(database, tmp_path):
    """`nbgrader export --exporter=...` is how an instructor calls it."""
    command = [sys.executable, "-m", "nbgrader", "export", "--exporter=cnncourse.grading.exports.CanvasExport"]
    options = [f"--CourseDirectory.db_url={database}", "--to", str(tmp_path / "out.csv"), "--assignment=['ps1']"]
    subprocess.run([*command, *options], cwd=tmp_path, check=True, capture_output=True)
    assert (tmp_path / "out.csv").read_text(encoding="utf-8").startswith("Student,ID,")
