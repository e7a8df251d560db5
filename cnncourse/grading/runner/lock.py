"""One grader for each course: two would be two writers of one gradebook."""

import fcntl
import json
import os
import socket
import time
from pathlib import Path
from types import TracebackType


class Locked(RuntimeError):
    """Another grader is at work; the message says which."""


class GraderLock:
    """A lock that the kernel gives back when its holder ends, however it ends; the workers that it forks have no part
    in it."""

    def __init__(self, path: Path) -> None:
        self.path = path

    def __enter__(self) -> "GraderLock":
        self.path.parent.mkdir(parents=True, exist_ok=True)
        self.file = self.path.open("a+", encoding="utf-8")
        try:
            fcntl.lockf(self.file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except (BlockingIOError, PermissionError):
            self.file.seek(0)
            text = self.file.read()
            self.file.close()
            raise Locked(f"another grader is at work on this course ({_who(text)}); wait for it, or stop it") from None
        self.file.truncate(0)
        me = {"pid": os.getpid(), "host": socket.gethostname(), "since": time.strftime("%H:%M:%S")}
        self.file.write(json.dumps(me))
        self.file.flush()
        return self

    def __exit__(self, kind: type | None, value: BaseException | None, trace: TracebackType | None) -> None:
        self.file.truncate(0)
        self.file.close()


def _who(text: str) -> str:
    try:
        told = json.loads(text)
        return f"process {told['pid']} on {told['host']}, since {told['since']}"
    except (ValueError, KeyError, TypeError):
        return "it has not said who it is"
