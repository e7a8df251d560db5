"""No attack gains a point, leaves the box or changes another's grade; each gets the grade and reason it deserves."""

import html

import nbformat
import pytest
from attacks import ATTACKS
from files import FILES
from toy_class import NAME, comments

ALL = {"double": 10.0, "pair": 10.0, "answer": 5.0}
EVERYBODY = [*ATTACKS, *FILES]


def names(items):
    return [pytest.param(item, id=item.name) for item in items]


def test_there_are_at_least_thirty():
    """The set is as large as was asked for."""
    assert len(EVERYBODY) >= 30


@pytest.mark.parametrize("hostile", names(EVERYBODY))
def test_points(graded, hostile):
    """An attack earns the points of what it answers rightly, and none besides."""
    assert graded.points[hostile.name] == hostile.points


@pytest.mark.parametrize("hostile", names([item for item in EVERYBODY if item.status != "?"]))
def test_status_and_reason(graded, hostile):
    """The status says what happened, and the reason is where the instructor and the student look."""
    status, reason = graded.statuses[hostile.name]
    assert status == hostile.status
    assert hostile.reason in reason
    if status != "graded":
        assert reason


@pytest.mark.parametrize("hostile", names(ATTACKS))
def test_nothing_leaked(graded, hostile):
    """The submission's own account of what it could reach: nothing."""
    path = graded.course / "autograded" / hostile.name / NAME / f"{NAME}.ipynb"
    outputs = [cell.get("outputs", []) for cell in nbformat.read(path, as_version=4).cells]
    assert "LEAK" not in str(outputs)
    assert path.stat().st_size < 20_000_000


def test_everybody_is_graded(graded):
    """None stops the others, and none is lost."""
    assert set(graded.points) == {item.name for item in EVERYBODY} | {"a-neighbor", "neighbor", "z-neighbor"}
    assert not [name for name, (status, _) in graded.statuses.items() if status == "failed"]


@pytest.mark.parametrize("student", ["a-neighbor", "neighbor", "z-neighbor"])
def test_the_neighbors_have_their_points(graded, student):
    """Honest students beside the attacks get full marks."""
    assert graded.points[student] == ALL
    assert graded.statuses[student][0] == "graded"


def test_the_witnesses_saw_nobody(graded):
    """The file is untouched, no connection came, and nothing of a student's still runs."""
    assert graded.file.read_text() == "untouched"
    assert graded.witness.visits == []


def test_the_reason_of_a_death_is_in_the_gradebook(graded):
    """What the student will read says that the process ended, and where."""
    assert "ended by itself" in comments(graded.course, "exit")
    assert "did not stop" in comments(graded.course, "interrupt-ignored")


@pytest.mark.parametrize("hostile", names([item for item in EVERYBODY if item.status not in ("?", "graded")]))
def test_every_reason_reaches_the_student(graded, hostile):
    """What the instructor's list says stands in the gradebook's comments, and so in the feedback."""
    _, reason = graded.statuses[hostile.name]
    told = html.unescape(comments(graded.course, hostile.name))
    assert (
        reason.partition(": ")[2] in told or reason in told or (hostile.status == "timeout" and "was stopped" in told)
    )
