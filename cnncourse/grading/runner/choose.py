"""Which submissions are to be graded now, and what each of them was made of."""

import hashlib
import os
import stat
from pathlib import Path

from cnncourse.grading.runner.journal import Journal
from cnncourse.grading.runner.options import Options

PART = 1 << 20


def submitted(coursedir, assignment: str) -> list[str]:
    """The students whose folder for the assignment holds its notebook, in order."""
    pattern = Path(coursedir.format_path(coursedir.submitted_directory, "*", assignment))
    base, tail = str(pattern).split("*", 1)
    found = (
        [path.name for path in sorted(Path(base).iterdir()) if Path(f"{path}{tail}").is_dir()]
        if Path(base).is_dir()
        else []
    )
    excluded = set(filter(None, coursedir.student_id_exclude.split(",")))
    return [
        name for name in found if Path(f"{base}{name}{tail}", f"{assignment}.ipynb").exists() and name not in excluded
    ]


def digest(folder: Path, sources: dict[str, str]) -> str:
    """What a grade is made of: every file handed in, and the assignment's own cells."""
    total = hashlib.sha256()
    for name in sorted(sources):
        total.update(f"{name}\0{sources[name]}\0".encode())
    for base, folders, names in os.walk(folder, followlinks=False):
        folders.sort()
        for name in sorted(names):
            path = Path(base, name)
            total.update(os.fsencode(path.relative_to(folder)) + b"\0")
            if stat.S_ISREG(path.lstat().st_mode):
                with path.open("rb") as file:
                    while part := file.read(PART):
                        total.update(part)
    return total.hexdigest()


def due(student: str, coursedir, journal: Journal, options: Options, now: str) -> bool:
    """Whether a submission is to be graded: never finished, handed in anew, forced, or (if asked for) changed."""
    if options.force or student in journal.begun:
        return True
    target = Path(coursedir.format_path(coursedir.autograded_directory, student, options.assignment))
    entry = journal.entries.get(student)
    if not target.is_dir() or (entry is None and not finished_by_nbgrader(target, options.assignment)):
        return True
    source = coursedir.format_path(coursedir.submitted_directory, student, options.assignment)
    new, old = coursedir.get_existing_timestamp(source), coursedir.get_existing_timestamp(str(target))
    if new is not None and (old is None or new > old):
        return True
    return options.regrade_changed and (entry is None or entry.digest != now)


def finished_by_nbgrader(folder: Path, assignment: str) -> bool:
    """Whether nbgrader's own autograde came to its end here: its last step takes the rights to write away."""
    notebook = folder / f"{assignment}.ipynb"
    return notebook.is_file() and not notebook.stat().st_mode & 0o222
