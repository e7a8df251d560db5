"""What a box holds: the packages an assignment uses, what they need, and the course's own files; nothing else.

An assignment about NumPy does not name torch or scipy, so its box has neither, and no `cnncourse.layers_numpy` either:
the answer is not there to be imported.
"""

import ast
import importlib.metadata
import re
import sys
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from packaging.markers import default_environment
from packaging.requirements import Requirement

ALWAYS = ("numpy", "ipykernel")
COMPANIONS = ("matplotlib", "pandas", "rich", "tqdm", "ipywidgets")  # what students reach for, where it is installed
ANSWERS = {"torch", "scipy", "tensorflow", "keras", "jax", "cupy", "scikit-image", "opencv-python", "mxnet"}
LEFT_OUT = {"debugpy"}  # half a second to import, and no use without a debugger at the other end
SLOW = {  # what the first use of a module imports, in seconds: better once, in the warm process
    "torch": "torch._dynamo",
    "matplotlib.pyplot": "matplotlib_inline.backend_inline",
}
COURSE = "cnncourse"
OWN = ("__init__.py", "grading")  # of the course's package: what a notebook's cells and the box itself import


@dataclass(frozen=True)
class Profile:
    """What a box imports before any submission, and the distributions it holds. Equal profiles share a box."""

    preload: tuple[str, ...] = ("numpy",)
    distributions: tuple[str, ...] = ALWAYS
    course_modules: tuple[str, ...] = ()


def imported_names(source: str) -> list[str]:
    """The modules that a text of Python imports, dotted, in order; magics and broken cells count as nothing."""
    lines = [line for line in source.splitlines() if not line.lstrip().startswith(("%", "!"))]
    try:
        tree = ast.parse("\n".join(lines))
    except (SyntaxError, ValueError):
        return []
    names: list[str] = []
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            names += [alias.name for alias in node.names]
        elif isinstance(node, ast.ImportFrom) and node.module and node.level == 0:
            names += [node.module, *(f"{node.module}.{alias.name}" for alias in node.names)]
    return list(dict.fromkeys(names))


def profile_of(sources: list[str], extra: tuple[str, ...] = ()) -> Profile:
    """The box for a notebook whose cells (the instructor's) are `sources`."""
    wanted = imported_names("\n\n".join(sources)) if sources else []
    if not wanted:
        wanted = [name for source in sources for name in imported_names(source)]
    modules = course_closure([name for name in wanted if name.split(".")[0] == COURSE])
    for module in modules:
        wanted += imported_names((course_folder().parent / module).read_text())
    tops = {top: owners(top) for top in dict.fromkeys(name.split(".")[0] for name in [*wanted, *extra])}
    third = [name for name in [*wanted, *extra] if tops[name.split(".")[0]]]
    found = sorted({owner for names in tops.values() for owner in names})
    for reason, slow in SLOW.items():
        third += [slow] if reason in third else []
    beside = [name for name in COMPANIONS if not ANSWERS & installed((name,)).keys()]
    held = dict.fromkeys((*ALWAYS, *found, *beside))
    return Profile(tuple(dict.fromkeys(("numpy", *third))), tuple(held), tuple(modules))


@cache
def owners(top: str) -> tuple[str, ...]:
    """The distributions that a top-level module belongs to: none for the standard library and the course's own."""
    if top == COURSE or top in sys.stdlib_module_names:
        return ()
    try:
        return (importlib.metadata.distribution(top).metadata["Name"],)
    except importlib.metadata.PackageNotFoundError:  # sklearn is in scikit-learn; to learn that takes half a second
        return tuple(importlib.metadata.packages_distributions().get(top, ()))


def course_folder() -> Path:
    """Where the course's package lies."""
    return Path(__file__).resolve().parents[2]


def course_closure(names: list[str]) -> list[str]:
    """The course's modules that `names` need, as paths beside the package's folder: `cnncourse/data/digits.py`."""
    found: list[str] = []
    for name in names:
        for path in _course_files(name):
            if path not in found:
                found.append(path)
                names += imported_names((course_folder().parent / path).read_text())
    return [path for path in found if not path.startswith(f"{COURSE}/grading/")]


def _course_files(name: str) -> list[str]:
    """The files that an import of one dotted name reads, the packages on its way too."""
    parts = name.split(".")
    if parts[0] != COURSE:
        return []
    found = []
    for end in range(1, len(parts) + 1):
        base = "/".join(parts[:end])
        for candidate in (f"{base}/__init__.py", f"{base}.py"):
            if (course_folder().parent / candidate).is_file():
                found.append(candidate)
    return found


def installed(roots: tuple[str, ...]) -> dict[str, importlib.metadata.Distribution]:
    """The installed distributions named, and what they need to be installed, without extras but those asked for."""
    found: dict[str, importlib.metadata.Distribution] = {}
    waiting = [(root, frozenset[str]()) for root in roots]
    seen = set()
    while waiting:
        name, extras = waiting.pop()
        key = re.sub(r"[-_.]+", "-", name).lower()
        if (key, extras) in seen or key in LEFT_OUT:
            continue
        seen.add((key, extras))
        distribution = _distribution(name)
        if distribution is None:
            continue
        found[key] = distribution
        for requirement in _requirements(name):
            if _applies(requirement, extras):
                waiting.append((requirement.name, frozenset(requirement.extras)))
    return found


@cache
def _distribution(name: str) -> importlib.metadata.Distribution | None:
    try:
        return importlib.metadata.distribution(name)
    except importlib.metadata.PackageNotFoundError:
        return None


@cache
def _requirements(name: str) -> tuple[Requirement, ...]:
    distribution = _distribution(name)
    return tuple(Requirement(text) for text in (distribution and distribution.requires) or ())


def _applies(requirement: Requirement, extras: frozenset[str]) -> bool:
    marker = requirement.marker
    if marker is None:
        return True
    return any(marker.evaluate({**_environment(), "extra": extra}) for extra in ("", *extras))


@cache
def _environment() -> dict[str, Any]:
    return dict(default_environment())


@cache
def site_entries(roots: tuple[str, ...]) -> tuple[Path, ...]:
    """The files and folders of site-packages that the distributions own, top level only."""
    entries: set[Path] = set()
    for distribution in installed(roots).values():
        base = Path(str(distribution.locate_file(""))).resolve()
        entries |= {base / name for name in _top_level(distribution) - {"", "..", "__pycache__", "bin", "share"}}
    return tuple(sorted(entry for entry in entries if entry.exists()))


def _top_level(distribution: importlib.metadata.Distribution) -> set[str]:
    """The first part of the path of each of its files. Its RECORD has tens of thousands of lines; to make a path of
    every one takes longer than all else that is done before a box starts."""
    record = distribution.read_text("RECORD")
    if record is None:
        return {file.parts[0] for file in distribution.files or [] if file.parts}
    return {line.partition(",")[0].strip('"').partition("/")[0] for line in record.splitlines()}


def course_paths(modules: tuple[str, ...]) -> list[Path]:
    """The course's own files in a box: its grading side, and the modules asked for with what lies beside packages."""
    folder = course_folder()
    paths = [folder / name for name in OWN]
    paths += [folder.parent / module for module in modules]
    for package in {folder.parent / module for module in modules if module.endswith("__init__.py")}:
        if package.parent != folder:
            paths += [path for path in package.parent.iterdir() if path.suffix not in (".py", "") and path.is_file()]
    return sorted(set(paths))


def standard_library_sites() -> list[Path]:
    """Folders of installed packages inside the interpreter's own tree, which the box empties before it fills them."""
    version = f"python{sys.version_info.major}.{sys.version_info.minor}"
    base = Path(sys.base_prefix).resolve()
    candidates = [base / "lib" / version / "site-packages", base / "lib" / "python3" / "dist-packages"]
    return [path for path in [*candidates, base / "local" / "lib" / version / "dist-packages"] if path.is_dir()]
