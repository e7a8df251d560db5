"""Grading on a dask cluster: the same gradebook, even when a worker is killed in the middle."""

import os
import signal
import subprocess
import time

import pytest
from distributed import LocalCluster
from forbidding import forbid
from toy_class import NAME, command, copy_course, grade, points, statuses, surroundings

from cnncourse.grading.box.linux import PR_SET_SECCOMP
from cnncourse.grading.gradebook_rows import different, gradebook_rows

FULL = {"double": 10.0, "pair": 10.0, "answer": 5.0}
PATIENCE = 180.0


@pytest.fixture
def cluster():
    """A scheduler with two workers in processes of their own, each with a nanny that starts it anew."""
    with LocalCluster(n_workers=2, threads_per_worker=1, dashboard_address=None, silence_logs=50) as built:
        yield built


def rows(course):
    return gradebook_rows(f"sqlite:///{course / 'gradebook.db'}", NAME)


def worker_pids(cluster) -> list[int]:
    return [worker.pid for worker in cluster.workers.values() if worker.pid]


def test_a_killed_worker_costs_a_retry_and_no_grade(course, tmp_path, cluster):
    """One of two workers is killed when grading has begun; every row is as without a scheduler."""
    alone = copy_course(course, tmp_path / "alone")
    grade(alone)
    words = command("--scheduler", cluster.scheduler_address)
    run = subprocess.Popen(words, cwd=course, env=surroundings(), stdout=subprocess.PIPE, stderr=subprocess.STDOUT)
    journal = course / ".cnncourse-grading" / f"{NAME}.jsonl"
    began = time.monotonic()
    while not journal.exists() or b"begin" not in journal.read_bytes():
        assert run.poll() is None
        assert time.monotonic() - began < PATIENCE
        time.sleep(0.01)  # waiting for the journal
    os.kill(worker_pids(cluster)[0], signal.SIGKILL)
    output = run.communicate(timeout=PATIENCE)[0].decode()
    assert run.returncode == 0, output
    assert different(rows(alone), rows(course)) == []
    assert {status for status, _ in statuses(course).values()} == {"graded"}


def test_a_cluster_on_this_machine(course):
    """--scheduler local needs nothing that runs before."""
    assert grade(course, "--scheduler", "local", "--workers", "2").returncode == 0
    assert points(course)["student0"] == FULL


def test_workers_without_a_layer_are_refused(course, tmp_path):
    """A worker says what is missing before it gets a submission; nothing is graded."""
    run = grade(course, "--scheduler", "local", check=False, **forbid(tmp_path / "bin", "prctl", 0, PR_SET_SECCOMP))
    assert run.returncode == 2
    assert "Missing: seccomp: Operation not permitted." in run.stdout
    assert points(course) == {}


def test_no_scheduler_there(course):
    """An address where nobody answers is a refusal that names it, not a traceback."""
    run = grade(course, "--scheduler", "tcp://127.0.0.1:9", check=False)
    assert run.returncode == 2
    assert "no dask scheduler with a worker at 'tcp://127.0.0.1:9'" in run.stdout
