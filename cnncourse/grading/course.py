"""What a course folder needs before any nbgrader command: its secret, its source notebooks, its submissions taken in.

`nbgrader_config.py` calls `prepare_course` each time it is read, so that a plain `nbgrader autograde` in a fresh clone,
and the formgrader's button, find what they look for.
"""

import os
import secrets
from pathlib import Path

from cnncourse.build_state import Stamp, hash_of_files
from cnncourse.grading.derive import SOURCES, assignments, write_solution_notebooks
from cnncourse.grading.intake import take_in
from cnncourse.grading.seeds import SECRET_VARIABLE

SECRET_FILE = ".cnncourse-secret"
MADE_FROM = [SOURCES, "cnncourse/grading", "cnncourse/layers_numpy", "cnncourse/shapes"]


def prepare_course(root: Path) -> None:
    """Make the course folder `root` ready for nbgrader: secret, solution notebooks, submissions taken in."""
    os.environ.setdefault(SECRET_VARIABLE, course_secret(root))
    write_stale_notebooks(root)
    for assignment in assignments(root):
        take_in(root / "submitted", assignment)


def course_secret(root: Path) -> str:
    """The course's secret, from its file, which is made on first use and which only its owner can read."""
    path = root / SECRET_FILE
    try:
        descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError:
        return path.read_text(encoding="utf-8").strip()
    with os.fdopen(descriptor, "w", encoding="utf-8") as file:
        secret = secrets.token_hex(32)
        file.write(secret + "\n")
    return secret


def write_stale_notebooks(root: Path) -> None:
    """Write the solution notebooks, unless nothing that they are made from has changed since."""
    notebooks = [root / SOURCES / name / f"{name}.ipynb" for name in assignments(root)]
    stamp = Stamp(root / "build" / "solutions.txt")
    state = notebooks_state(root)
    if not stamp.holds(state) or not all(path.is_file() for path in notebooks):
        write_solution_notebooks(root)
        stamp.set(state)


def notebooks_state(root: Path) -> str:
    """The state of everything that a solution notebook is made from; the notebooks themselves are left out."""
    places = [path.relative_to(root).as_posix() for place in MADE_FROM for path in sorted((root / place).rglob("*.py"))]
    return hash_of_files(root, places)
