"""What has been graded, on disk before anything else is begun: after a `kill -9`, grading goes on where it was.

One line of JSON for each event, each flushed to the disk. A submission counts as graded when its line `done` is
there; one that was begun only is graded again from the start. A last line that was cut off is dropped.
"""

import json
import os
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True)
class Entry:
    """A submission that is graded: what it was made of (`digest`), and how it came out."""

    digest: str
    status: str
    reason: str = ""


class Journal:
    """The journal of one assignment."""

    def __init__(self, path: Path) -> None:
        self.path = path
        path.parent.mkdir(parents=True, exist_ok=True)
        self.entries, self.begun = self._read()
        self.file = path.open("a", encoding="utf-8")

    def _read(self) -> tuple[dict[str, Entry], set[str]]:
        entries: dict[str, Entry] = {}
        begun: set[str] = set()
        if not self.path.exists():
            return entries, begun
        text = self.path.read_bytes()
        whole = text[: text.rfind(b"\n") + 1]
        if whole != text:  # the line that a kill cut off
            with self.path.open("r+b") as file:
                file.truncate(len(whole))
        for line in whole.splitlines():
            told = json.loads(line)
            if told["event"] == "begin":
                begun.add(told["student"])
                entries.pop(told["student"], None)
            else:
                begun.discard(told["student"])
                entries[told["student"]] = Entry(told["digest"], told["status"], told.get("reason", ""))
        return entries, begun

    def begin(self, student: str) -> None:
        """Say that a submission's grade is about to be changed."""
        self.entries.pop(student, None)
        self._write({"event": "begin", "student": student})

    def done(self, student: str, entry: Entry) -> None:
        """Say that it is graded, and recorded."""
        self.entries[student] = entry
        told = {"digest": entry.digest, "status": entry.status, "reason": entry.reason}
        self._write({"event": "done", "student": student, **told})

    def _write(self, told: dict) -> None:
        self.file.write(json.dumps(told) + "\n")
        self.file.flush()
        os.fsync(self.file.fileno())

    def close(self) -> None:
        """Close the file."""
        self.file.close()
