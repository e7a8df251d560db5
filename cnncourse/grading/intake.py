"""Take in what was handed in: every folder of `submitted/` gets the one notebook that nbgrader looks for.

A folder without it is passed over by nbgrader in silence, and its student has no grade and no reason. A notebook
under another name is copied; where there is none, an empty one is written that says so. Links are removed, for
nbgrader would copy what they point to. Nothing else that was handed in is changed.
"""

import json
import logging
import os
import shutil
from pathlib import Path

ARCHIVES = (".zip", ".tar", ".gz", ".tgz", ".bz2", ".xz", ".7z", ".rar")
log = logging.getLogger(__name__)


def take_in(submitted: Path, assignment: str) -> list[str]:
    """Take in every student's folder for the assignment; returns what was done, one line each."""
    if not submitted.is_dir():
        return []
    said = _rename_unreadable(submitted, deep=False)
    for student in sorted(submitted.iterdir()):
        folder = student / assignment
        if folder.is_dir() and not folder.is_symlink() and os.access(folder, os.W_OK):
            said += [f"{student.name}: {line}" for line in take_in_folder(folder)]
    for line in said:
        log.warning("%s", line)
    return said


def take_in_folder(folder: Path) -> list[str]:
    """Take in one student's folder; returns what was done."""
    said = [*_remove_links(folder), *_rename_unreadable(folder)]
    wanted = folder / f"{folder.name}.ipynb"
    if wanted.is_file():
        return said
    if wanted.is_dir():
        wanted.rename(_free(folder / f"{wanted.name}.folder"))
    notebooks = [path for path in sorted(folder.iterdir()) if path.suffix.lower() == ".ipynb" and path.is_file()]
    if len(notebooks) == 1:
        shutil.copyfile(notebooks[0], wanted)
        return [*said, f"{notebooks[0].name} is graded as {wanted.name}"]
    others = [path.name for path in sorted(folder.iterdir()) if path.name != "timestamp.txt"]
    found = f"There were: {', '.join(others)[:300]}." if others else "The folder was empty."
    if any(name.lower().endswith(ARCHIVES) for name in others):
        found += " Archives are not opened: hand in the .ipynb file itself."
    problem = f"No notebook {wanted.name} was handed in. {found}"
    empty = {"cells": [], "metadata": {"cnncourse": {"intake": problem}}, "nbformat": 4, "nbformat_minor": 5}
    wanted.write_text(json.dumps(empty, indent=1), encoding="utf-8")
    return [*said, problem]


def _remove_links(folder: Path) -> list[str]:
    links = [path for path in sorted(folder.rglob("*")) if path.is_symlink()]
    for link in links:
        link.unlink()
    return [f"removed the link {_readable(link.name)}" for link in links]


def _rename_unreadable(folder: Path, *, deep: bool = True) -> list[str]:
    """Names that are no UTF-8 get one that is: nbgrader can neither log nor record them."""
    paths = sorted(folder.rglob("*") if deep else folder.iterdir())
    strange = [path for path in paths if path.name != _readable(path.name)]
    for path in reversed(strange):  # what is inside a folder before the folder
        path.rename(_free(path.with_name(_readable(path.name))))
    return [f"renamed {_readable(path.name)}" for path in strange]


def _free(path: Path) -> Path:
    """The path, or one with more underscores where there is such a file already: nothing is overwritten."""
    while path.exists():
        path = path.with_name(f"{path.name}_")
    return path


def _readable(name: str) -> str:
    data = name.encode("utf-8", errors="surrogateescape")
    text = data.decode("utf-8", errors="backslashreplace")
    return name if text == name else text.replace("\\", "_")
