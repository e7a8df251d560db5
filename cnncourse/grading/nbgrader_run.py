"""Run an nbgrader command in a course folder, as a user would, and watch its log for how far it is."""

import os
import re
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

CONVERTING = re.compile(r"(?:Sanitizing|Converting notebook) .*/(?P<student>[^/]+)/[^/]+/[^/]+\.ipynb")


class NbgraderError(RuntimeError):
    """An nbgrader command that failed; the message holds the end of its log."""


def run_nbgrader(
    course: Path,
    *arguments: str,
    environment: dict[str, str] | None = None,
    on_student: Callable[[str], None] = lambda student: None,
) -> str:
    """Run `nbgrader ARGUMENTS` in the folder `course`; `on_student` is called when a student's notebook is begun.

    Returns the log, which is also added to `course/nbgrader.log`. Raises `NbgraderError` when it fails.
    """
    command = [sys.executable, "-m", "nbgrader", *arguments]
    lines = []
    with (
        (course / "nbgrader.log").open("a", encoding="utf-8") as log,
        subprocess.Popen(
            command,
            cwd=course,
            env={**os.environ, **(environment or {})},
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            stdin=subprocess.DEVNULL,
            text=True,
            errors="replace",
        ) as process,
    ):
        assert process.stdout is not None
        for line in process.stdout:
            log.write(line)
            lines.append(line)
            match = CONVERTING.search(line)
            if match:
                on_student(match["student"])
    if process.returncode != 0:
        raise NbgraderError(f"nbgrader {' '.join(arguments)} failed:\n{''.join(lines[-15:])}")
    return "".join(lines)
