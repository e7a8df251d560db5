"""The journal survives what a kill does to it, and the lock is given back by whoever dies."""

import json
import multiprocessing
import os
import signal

import pytest

from cnncourse.grading.runner.journal import Entry, Journal
from cnncourse.grading.runner.lock import GraderLock, Locked


def test_what_was_done_is_read_back(tmp_path):
    """A done submission is in the next journal; one that was only begun is to be graded again."""
    journal = Journal(tmp_path / "toy.jsonl")
    for name in ("ann", "bob"):
        journal.begin(name)
    journal.done("ann", Entry("abc", "timeout", "too long"))
    again = Journal(tmp_path / "toy.jsonl")
    assert again.entries == {"ann": Entry("abc", "timeout", "too long")}
    assert again.begun == {"bob"}


def test_beginning_again_takes_back_that_it_was_done(tmp_path):
    """A regrade that was killed leaves the submission to be graded."""
    journal = Journal(tmp_path / "toy.jsonl")
    journal.done("ann", Entry("abc", "graded"))
    journal.begin("ann")
    assert Journal(tmp_path / "toy.jsonl").entries == {}


@pytest.mark.parametrize("cut", [1, 5, 30])
def test_a_line_that_was_cut_off_is_dropped(tmp_path, cut):
    """Killed while it wrote: what stands before the broken line counts, and the next line is whole again."""
    path = tmp_path / "toy.jsonl"
    journal = Journal(path)
    journal.done("ann", Entry("abc", "graded"))
    journal.done("bob", Entry("def", "graded"))
    path.write_bytes(path.read_bytes()[:-cut])
    again = Journal(path)
    assert list(again.entries) == ["ann"]
    again.done("carol", Entry("ghi", "graded"))
    assert [json.loads(line)["student"] for line in path.read_text().splitlines()] == ["ann", "carol"]


def _hold(path, ready):
    with GraderLock(path):
        ready.set()
        signal.pause()


def test_a_killed_grader_gives_the_lock_back(tmp_path):
    """While it lives the lock is refused, with its process id; after a kill it can be had."""
    path = tmp_path / "lock"
    context = multiprocessing.get_context("fork")
    ready = context.Event()
    holder = context.Process(target=_hold, args=(path, ready))
    holder.start()
    assert ready.wait(30)
    with pytest.raises(Locked, match=f"process {holder.pid} "), GraderLock(path):
        pass
    os.kill(holder.pid, signal.SIGKILL)
    holder.join()
    with GraderLock(path):
        pass
