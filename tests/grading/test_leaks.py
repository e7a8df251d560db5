"""What students can get: no line of a solution, no hidden case, no mutant, in exercises and in the wheel."""

import subprocess
import sys
import zipfile

import nbformat
import pytest

from cnncourse.grading.derive import assignments
from cnncourse.grading.notebook import solution_notebook
from cnncourse.grading.scrub import SHORT, squeezed

OPEN = ("BEGIN SOLUTION", "END SOLUTION", "BEGIN HIDDEN", "END HIDDEN", "MARK SCHEME")


def secrets(root, name: str) -> set[str]:
    """The lines of hidden cases, solutions and model answers that say something and occur nowhere in the open."""
    closed, shown = set(), set()
    for cell in solution_notebook(root / "solutions" / name).cells:
        inside = model_answer = cell.metadata.get("nbgrader", {}).get("grade", False) and cell.cell_type == "markdown"
        for line in cell.source.splitlines():
            if any(mark in line for mark in OPEN):
                inside = "BEGIN" in line or model_answer
            elif len(squeezed(line)) >= SHORT:
                (closed if inside else shown).add(squeezed(line))
    return closed - shown


def test_no_solution_line_and_no_hidden_case_is_in_an_exercise(root):
    """Not one line of them, wherever in the exercise's files it might stand."""
    for name in assignments(root):
        lost = secrets(root, name)
        assert len(lost) > 50, "the test looks for something"
        for path in (root / "exercises" / name).rglob("*.ipynb"):
            cells = nbformat.read(path, as_version=4).cells
            lines = {squeezed(line) for cell in cells for line in cell.source.splitlines()}
            assert not lines & lost
            assert not any(mark in cell.source for cell in cells for mark in OPEN)


def test_exercises_hold_the_notebook_and_data_only(root):
    """Texts, cases, mutants, alternatives and databases stay with the instructor."""
    for path in (root / "exercises").rglob("*"):
        if path.is_file():
            assert path.suffix in (".ipynb", ".csv", ".npz", ".png", ".txt"), path
    names = {path.name for path in (root / "exercises").iterdir()}
    assert names == set(assignments(root))


@pytest.fixture(scope="module")
def wheel(root, tmp_path_factory) -> list[str]:
    """The names in the package's wheel, built from a copy of what git knows or would add."""
    copy = tmp_path_factory.mktemp("wheel")
    listed = ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"]
    names = subprocess.run(listed, cwd=root, capture_output=True, check=True).stdout.decode().split("\0")
    for name in filter(None, names):
        if (root / name).is_file() and not name.startswith(("book/", "tests/")):
            (copy / name).parent.mkdir(parents=True, exist_ok=True)
            (copy / name).write_bytes((root / name).read_bytes())
    build = "from setuptools.build_meta import build_wheel; print(build_wheel('.'))"
    subprocess.run([sys.executable, "-c", build], cwd=copy, check=True, capture_output=True)
    (path,) = copy.glob("*.whl")
    return zipfile.ZipFile(path).namelist()


def test_the_wheel_holds_the_package_and_no_solution(wheel):
    """A student who installs the package gets no solution text, no cases, no mutants and no gradebook."""
    folders = {name.split("/")[0] for name in wheel}
    assert {folder for folder in folders if not folder.endswith(".dist-info")} == {"cnncourse"}
    assert "cnncourse/grading/check.py" in wheel
    suffixes = {name.rpartition(".")[2] for name in wheel if ".dist-info/" not in name}
    assert suffixes <= {"py", "csv", "json", "css", "js", "html", "svg", "woff2"}
    assert not [name for name in wheel if any(word in name for word in ("mutants", "alternatives", "/cases/"))]
