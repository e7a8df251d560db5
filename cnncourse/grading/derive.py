"""From solution texts to solution notebooks and student exercises, by nbgrader's own generator.

The exercise is generated without a database, in a temporary folder, and moved into place when it is whole: with
submissions in the gradebook, `nbgrader generate_assignment --force` deletes the release first and then fails.
"""

import filecmp
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import nbformat

from cnncourse.grading.notebook import solution_notebook

SOURCES, RELEASES = "solutions", "exercises"


class DeriveError(RuntimeError):
    """The exercises are not what the solution texts make, or could not be made."""


def assignments(root: Path) -> list[str]:
    """The assignments of the course: the folders of `solutions/` that hold a text of their own name."""
    folders = sorted((root / SOURCES).iterdir()) if (root / SOURCES).is_dir() else []
    return [folder.name for folder in folders if (folder / f"{folder.name}.py").is_file()]


def write_solution_notebook(folder: Path, target: Path | None = None) -> Path:
    """Write the solution notebook of the assignment in `folder`, beside its text or to `target`.

    A file that already holds the same bytes is left alone.
    """
    path = target or folder / f"{folder.name}.ipynb"
    text = nbformat.writes(solution_notebook(folder)) + "\n"
    if not path.is_file() or path.read_text(encoding="utf-8") != text:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    return path


def write_solution_notebooks(root: Path) -> list[Path]:
    """The solution notebooks of all assignments, where nbgrader looks for its source: beside the texts."""
    return [write_solution_notebook(root / SOURCES / name) for name in assignments(root)]


def derive_exercises(root: Path, check: bool = False) -> list[Path]:
    """Make `exercises/` of the repository `root` from `solutions/`; returns the exercise notebooks.

    With `check`, change nothing and raise `DeriveError` that lists the files that differ from what the texts make.
    """
    names = assignments(root)
    if not names:
        raise DeriveError(f"{root / SOURCES}: no assignment (a folder that holds a text of its own name) in it")
    differences = []
    with _temporary_course(root) as made:
        for name in names:
            release = generate(root / SOURCES / name, made)
            different = compare(release, root / RELEASES / name)
            differences += different
            if different and not check:
                replace_folder(release, root / RELEASES / name)
    differences += _strangers(root, names, remove=not check)
    if check and differences:
        raise DeriveError(
            "exercises/ is not what solutions/ makes; run `cnncourse build exercises`:\n  " + "\n  ".join(differences)
        )
    return [root / RELEASES / name / f"{name}.ipynb" for name in names]


def generate(folder: Path, course: Path) -> Path:
    """Run nbgrader's generator over one assignment, in the course folder `course`; returns the release folder."""
    from nbgrader.converters import GenerateAssignment
    from nbgrader.converters.base import NbGraderException
    from nbgrader.coursedir import CourseDirectory
    from nbgrader.preprocessors import SaveCells
    from traitlets.config import Config

    from cnncourse.grading.settings import configure

    config = configure(Config())
    config.CourseDirectory.root = str(course)
    config.CourseDirectory.assignment_id = folder.name
    source = course / SOURCES / folder.name
    shutil.copytree(folder, source, ignore=shutil.ignore_patterns(*config.CourseDirectory.ignore, "*.ipynb"))
    write_solution_notebook(folder, source / f"{folder.name}.ipynb")
    converter = GenerateAssignment(coursedir=CourseDirectory(config=config), config=config)
    converter.no_database = True
    converter.preprocessors = [step for step in converter.preprocessors if step is not SaveCells]
    converter.log.setLevel("ERROR")
    try:
        converter.start()
    except NbGraderException as error:
        raise DeriveError(f"{folder}: nbgrader could not make the exercise: {error}") from error
    return course / RELEASES / folder.name


def compare(made: Path, present: Path) -> list[str]:
    """What differs between the two folders, one line a file."""
    names = {path.relative_to(base) for base in (made, present) for path in base.rglob("*") if path.is_file()}
    lines = []
    for name in sorted(names):
        where = f"{RELEASES}/{present.name}/{name.as_posix()}"
        if not (present / name).is_file():
            lines.append(f"{where} is missing")
        elif not (made / name).is_file():
            lines.append(f"{where} comes from no text")
        elif not filecmp.cmp(made / name, present / name, shallow=False):
            lines.append(f"{where} differs")
    return lines


def replace_folder(made: Path, target: Path) -> None:
    """Put the whole folder `made` in the place of `target`; both on one file system, so by renaming."""
    old = made.parent / f"{made.name}.old"
    target.parent.mkdir(exist_ok=True)
    if target.exists():
        target.rename(old)
    made.rename(target)


def _strangers(root: Path, names: list[str], *, remove: bool) -> list[str]:
    """Folders of `exercises/` that belong to no assignment any more; removed where asked."""
    folders = [path for path in (root / RELEASES).glob("*/") if path.is_dir() and path.name not in names]
    if remove:
        for folder in folders:
            shutil.rmtree(folder)
    return [f"{RELEASES}/{folder.name} comes from no text" for folder in folders]


@contextmanager
def _temporary_course(root: Path) -> Iterator[Path]:
    build = root / "build"
    build.mkdir(exist_ok=True)
    with tempfile.TemporaryDirectory(prefix="derive-", dir=build) as folder:
        yield Path(folder)
