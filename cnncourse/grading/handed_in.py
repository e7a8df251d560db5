"""What goes into a submission's box: the files handed in, and the packages that the assignment uses."""

import os
import stat
from pathlib import Path

import nbformat

from cnncourse.grading.box.packages import Profile, profile_of

NOT_SENT = (".ipynb",)


def handed_in_files(folder: Path, limit: int) -> dict[str, bytes]:
    """The plain files of a grading folder but for notebooks. No link is followed; what exceeds `limit` stays out."""
    files: dict[str, bytes] = {}
    left = limit // 2
    for base, folders, names in os.walk(folder, followlinks=False):
        folders[:] = sorted(name for name in folders if not name.startswith("."))
        for name in sorted(names):
            path = Path(base, name)
            about = path.lstat()
            if not stat.S_ISREG(about.st_mode) or path.suffix in NOT_SENT or about.st_size > left:
                continue
            left -= about.st_size
            files[str(path.relative_to(folder))] = path.read_bytes()
    return files


def assignment_profile(coursedir, names: dict) -> Profile:
    """The box for an assignment, from the instructor's own notebook: the release, else the source, else NumPy alone.

    Args:
        coursedir: nbgrader's `CourseDirectory`, or None.
        names: nbgrader's resources: `assignment` and `notebook`.
    """
    folders = () if coursedir is None else (coursedir.release_directory, coursedir.source_directory)
    for folder in folders:
        path = Path(coursedir.format_path(folder, ".", names["assignment"]), f"{names['notebook']}.ipynb")
        if path.is_file():
            return profile_of(untested_sources(nbformat.read(path, as_version=4)))
    return profile_of([])


def untested_sources(notebook: nbformat.NotebookNode) -> list[str]:
    """The code cells but for the test cells: what these import, the student has no need of."""
    cells = [cell for cell in notebook.cells if cell.cell_type == "code"]
    return [cell.source for cell in cells if not _is_test(cell.metadata.get("nbgrader", {}))]


def _is_test(role: dict) -> bool:
    return bool(role.get("grade")) and not role.get("solution")
