"""Runs that grading is measured by: one command to its end, two of them side by side, a set of tests."""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from xml.etree import ElementTree

from benchmarks.grading_courses import SECRET, write_course
from cnncourse.grading.gradebook_rows import different, gradebook_rows
from cnncourse.grading.nbgrader_run import CONVERTING

NBGRADER = [sys.executable, "-m", "nbgrader", "autograde"]
CNNCOURSE = [sys.executable, "-c", "from cnncourse.cli import main; main()", "grade"]
ROOT = Path(__file__).resolve().parents[1]
TOLD = 10  # every so many submissions
SHOWN = 3000  # characters of the log of a command that failed

Say = Callable[[str], None]


@dataclass(frozen=True)
class Run:
    """One command: seconds of the wall clock, of the processor, and its largest memory in MiB.

    The processor time is that of the command and of all that it waited for: what runs in boxes is not in it.
    """

    seconds: float
    processor: float
    memory: float


@dataclass(frozen=True)
class Sides:
    """Plain nbgrader and ours on the same submissions; `rows` were compared, and `wrong` tells which differ."""

    plain: Run
    ours: Run
    rows: int
    wrong: list[str]


@dataclass(frozen=True)
class Tests:
    """How a set of tests came out."""

    count: int
    failed: int
    skipped: int


def run(command: list[str], folder: Path, say: Say) -> Run:
    """Run a grading command in a course's folder, its log beside the course; `say` hears how far nbgrader is.

    Raises:
        SystemExit: it did not grade; the message has the end of its log.
    """
    students: dict[str, None] = {}
    began = time.monotonic()
    with (folder / "log.txt").open("a") as log:
        process = subprocess.Popen(
            command,
            cwd=folder,
            env={**os.environ, **SECRET},
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            errors="replace",
        )
        assert process.stdout is not None
        for line in process.stdout:
            log.write(line)
            match = CONVERTING.search(line)
            if match and match["student"] not in students:
                students[match["student"]] = None
                if len(students) % TOLD == 0:
                    say(f"{time.monotonic() - began:.0f} s, submission {len(students)}")
        _, status, used = os.wait4(process.pid, 0)
    seconds = time.monotonic() - began
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode not in (0, 1):  # 1: some submissions need attention
        raise SystemExit(f"{' '.join(command)} failed:\n{(folder / 'log.txt').read_text()[-SHOWN:]}")
    return Run(seconds, used.ru_utime + used.ru_stime, used.ru_maxrss / 1024)


def side_by_side(name: str, count: int, base: Path, say: Say) -> Sides:
    """Both on the same submissions: ours first, so that what it finds in the disk cache is no more than plain does."""
    ours_folder, plain_folder = (base / f"{name}-{count}-{which}" for which in ("ours", "plain"))
    write_course(ours_folder, name, count, plain=False)
    write_course(plain_folder, name, count, plain=True)
    say("cnncourse grade")
    ours = run([*CNNCOURSE, name], ours_folder, say)
    say(f"cnncourse grade took {ours.seconds:.1f} s; now plain nbgrader")
    plain = run([*NBGRADER, name], plain_folder, say)
    rows = [grades(folder, name) for folder in (plain_folder, ours_folder)]
    return Sides(plain, ours, len(rows[0]), different(*rows))


def grades(folder: Path, name: str) -> dict:
    """All rows but the comments, which plain nbgrader has none of: ours are the reasons."""
    rows = gradebook_rows(f"sqlite:///{folder / 'gradebook.db'}", name)
    return {key: row for key, row in rows.items() if key[0] != "comment"}


def memory(count: int, base: Path, say: Say) -> float:
    """Largest memory of the grader at so many submissions, in MiB."""
    folder = write_course(base / f"memory-{count}", "numpy-only", count, plain=False)
    return run([*CNNCOURSE, "numpy-only"], folder, say).memory


def tests(place: str, say: Say) -> Tests:
    """Run the tests in a file or folder of the repository."""
    with tempfile.TemporaryDirectory(prefix="bench-grading-") as folder:
        report = Path(folder, "report.xml")
        words = [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", f"--junitxml={report}", place]
        say(f"pytest {place}")
        done = subprocess.run(words, cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)
        if not report.exists():
            raise SystemExit(f"{' '.join(words)} failed:\n{done.stdout[-SHOWN:]}")
        suite = next(ElementTree.parse(report).getroot().iter("testsuite"))
    counts = {name: int(suite.get(name, 0)) for name in ("tests", "failures", "errors", "skipped")}
    return Tests(counts["tests"], counts["failures"] + counts["errors"], counts["skipped"])
