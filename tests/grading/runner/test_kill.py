"""`kill -9` at random moments, then one run to its end: the gradebook is that of a run that nobody disturbed."""

import random
import signal
import subprocess
import time
from pathlib import Path

import pytest
from toy_class import NAME, answered, command, copy_course, grade, hand_in, statuses, surroundings

from cnncourse.grading.gradebook_rows import different, gradebook_rows

KILLS, SEED = 20, 20261121
STUDENTS = 12
LONGEST = 2.5  # seconds after the first submission was begun, by when a run may have been killed
PATIENCE = 120.0


def rows(course: Path) -> dict:
    return gradebook_rows(f"sqlite:///{course / 'gradebook.db'}", NAME)


def events(course: Path) -> int:
    """How many events the journal tells of."""
    path = course / ".cnncourse-grading" / f"{NAME}.jsonl"
    return path.read_bytes().count(b"\n") if path.exists() else 0


def killed_run(course: Path, delay: float, *options: str) -> bool:
    """Start grading, and kill it `delay` seconds after it began with a submission; whether it was still at work."""
    before = events(course)
    words = command(*options)
    process = subprocess.Popen(
        words, cwd=course, env=surroundings(), stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    )
    began = time.monotonic()
    while process.poll() is None and events(course) == before and time.monotonic() - began < PATIENCE:
        time.sleep(0.01)  # waiting for the journal, not for a guess of ours
    try:
        process.wait(delay)
    except subprocess.TimeoutExpired:
        process.send_signal(signal.SIGKILL)
        process.wait()
        return True
    return False


def boxes_of(course: Path) -> list[int]:
    """Processes that still work in the course's folder or below it."""
    found = []
    for entry in Path("/proc").iterdir():
        if entry.name.isdigit():
            try:
                if Path(entry, "cwd").resolve().is_relative_to(course):
                    found.append(int(entry.name))
            except OSError:
                continue
    return found


@pytest.fixture
def large(handed_in, tmp_path) -> Path:
    """A class in which a run is long enough to be hit in its middle."""
    course = copy_course(handed_in, tmp_path / "large")
    for i in range(STUDENTS):
        wrong = {"double": f"def double(x):\n    return x + {i}"} if i % 3 else {}
        hand_in(course, f"student{i:02}", answered(course, wrong))
    return course


def test_twenty_kills_lose_and_double_nothing(large, tmp_path):
    """20 kills at recorded random moments, some while everybody is graded anew; then a run to the end, and row by row
    the same gradebook as without a kill."""
    undisturbed = copy_course(large, tmp_path / "undisturbed")
    grade(undisturbed)
    moments = random.Random(SEED)
    hits = 0
    for number in range(KILLS):
        delay = moments.uniform(0, LONGEST)
        options = ["--force"] if number % 4 == 3 else []
        hit = killed_run(large, delay, *options)
        hits += hit
        print(f"kill {number + 1}: {delay:.3f} s after the first event, {options}: {'hit' if hit else 'had ended'}")
    grade(large)
    assert hits > 0
    assert different(rows(undisturbed), rows(large)) == []
    assert statuses(large) == statuses(undisturbed)
    assert boxes_of(large) == []
