"""What the instructor asks of one grading run."""

import os
from dataclasses import dataclass
from pathlib import Path

STATE = ".cnncourse-grading"  # journals and the lock, in the course's folder


@dataclass(frozen=True)
class Options:
    """`students`: grade these only. `scheduler`: a dask scheduler's address, or "local" for one on this machine."""

    root: Path
    assignment: str
    workers: int = 0
    students: tuple[str, ...] = ()
    force: bool = False
    regrade_changed: bool = False
    unsandboxed: bool = False
    scheduler: str = ""

    @property
    def worker_count(self) -> int:
        """As many as asked for; else one for each core."""
        return self.workers or len(os.sched_getaffinity(0))

    @property
    def journal(self) -> Path:
        return self.root / STATE / f"{self.assignment}.jsonl"

    @property
    def lock(self) -> Path:
        return self.root / STATE / "lock"
