"""How late work is counted: nbgrader's `LateSubmissionPlugin` with grace, a penalty a day, a cap, and free days.

With 10 % a day and a grace of 15 minutes, 90 points handed in 26 hours late lose two tenths of 90: 18 points. A free
day, or an extension of a day, makes that one tenth: 9 points.
"""

import csv
import math
from pathlib import Path

from nbgrader.plugins import LateSubmissionPlugin
from traitlets import Float, Unicode

HOUR, DAY = 3600.0, 86400.0
COLUMNS = ("student", "assignment", "extra_hours")


class LatePolicy(LateSubmissionPlugin):
    """Take off a share of the score for every day begun after grace, free days and extensions are used up.

    nbgrader gives the plugin the student and the lateness, not the assignment: an extension of the file counts for the
    assignment that its row names where the gradebook's run says which one it grades, and for all where it says "*".
    """

    grace_minutes = Float(15.0, min=0.0, help="Lateness up to this many minutes is forgiven.").tag(config=True)
    penalty_per_day = Float(0.10, min=0.0, max=1.0, help="Share of the score lost for each day begun.").tag(config=True)
    max_penalty = Float(0.50, min=0.0, max=1.0, help="The largest share that can be lost.").tag(config=True)
    free_days = Float(0.0, min=0.0, help="Days of lateness that cost nobody anything.").tag(config=True)
    extensions = Unicode("", help="A CSV file with the columns student, assignment, extra_hours.").tag(config=True)

    def late_submission_penalty(self, student_id: str, score: float, total_seconds_late: float) -> float | None:
        """The points to take off, None where the work counts as in time."""
        extra = self.extra_hours(student_id)
        days = self.days_late(total_seconds_late - extra * HOUR)
        share = min(days * self.penalty_per_day, self.max_penalty)
        self.log.info("%s: %d days late, %.0f %% of the score lost", student_id, days, 100 * share)
        return round(score * share, 6) if share else None

    def days_late(self, seconds: float) -> int:
        """The days begun that count: grace forgives a small lateness whole and is no discount on a large one."""
        seconds -= self.free_days * DAY
        if seconds <= self.grace_minutes * 60:
            return 0
        return math.ceil(seconds / DAY)

    def extra_hours(self, student_id: str) -> float:
        """The hours of extension that the CSV file grants the student for the assignment that is graded."""
        if not self.extensions:
            return 0.0
        assignment = self._assignment()
        rows = read_extensions(Path(self.extensions))
        return sum(hours for who, what, hours in rows if who == student_id and what in ("*", assignment))

    def _assignment(self) -> str | None:
        """The assignment that is graded: the plugin's preprocessor knows it."""
        return getattr(self.parent, "assignment_id", None)


def read_extensions(path: Path) -> list[tuple[str, str, float]]:
    """The rows (student, assignment, hours) of an extensions file.

    Raises:
        ValueError: a column is missing, or hours are not a number of at least 0; the line is named.
    """
    with path.open(newline="", encoding="utf-8-sig") as file:
        reader = csv.DictReader(file)
        missing = [name for name in COLUMNS if name not in (reader.fieldnames or [])]
        if missing:
            raise ValueError(f"{path}: expected the columns {', '.join(COLUMNS)}, but {missing[0]} is missing")
        rows = []
        for row in reader:
            try:
                hours = float(row["extra_hours"])
            except (TypeError, ValueError):
                hours = math.nan
            if not 0 <= hours < math.inf:
                raise ValueError(f"{path}:{reader.line_num}: extra_hours must be a number, is {row['extra_hours']!r}")
            rows.append(((row["student"] or "").strip(), (row["assignment"] or "").strip(), hours))
    return rows
