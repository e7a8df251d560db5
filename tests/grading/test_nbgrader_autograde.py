"""A small assignment through nbgrader's own commands: what nbgrader alone gets wrong, with the course's settings."""

import copy
import json
import os
import re

import nbformat
import pytest

from cnncourse.grading.derive import derive_exercises
from cnncourse.grading.known_cells import known_cells
from cnncourse.grading.nbgrader_run import run_nbgrader

FULL = "def double(x):\n    return x + x"
SPY = """
import linecache, sys
def double(x):
    frame = sys._getframe()
    while frame:
        sys.__stdout__.write("".join(linecache.getlines(frame.f_code.co_filename)))
        print("".join(linecache.getlines(frame.f_code.co_filename)))
        frame = frame.f_back
    return x + x
print(open("ps0.ipynb").read())
"""
NOISY = """
import sys, warnings
import numpy as np
def double(x):
    warnings.warn("honest")
    print("on stderr", file=sys.stderr)
    np.log(np.array([0.0]))
    return x + x
"""


def cell(notebook, name: str):
    return next(c for c in notebook.cells if c.metadata.get("nbgrader", {}).get("grade_id") == name)


def answer(notebook, **sources: str):
    """A copy of the notebook with these cells' sources."""
    made = copy.deepcopy(notebook)
    for name, source in sources.items():
        cell(made, name).source = source
    return made


def submissions(released) -> dict:
    """What each student hands in."""
    good = answer(released, double=FULL, halve="def halve(x):\n    return x * 0.5", why="Two halves.")
    forged = answer(good, double="def double(x):\n    return 0", test_double="10.0")
    cell(forged, "test_double").metadata.nbgrader.update(points=1000, solution=True, locked=False)
    deleted = copy.deepcopy(good)
    deleted.cells.remove(cell(deleted, "test_double"))
    doubled = copy.deepcopy(good)
    doubled.cells.insert(0, copy.deepcopy(cell(good, "test_double")))
    return {
        "good": good,
        "stub": released,
        "half": answer(good, double="def double(x):\n    return 6.0"),
        "both": answer(good, double="def double(x):\n    return 6.0", halve="def halve(x):\n    return 3.0"),
        "noisy": answer(good, double=NOISY),
        "spy": answer(good, double=SPY),
        "wrong_spy": answer(good, double=SPY.replace("return x + x", "return x / 0")),
        "forged": forged,
        "deleted": deleted,
        "doubled": doubled,
        "loop": answer(good, double="def double(x):\n    while True:\n        pass"),
        "sleeper": answer(good, halve="def halve(x):\n    return x / 2\nwhile True:\n    pass"),
    }


def write_damaged(submitted, good) -> None:
    """Right answers in files that something happened to."""
    kernel, outputs, metadata = (copy.deepcopy(good) for _ in range(3))
    kernel.metadata.kernelspec = {"name": "julia-1.9", "display_name": "Julia", "language": "julia"}
    cell(outputs, "double").outputs = [nbformat.v4.new_output("stream", text="x" * 5_000_000)]
    cell(metadata, "double").metadata.update(tags="none", collapsed="perhaps")
    texts = {name: json.dumps(nb) for name, nb in (("kernel", kernel), ("outputs", outputs), ("metadata", metadata))}
    texts["nulls"] = json.dumps(good).replace("Two halves.", "Two\0 halves.")
    for name, text in texts.items():
        (submitted / name / "ps0").mkdir(parents=True)
        (submitted / name / "ps0" / "ps0.ipynb").write_text(text, encoding="utf-8")
    folder = os.fsencode(submitted) + b"/bj\xf6rn/ps0"
    os.makedirs(folder)
    with open(folder + b"/ps0.ipynb", "w", encoding="utf-8") as file:
        json.dump(good, file)


@pytest.fixture(scope="module")
def course(tmp_path_factory):
    """The course folder, graded and with feedback, by nbgrader's commands alone."""
    from scratch_assignment import write_assignment

    folder = tmp_path_factory.mktemp("course")
    write_assignment(folder)
    (path,) = derive_exercises(folder)
    released = nbformat.read(path, as_version=4)
    for student, notebook in submissions(released).items():
        target = folder / "submitted" / student / "ps0" / "ps0.ipynb"
        target.parent.mkdir(parents=True)
        target.write_text(nbformat.writes(notebook), encoding="utf-8")
    (folder / "submitted" / "letter" / "ps0").mkdir(parents=True)
    (folder / "submitted" / "letter" / "ps0" / "ps0.ipynb").write_text("Dear all", encoding="utf-8")
    (folder / "submitted" / "nothing" / "ps0").mkdir(parents=True)
    write_damaged(folder / "submitted", submissions(released)["good"])
    run_nbgrader(folder, "generate_assignment", "ps0", "--force")
    run_nbgrader(folder, "autograde", "ps0")
    run_nbgrader(folder, "generate_feedback", "ps0")
    return folder


@pytest.fixture(scope="module")
def grades(course) -> dict[str, dict[str, float | None]]:
    """The automatic score of every question of every student."""
    from nbgrader.api import Gradebook

    with Gradebook(f"sqlite:///{course / 'gradebook.db'}") as gradebook:
        return {
            submission.student.id: {grade.name: grade.auto_score for n in submission.notebooks for grade in n.grades}
            for submission in gradebook.assignment_submissions("ps0")
        }


def test_the_solution_scores_everything_and_the_stub_nothing(grades):
    """Full marks for right answers, zero for what was given out; the written answer waits for a person."""
    assert grades["good"] == {"test_double": 10.0, "test_halve": 5.5, "why": None}
    assert grades["stub"] == {"test_double": 0.0, "test_halve": 0.0, "why": 0.0}


def test_a_wrong_answer_costs_its_own_cases_and_no_others(grades):
    """Partial credit by cases, and the points of two questions do not interact."""
    assert (grades["half"]["test_double"], grades["half"]["test_halve"]) == (4.0, 5.5)
    assert (grades["both"]["test_double"], grades["both"]["test_halve"]) == (4.0, 4.0)


def test_warnings_and_stderr_cost_nothing(grades):
    """nbgrader gives zero for any text on stderr, a warning too; the check keeps both to itself."""
    assert grades["noisy"]["test_double"] == 10.0


def test_forged_points_and_tests_are_undone(grades):
    """A test cell that says 10.0, worth 1000 points, unlocked: the real one runs, worth what it was."""
    assert grades["forged"]["test_double"] == 0.0


def test_a_deleted_or_doubled_test_cell_costs_nothing_and_stops_nobody(grades):
    """nbgrader alone gives the first no grade, and ends the whole run at the second."""
    assert grades["deleted"] == grades["doubled"] == grades["good"]


def test_an_endless_loop_costs_its_question_alone(grades):
    """The test that hangs is stopped and scores zero; the next question is graded."""
    assert (grades["loop"]["test_double"], grades["loop"]["test_halve"]) == (0.0, 5.5)
    assert (grades["sleeper"]["test_double"], grades["sleeper"]["test_halve"]) == (10.0, 5.5)


def test_what_is_no_notebook_scores_zero(grades):
    """A letter in place of a notebook, and an empty folder, have a grade like everybody."""
    nothing = {"test_double": 0.0, "test_halve": 0.0, "why": 0.0}
    assert grades["letter"] == grades["nothing"] == nothing


@pytest.mark.parametrize("student", ["kernel", "outputs", "metadata", "nulls", "bj_xf6rn"])
def test_a_damaged_file_with_right_answers_scores_everything(grades, student):
    """A wrong kernel, megabytes of outputs, invalid metadata, null bytes, a folder whose name is no text."""
    assert grades[student] == grades["good"]


def test_the_gradebook_knows_the_checksums_of_the_release(course):
    """By them a cell that the student edited is told from one that the course has changed since."""
    from nbgrader.api import Gradebook

    released = nbformat.read(course / "exercises" / "ps0" / "ps0.ipynb", as_version=4)
    with Gradebook(f"sqlite:///{course / 'gradebook.db'}") as gradebook:
        known = known_cells(gradebook.find_notebook("ps0", "ps0"))
    written = {name: cell(released, name).metadata.nbgrader.checksum for name in known}
    assert {name: what.released_checksum for name, what in known.items()} == written


def test_a_second_run_grades_nobody_again(course, grades):
    """Nothing was left half done: nbgrader skips every student."""
    log = run_nbgrader(course, "autograde", "ps0")
    assert log.count("Skipping existing assignment") == len(grades)
    assert "Sanitizing" not in log


def test_no_feedback_page_shows_a_hidden_test(course, grades):
    """Not its source, its helper, its numbers: not even to a student whose code prints the files it can see."""
    for student in grades:
        page = (course / "feedback" / student / "ps0" / "ps0.html").read_text(encoding="utf-8")
        for secret in (
            "numbers_that_nobody_sees",
            "of_an_array",
            "of_any_number",
            "8765.4321",
            "4382.71605",
            "1234.5678",
        ):
            assert secret not in page, (student, secret)
        assert "BEGIN HIDDEN" not in page or "spy" in student


def test_the_spies_had_something_to_see(course):
    """The test above can fail: what the spies printed was there before it was scrubbed."""
    graded = json.loads((course / "autograded" / "spy" / "ps0" / "ps0.ipynb").read_text(encoding="utf-8"))
    outputs = json.dumps([cell.get("outputs") for cell in graded["cells"]])
    assert "numbers_that_nobody_sees" in outputs


def test_feedback_names_the_failed_case_its_hint_and_the_reason(course):
    """What a student learns: which case, what to think about, and why a broken file scored zero."""

    def page(student: str) -> str:
        return (course / "feedback" / student / "ps0" / "ps0.html").read_text(encoding="utf-8")

    assert "of an array" in page("half")
    assert "Arrays have a sum, too." in page("half")
    assert "loop that never ends" in page("loop")
    assert "not a notebook" in page("letter")
    assert "No notebook ps0.ipynb was handed in" in page("nothing")
    assert "was missing; it was put back" in page("deleted")


def test_feedback_lists_the_questions_by_name(course):
    """Points and reason of each question, under the name it has everywhere; nbgrader's list says "Test cell" thrice."""
    page = (course / "feedback" / "half" / "ps0" / "ps0.html").read_text(encoding="utf-8")
    table = page.partition('<table class="questions">')[2].partition("</table>")[0]
    rows = [re.sub(r"<[^>]*>|\s+", " ", row) for row in table.split("<tr>")[2:]]
    told = [" ".join(row.split()) for row in rows]
    assert told == [
        "double 4 of 10 Failed: of an array. The hints are below the test.",
        "halve 5.5 of 5.5 All cases pass.",
        "why 0 of 5 Not read yet: a person grades this answer.",
    ]
    assert '<a href="#test_double"><code>double</code></a>' in table
    assert 'name="test_double"' in page
    assert ">Test cell<" not in page
    assert '<html lang="en">' in page


def test_grading_folders_hold_what_was_handed_in_and_no_solution(course):
    """nbgrader copies every file of a source folder into each grading folder; of ours it finds none."""
    for path in (course / "autograded").rglob("*"):
        if path.is_file():
            assert path.name in ("ps0.ipynb", "timestamp.txt"), path
