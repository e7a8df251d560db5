"""Grading against plain nbgrader: time side by side, rows that differ, memory. `make bench-grading` prints it.

Plain is nbgrader with its own Execute and none of our preprocessors. Ours is `cnncourse grade`, cold: the time runs
from the start of the command to its end, box and judge on. Both grade the same submissions of the same course.
"""

import argparse
import os
import sys
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path

from rich.console import Console
from rich.table import Table

from benchmarks.grading_courses import SECRET, write_course
from cnncourse.grading.gradebook_rows import different, gradebook_rows

NBGRADER = [sys.executable, "-m", "nbgrader", "autograde"]
CNNCOURSE = [sys.executable, "-c", "from cnncourse.cli import main; main()", "grade"]


@dataclass
class Run:
    """One command: seconds of the wall clock, of the processor (with all it started), and its largest memory in MiB."""

    seconds: float
    processor: float
    memory: float


def run(command: list[str], folder: Path) -> Run:
    """Run a command to its end, with its log beside the course."""
    log = os.open(folder / "log.txt", os.O_WRONLY | os.O_CREAT | os.O_APPEND)
    began = time.monotonic()
    pid = os.fork()
    if pid == 0:
        os.chdir(folder)
        os.dup2(log, 1)
        os.dup2(log, 2)
        os.execve(command[0], command, {**os.environ, **SECRET})
    _, status, used = os.wait4(pid, 0)
    seconds = time.monotonic() - began
    os.close(log)
    if os.waitstatus_to_exitcode(status) not in (0, 1):
        raise SystemExit(f"{' '.join(command)} failed:\n{(folder / 'log.txt').read_text()[-3000:]}")
    return Run(seconds, used.ru_utime + used.ru_stime, used.ru_maxrss / 1024)


def side_by_side(name: str, count: int, base: Path) -> tuple[Run, Run, list[str]]:
    """Plain and ours on the same submissions, and the rows that differ."""
    folders = {plain: base / f"{name}-{count}-{'plain' if plain else 'ours'}" for plain in (True, False)}
    for plain, folder in folders.items():
        write_course(folder, name, count, plain=plain)
    ours = run([*CNNCOURSE, name], folders[False])
    plain = run([*NBGRADER, name], folders[True])
    return plain, ours, different(*(grades(folders[which], name) for which in (True, False)))


def grades(folder: Path, name: str) -> dict:
    """All rows but the comments, which plain nbgrader has none of: ours are the reasons."""
    rows = gradebook_rows(f"sqlite:///{folder / 'gradebook.db'}", name)
    return {key: row for key, row in rows.items() if key[0] != "comment"}


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--submissions", type=int, default=60)
    parser.add_argument("--few", type=int, default=12)
    parser.add_argument("--memory", type=int, nargs=2, default=(30, 300), metavar=("FEW", "MANY"))
    chosen = parser.parse_args()
    console = Console(width=120)
    table = Table("quantity", "plain", "ours", "plain / ours", "processor", "must", "aim")
    wrong: list[str] = []
    plan = [
        ("training", chosen.submissions, "≥ 10", "≥ 15"),
        ("training", chosen.few, "≥ 5", "≥ 8"),
        ("numpy-only", chosen.submissions, "≥ 10", "≥ 20"),
    ]
    with tempfile.TemporaryDirectory(prefix="bench-grading-") as folder:
        base = Path(folder)
        for name, count, must, aim in plan:
            console.print(f"{name}, {count} submissions …", style="dim")
            plain, ours, rows = side_by_side(name, count, base)
            wrong += rows
            ratios = (f"{plain.seconds / ours.seconds:.1f}", f"{plain.processor / ours.processor:.1f}")
            times = (f"{plain.seconds:.1f} s", f"{ours.seconds:.1f} s")
            table.add_row(f"{name}, {count} submissions, cold", *times, *ratios, must, aim)
        few, many = (memory(count, base) for count in chosen.memory)
        label = f"memory at {chosen.memory[1]} / at {chosen.memory[0]} submissions"
        table.add_row(label, f"{many:.0f} MiB", f"{few:.0f} MiB", f"{many / few:.2f}", "", "≤ 1.2", "")
    table.add_row("gradebook rows that differ", "", "", str(len(wrong)), "", "0", "")
    console.print(table)
    console.print(f"{os.cpu_count()} cores, load {os.getloadavg()[0]:.1f} at the end; processor: of all processes.")
    for line in wrong[:20]:
        console.print(line)


def memory(count: int, base: Path) -> float:
    """Largest memory of the grader at so many submissions, in MiB."""
    return run(
        [*CNNCOURSE, "numpy-only"], write_course(base / f"memory-{count}", "numpy-only", count, plain=False)
    ).memory


if __name__ == "__main__":
    main()
