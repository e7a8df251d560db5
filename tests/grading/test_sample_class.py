"""The sample class: every solution, mutant and alternative of the course through the real `nbgrader autograde`."""

import pytest
from bs4 import BeautifulSoup

from cnncourse.grading.answers import load_answers
from cnncourse.grading.report import grade_table, read_lines
from cnncourse.grading.sample_class import ASSIGNMENT, build_class


@pytest.fixture(scope="module")
def course(root):
    """The graded class; made here unless `make course` has made it from the same texts."""
    return build_class(root)


@pytest.fixture(scope="module")
def lines(course):
    return {line.student: line for line in read_lines(course)}


def test_every_student_scores_what_the_answers_declare(lines):
    """Question by question: the solution and alternatives all points, each mutant its declared rest, the stub none."""
    assert len(lines) == 24
    wrong = {name: (line.points, line.expected) for name, line in lines.items() if not line.as_expected}
    assert not wrong


def test_the_class_covers_every_answer(root, course):
    """Nothing that stands beside the solutions is left out of the comparison above."""
    answers = load_answers(root / "solutions" / ASSIGNMENT)
    kinds = [answer.kind for found in answers.values() for answer in found.values()]
    assert kinds.count("mutant") >= 5 * len(answers)
    assert kinds.count("alternative") >= len(answers)


@pytest.mark.parametrize(
    ("student", "word"),
    [
        ("ines", "26 hours late"),
        ("jamal", "missing"),
        ("katya", "2 times"),
        ("noor", "no cells"),
        ("quentin", "not a notebook"),
        ("tala", "SyntaxError"),
        ("viktor", "ran too long"),
        ("wen", "No response"),
    ],
)
def test_each_trouble_has_its_reason(lines, student, word):
    """A broken, late or empty submission is graded, and its student is told why."""
    assert word in lines[student].reason


def test_every_student_has_a_feedback_page(course, lines):
    """None of the troubles stopped the others, or its own feedback."""
    pages = {path.parent.parent.name for path in course.glob(f"feedback/*/{ASSIGNMENT}/{ASSIGNMENT}.html")}
    assert pages == set(lines)


def test_lateness_has_its_own_row_in_the_feedback(course):
    """It concerns all questions: no row of a question speaks of it."""
    page = (course / "feedback" / "ines" / ASSIGNMENT / f"{ASSIGNMENT}.html").read_text(encoding="utf-8")
    rows = [row.get_text(" ", strip=True) for row in BeautifulSoup(page, "html.parser").select(".questions tbody tr")]
    assert [row for row in rows if "hours late" in row] == rows[-1:]
    assert rows[-1].startswith("Handed in late -17 Handed in 26 hours late")


def test_the_item_analysis_has_every_question(course, lines):
    """The instructor's page names each question and at least one case that somebody failed."""
    page = (course / "items.html").read_text(encoding="utf-8")
    for question in next(iter(lines.values())).expected:
        assert question in page
    assert " of 24</text>" in page


def test_nothing_changed_builds_nothing(root, course, capsys):
    """A second build is told by its state that there is nothing to do."""
    before = (course / "gradebook.db").stat().st_mtime_ns
    build_class(root)
    assert "up to date" in capsys.readouterr().out
    assert (course / "gradebook.db").stat().st_mtime_ns == before


def test_the_report_marks_a_grade_that_is_not_as_expected(lines):
    """A wrong grade is a red row, and `as_expected` is not true of it."""
    line = next(iter(lines.values()))
    off = type(line)(**{**line.__dict__, "points": {**line.points, next(iter(line.points)): 99.0}})
    assert not off.as_expected
    table = grade_table([line, off])
    assert [row.style for row in table.rows] == [None, "bold red"]
