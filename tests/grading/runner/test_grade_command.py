"""`cnncourse grade`: what it grades, what it says, and how it ends."""

import json
import subprocess
import sys

import pytest
from forbidding import forbid
from toy_class import (
    NAME,
    answered,
    command,
    comments,
    copy_course,
    grade,
    hand_in,
    plain_autograde,
    points,
    statuses,
    surroundings,
)

from cnncourse.grading.box.linux import PR_SET_SECCOMP
from cnncourse.grading.derive import write_solution_notebook
from cnncourse.grading.gradebook_rows import different, gradebook_rows
from cnncourse.grading.nbgrader_run import run_nbgrader
from cnncourse.grading.runner.lock import GraderLock

FULL = {"double": 10.0, "pair": 10.0, "answer": 5.0}


def rows(course):
    return gradebook_rows(f"sqlite:///{course / 'gradebook.db'}", NAME)


def test_everybody_is_graded(course):
    """Right answers get full marks, wrong ones what their cases say; exit status 0."""
    run = grade(course)
    assert run.returncode == 0, run.stdout + run.stderr
    got = points(course)
    assert got["student0"] == FULL
    assert got["student1"] == {"double": 0.0, "pair": 0.0, "answer": 5.0}
    assert "graded" in run.stdout
    assert run.stderr == ""


def test_the_same_rows_as_plain_nbgrader(course, tmp_path):
    """Grades, comments and penalties equal those of nbgrader with its own Execute, row by row."""
    plain = copy_course(course, tmp_path / "plain")
    config = plain / "nbgrader_config.py"
    config.write_text(config.read_text().replace("if True:", "if False:"))
    grade(course)
    plain_autograde(plain)
    assert different(rows(plain), rows(course)) == []
    assert len(rows(course)) == 5 * (2 + 3 + 3)


def test_the_same_rows_from_nbgrader_with_our_configuration(course, tmp_path):
    """`nbgrader autograde` with BoxedExecute and `cnncourse grade` write the same."""
    boxed = copy_course(course, tmp_path / "boxed")
    grade(course)
    plain_autograde(boxed)
    assert different(rows(boxed), rows(course)) == []


def test_a_second_run_has_nothing_to_do(course):
    """What is graded is not graded again, unless it is forced; what --student names, alone."""
    grade(course)
    assert "Nothing to grade; 5" in grade(course).stdout
    run = grade(course, "--force", "--student", "student3")
    assert "1 submissions" in run.stdout


def test_a_changed_submission_is_graded_again_when_asked(course):
    """--regrade-changed finds the one whose file changed, and takes no other."""
    grade(course)
    hand_in(course, "student0", answered(course, {"answer": "answer = 0"}))
    run = grade(course, "--regrade-changed")
    assert "1 submissions" in run.stdout
    assert points(course)["student0"] == {**FULL, "answer": 0.0}


def test_two_graders_do_not_meet(course):
    """While one is at work, another is refused, and told by whom; exit status 2."""
    with GraderLock(course / ".cnncourse-grading" / "lock"):
        run = grade(course, check=False)
    assert run.returncode == 2
    assert "another grader is at work" in run.stdout
    assert grade(course).returncode == 0


def test_an_unknown_assignment_is_refused(course):
    """With the command that makes it known."""
    words = ["no-such" if word == NAME else word for word in command()]
    run = subprocess.run(words, cwd=course, env=surroundings(), capture_output=True, text=True)
    assert run.returncode == 2
    assert "nbgrader generate_assignment no-such" in run.stdout


def test_an_unknown_student_is_refused(course):
    """Rather than graded silently as nobody."""
    run = grade(course, "--student", "nobody", check=False)
    assert (run.returncode, "nobody" in run.stdout) == (2, True)


@pytest.fixture
def no_bubblewrap(tmp_path):
    """A path on which there is no bwrap."""
    folder = tmp_path / "bin"
    folder.mkdir()
    return {"PATH": str(folder)}


def test_without_a_box_nothing_is_graded(course, no_bubblewrap):
    """Refused, with the missing layer and the package's name; nothing is written into the gradebook."""
    run = grade(course, check=False, **no_bubblewrap)
    assert run.returncode == 2
    assert "bubblewrap" in run.stdout
    assert "apt install bubblewrap" in run.stdout
    assert points(course) == {}


def test_unsandboxed_says_what_is_missing_and_grades(course, no_bubblewrap):
    """The explicit flag grades all the same, with the missing layer named."""
    run = grade(course, "--unsandboxed", **no_bubblewrap)
    assert "Missing: bubblewrap" in run.stdout + run.stderr
    assert points(course)["student0"] == FULL


@pytest.fixture
def no_filter(tmp_path):
    """A kernel that takes no filter on system calls: bubblewrap starts, and the last layer of a submission fails."""
    return forbid(tmp_path / "bin", "prctl", 0, PR_SET_SECCOMP)


def test_without_a_late_layer_nothing_is_graded(course, no_filter):
    """No student is told that the kernel died: the run is refused with the layer's name, and older grades stay."""
    grade(course, "--student", "student0")
    run = grade(course, "--force", check=False, **no_filter)
    assert run.returncode == 2
    assert "Missing: seccomp: Operation not permitted." in run.stdout
    assert points(course) == {"student0": FULL}
    assert grade(course).returncode == 0


def test_unsandboxed_grades_without_a_late_layer(course, no_filter):
    """The flag that lets it go on without bubblewrap does so here, too."""
    run = grade(course, "--unsandboxed", **no_filter)
    assert "Grading without a box. Missing: seccomp" in run.stdout + run.stderr
    assert points(course)["student0"] == FULL


def test_nbgrader_refuses_without_a_late_layer(course, no_filter):
    """nbgrader's own command gives no grade either, and its log names the layer."""
    words = [sys.executable, "-m", "nbgrader", "autograde", NAME, "--student", "student0"]
    run = subprocess.run(words, cwd=course, env=surroundings(**no_filter), capture_output=True, text=True)
    assert run.returncode != 0
    assert "Missing: seccomp: Operation not permitted" in run.stderr
    assert all(score is None for scores in points(course).values() for score in scores.values())


def test_nbgrader_refuses_without_a_box(course, no_bubblewrap):
    """nbgrader's own command, with BoxedExecute, stops at the missing layer, and the trait lets it go on."""
    words = ["-m", "nbgrader", "autograde", NAME, "--student", "student0"]
    environment = surroundings(**no_bubblewrap)
    refused = subprocess.run([sys.executable, *words], cwd=course, env=environment, capture_output=True, text=True)
    assert refused.returncode != 0
    assert "no program bwrap" in refused.stderr
    allowed = [sys.executable, *words, "--BoxedExecute.unsandboxed=True"]
    run = subprocess.run(allowed, cwd=course, env=environment, capture_output=True, text=True)
    assert run.returncode == 0, run.stderr[-3000:]
    assert points(course)["student0"] == FULL


def test_attention_is_told_by_the_exit_status(course):
    """A submission that is no notebook is graded zero, listed with its reason, and the exit status is 1."""
    hand_in(course, "student4", b"no notebook")
    run = grade(course)
    assert run.returncode == 1
    assert "student4: malformed." in run.stdout
    assert statuses(course)["student4"][0] == "malformed"


def change_a_case(course) -> None:
    """The instructor makes the visible case of `double` stricter, and worth more."""
    cases = course / "solutions" / NAME / "cases" / "double.py"
    cases.write_text(cases.read_text().replace("points=4", "points=5").replace("3.0), 6.0", "4.0), 8.0"))
    write_solution_notebook(course / "solutions" / NAME)


def test_a_text_changed_after_the_release_is_nobodys_fault(course, tmp_path):
    """Generated anew, the assignment is graded in its new form, as nbgrader does it, and no student is accused."""
    change_a_case(course)
    run_nbgrader(course, "generate_assignment", NAME, "--force")
    plain = copy_course(course, tmp_path / "plain")
    run = grade(course)
    assert run.returncode == 0, run.stdout
    assert "5 of them began from another release of the assignment" in run.stdout
    assert {status for status, _ in statuses(course).values()} == {"graded"}
    assert "The course changed the test cell" in comments(course, "student0")
    assert points(course)["student0"] == {**FULL, "double": 11.0}
    plain_autograde(plain)
    assert different(rows(plain), rows(course)) == []


def test_a_release_that_the_gradebook_does_not_know_is_refused(course):
    """The release was made from a new text, the gradebook has the old one: told of the assignment, and not graded."""
    kept = (course / "gradebook.db").read_bytes()
    change_a_case(course)
    run_nbgrader(course, "generate_assignment", NAME, "--force")
    (course / "gradebook.db").write_bytes(kept)
    run = grade(course, check=False)
    assert run.returncode == 2
    assert "is not what the gradebook has (test_double)" in run.stdout
    assert f"nbgrader generate_assignment {NAME} --force" in run.stdout
    assert points(course) == {}


def test_the_journal_is_lines_of_json(course):
    """Begin and done of each submission, so that a person can read what happened."""
    grade(course)
    told = [json.loads(line) for line in (course / ".cnncourse-grading" / f"{NAME}.jsonl").read_text().splitlines()]
    assert sorted(line["student"] for line in told if line["event"] == "done") == [f"student{i}" for i in range(5)]
