"""The boxes of this process: kept warm, one for each profile, started anew when dead, closed when idle and at exit.

nbgrader makes a new preprocessor for every notebook, and the formgrader grades inside a server that runs for weeks.
"""

import atexit
import threading
from collections.abc import Iterator
from contextlib import contextmanager

from cnncourse.grading.box.limits import Limits
from cnncourse.grading.box.packages import Profile
from cnncourse.grading.box.submission import Submission
from cnncourse.grading.box.supervisor import Box

IDLE_SECONDS = 300.0


class Pool:
    """Boxes by profile. Submissions may be opened from several threads."""

    def __init__(self, idle_seconds: float = IDLE_SECONDS):
        self.idle_seconds = idle_seconds
        self.boxes: dict[tuple[Profile, bool], Box] = {}
        self.lock = threading.Lock()
        self.used = 0
        self.timer: threading.Timer | None = None

    def warm(self, profile: Profile, sandboxed: bool = True) -> Box:
        """The box for a profile, started if need be; it goes on warming up while the caller does something else."""
        with self.lock:
            key = (profile, sandboxed)
            if key in self.boxes and not self.boxes[key].alive():
                self.boxes.pop(key).close()
            if key not in self.boxes:
                self.boxes[key] = Box(profile, sandboxed=sandboxed)
            return self.boxes[key]

    def adopt(self) -> None:
        """In a fork: go on with the parent's boxes, which take orders from several processes."""
        self.lock, self.used, self.timer = threading.Lock(), 0, None

    @contextmanager
    def open(
        self,
        profile: Profile,
        limits: Limits,
        *,
        sandboxed: bool = True,
        folder: str = "work",
        files: dict | None = None,
    ) -> Iterator[Submission]:
        """A submission in the box for a profile, working in a folder of that name that holds `files`."""
        box = self.warm(profile, sandboxed)
        with self.lock:
            self.used += 1
            self._stop_timer()
            submission = box.open(limits, folder)
        try:
            with submission:
                submission.put_files(files or {})
                yield submission
        finally:
            with self.lock:
                self.used -= 1
                if not self.used:
                    self._start_timer()

    def _start_timer(self) -> None:
        self._stop_timer()
        self.timer = threading.Timer(self.idle_seconds, self._close_if_idle)
        self.timer.daemon = True
        self.timer.start()

    def _stop_timer(self) -> None:
        if self.timer is not None:
            self.timer.cancel()
            self.timer = None

    def _close_if_idle(self) -> None:
        with self.lock:
            if not self.used:
                self._close_all()

    def close(self) -> None:
        """Close every box."""
        with self.lock:
            self._stop_timer()
            self._close_all()

    def _close_all(self) -> None:
        while self.boxes:
            self.boxes.popitem()[1].close()


POOL = Pool()
atexit.register(POOL.close)
