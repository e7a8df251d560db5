"""Grading against plain nbgrader, as a table: `make bench-grading`, or `python -m benchmarks.grading [PART ...]`.

Plain is nbgrader with its own Execute and none of our preprocessors. Ours is `cnncourse grade`, cold: the time runs
from the start of the command to its end, box and judge on. Both grade the same submissions of the same course.

Each part prints its rows when it is done, and replaces its own in benchmarks/results/grading.json.
"""

from __future__ import annotations

import argparse
import json
import os
import platform
import sys
import tempfile
import time
from collections.abc import Callable
from dataclasses import asdict, dataclass
from pathlib import Path

from rich.console import Console
from rich.table import Table

from benchmarks import grading_runs
from benchmarks.grading_runs import Say, side_by_side

RESULTS = Path(__file__).parent / "results" / "grading.json"
MANY, FEW = 60, 12
MEMORY = (30, 300)
LISTED = 20


@dataclass(frozen=True)
class Row:
    """One quantity beside what it must be and what it aims at; `larger`: whether a larger value is the better one."""

    quantity: str
    value: float
    must: float
    aim: float | None = None
    larger: bool = False
    details: str = ""

    @property
    def verdict(self) -> str:
        if not self._holds(self.must):
            return "MISSED"
        return "met, and the aim" if self.aim is not None and self._holds(self.aim) else "met"

    def _holds(self, bound: float) -> bool:
        return self.value >= bound if self.larger else self.value <= bound


def speed(name: str, count: int, must: float, aim: float) -> Callable[[Path, Say], list[Row]]:
    """A part: plain and ours side by side."""

    def measure(base: Path, say: Say) -> list[Row]:
        sides = side_by_side(name, count, base, say)
        plain, ours = sides.plain, sides.ours
        times = f"{plain.seconds:.1f} s / {ours.seconds:.1f} s"
        processor = f"of the processor, what runs in boxes left out: {plain.processor:.1f} s / {ours.processor:.1f} s"
        ratio = round(plain.seconds / ours.seconds, 2)
        what = f"{name}, {count} submissions, cold: plain / ours"
        different = "; ".join([f"of {sides.rows}", *sides.wrong[:LISTED]])
        return [
            Row(what, ratio, must, aim, larger=True, details=f"{times}; {processor}"),
            Row(f"{name}, {count} submissions: rows that differ", len(sides.wrong), 0, details=different),
        ]

    return measure


def memory(base: Path, say: Say) -> list[Row]:
    """A part: memory of the grader with few and with many submissions."""
    few, many = (grading_runs.memory(count, base, say) for count in MEMORY)
    what = f"memory at {MEMORY[1]} submissions / at {MEMORY[0]}"
    return [Row(what, round(many / few, 3), 1.2, details=f"{many:.0f} MiB / {few:.0f} MiB")]


def tested(what: str, place: str) -> Callable[[Path, Say], list[Row]]:
    """A part: tests that must hold, and not be skipped."""

    def measure(base: Path, say: Say) -> list[Row]:
        found = grading_runs.tests(place, say)
        details = f"{place}: {found.count} tests, {found.skipped} skipped"
        return [Row(what, found.failed + found.skipped, 0, details=details)]

    return measure


PARTS = {
    "numpy-only": speed("numpy-only", MANY, 10, 20),
    "few": speed("training", FEW, 5, 8),
    "training": speed("training", MANY, 10, 15),
    "memory": memory,
    "kills": tested("20 times `kill -9`: tests that fail", "tests/grading/runner/test_kill.py"),
    "hostile": tested("hostile submissions: tests that fail", "tests/grading/hostile"),
}


def main() -> None:
    """Measure, print and save."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("parts", nargs="*", metavar="PART", help=f"of {', '.join(PARTS)}; none: all of them")
    chosen = parser.parse_args().parts or list(PARTS)
    if unknown := [name for name in chosen if name not in PARTS]:
        parser.error(f"there is no part {unknown[0]!r}; there are {', '.join(PARTS)}")
    console = Console(width=120)
    missed = []
    for name in chosen:
        missed += [row.quantity for row in measured(name, console) if row.verdict == "MISSED"]
    console.print(f"missed: {'; '.join(missed)}" if missed else "all met")
    sys.exit(bool(missed))


def measured(name: str, console: Console) -> list[Row]:
    """Measure one part, print its rows and save them."""
    began, load = time.monotonic(), os.getloadavg()[0]

    def say(text: str) -> None:
        console.print(f"{name}: {text}", style="dim", highlight=False, markup=False)

    with tempfile.TemporaryDirectory(prefix="bench-grading-") as folder:
        rows = PARTS[name](Path(folder), say)
    about = {
        "date": time.strftime("%Y-%m-%d"),
        "seconds": round(time.monotonic() - began),
        "load before": round(load, 1),
    }
    about |= {"cores": len(os.sched_getaffinity(0)), "python": platform.python_version()}
    show(name, rows, about, console)
    saved = json.loads(RESULTS.read_text()) if RESULTS.exists() else {}
    saved[name] = {**about, "rows": [{**asdict(row), "verdict": row.verdict} for row in rows]}
    RESULTS.write_text(json.dumps({part: saved[part] for part in PARTS if part in saved}, indent=1) + "\n")
    return rows


def show(name: str, rows: list[Row], about: dict, console: Console) -> None:
    """The rows of one part as a table."""
    title = f"{name} ({', '.join(f'{key} {value}' for key, value in about.items())})"
    table = Table("quantity", "measured", "must", "aim", "", title=title, title_justify="left")
    for row in rows:
        sign = "≥" if row.larger else "≤"
        bounds = ["" if bound is None else f"{sign} {bound:g}" for bound in (row.must, row.aim)]
        table.add_row(f"{row.quantity}\n  {row.details}", f"{row.value:g}", *bounds, row.verdict)
    console.print(table)


if __name__ == "__main__":
    main()
