"""What goes into a submission's box: the files handed in, and the packages that the assignment uses."""

import json
import os
import stat
from pathlib import Path

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
            return notebook_profile(path)
    return profile_of([])


def notebook_profile(path: Path) -> Profile:
    """The box for one of the instructor's notebooks. What test cells import, the student has no need of."""
    cells = json.loads(path.read_text(encoding="utf-8"))["cells"]
    code = [cell for cell in cells if cell["cell_type"] == "code"]
    return profile_of(["".join(cell["source"]) for cell in code if not _is_test(cell["metadata"].get("nbgrader", {}))])


def _is_test(role: dict) -> bool:
    return bool(role.get("grade")) and not role.get("solution")
