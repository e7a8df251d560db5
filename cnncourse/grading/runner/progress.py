"""What the instructor sees: a live line while it runs on a terminal, and a table at the end."""

import time
from collections import Counter
from dataclasses import dataclass, field

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn
from rich.table import Table

from cnncourse.grading.repair import OTHER_RELEASE
from cnncourse.grading.runner.status import FAILED, GRADED

LISTED = 40
ALL_GRADED, ATTENTION, REFUSED = 0, 1, 2  # exit statuses


@dataclass
class Summary:
    """How a run came out: status and reason of each submission graded in it, and how many were graded before."""

    outcomes: dict[str, tuple[str, str]] = field(default_factory=dict)
    before: int = 0
    seconds: float = 0.0

    @property
    def attention(self) -> dict[str, tuple[str, str]]:
        """Those that a person should look at."""
        return {student: outcome for student, outcome in self.outcomes.items() if outcome[0] != GRADED}

    @property
    def exit_status(self) -> int:
        return ATTENTION if self.attention else ALL_GRADED

    def show(self, console: Console) -> None:
        """The table."""
        rate = f", {len(self.outcomes) / self.seconds:.1f} a second" if self.seconds and self.outcomes else ""
        title = f"{len(self.outcomes)} submissions in {self.seconds:.1f} s{rate}; {self.before} were graded before"
        table = Table("status", "submissions")
        for status, count in Counter(status for status, _ in self.outcomes.values()).most_common():
            table.add_row(status, str(count))
        if self.outcomes:
            console.print(title, highlight=False)
            console.print(table)
        else:
            console.print(f"Nothing to grade; {self.before} submissions were graded before.")
        older = sum(reason.endswith(OTHER_RELEASE) for _, reason in self.outcomes.values())
        if older:
            console.print(f"{older} of them began from another release of the assignment; the gradebook's was graded.")
        rows = sorted(self.attention.items(), key=lambda item: (item[1][0] != FAILED, item[0]))
        for student, (status, reason) in rows[:LISTED]:
            console.print(f"  {student}: {status}. {reason}", highlight=False, markup=False)
        if len(rows) > LISTED:
            console.print(f"  and {len(rows) - LISTED} more; their reasons are in the gradebook")


class Live:
    """The progress line: students, rate, time left, how many need attention. Silent where there is no terminal."""

    def __init__(self, total: int, console: Console) -> None:
        columns = (
            TextColumn("grading"),
            BarColumn(),
            MofNCompleteColumn(),
            TextColumn("{task.fields[rate]:.1f}/s"),
            TimeRemainingColumn(),
            TextColumn("{task.fields[attention]} need attention"),
        )
        self.progress = Progress(*columns, console=console, transient=True, disable=not console.is_terminal)
        self.bar = self.progress.add_task("grading", total=total, rate=0.0, attention=0)
        self.began = time.monotonic()
        self.attention = self.count = 0

    def step(self, status: str) -> None:
        """One more is done."""
        self.count += 1
        self.attention += status != GRADED
        rate = self.count / (time.monotonic() - self.began)
        self.progress.update(self.bar, advance=1, rate=rate, attention=self.attention)

    def __enter__(self) -> "Live":
        self.progress.start()
        return self

    def __exit__(self, *_) -> None:
        self.progress.stop()
