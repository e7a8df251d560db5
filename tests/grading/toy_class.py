"""A small class in a course folder of its own: the assignment `toy`, and submissions made from cells' texts."""

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import nbformat
from nbgrader.api import Gradebook

from cnncourse.grading.derive import write_solution_notebook
from cnncourse.grading.nbgrader_run import run_nbgrader

NAME, SECRET = "toy", "the toy class's secret"
TEXT = '''\
# %% [markdown]
# # Toy

# %%
import numpy as np

# %% nbgrader={"grade_id": "double", "solution": true}
def double(x):
    """Twice x."""
    ### BEGIN SOLUTION
    return 2 * x
    ### END SOLUTION

# %% nbgrader={"grade_id": "pair", "solution": true}
def pair(x):
    """The sum of x, and what `unpair` needs to give x back."""
    ### BEGIN SOLUTION
    return x.sum(), {"x": x, "kept": object()}

def unpair(cache):
    return cache["x"]
    ### END SOLUTION

# %% nbgrader={"grade_id": "answer", "solution": true}
### BEGIN SOLUTION
answer = 6 * 7
### END SOLUTION
'''
CASES = {
    "double": """\
from cnncourse.grading import case, expect_close


@case("double", "of three", points=4, hint="Add it to itself.", visible=True)
def of_three(student, rng):
    expect_close(student.call("double", 3.0), 6.0)


@case("double", "of an array", points=6, hint="Arrays have a sum, too.")
def of_an_array(student, rng):
    x = rng.normal(size=(2, 3))
    expect_close(student.call("double", x), x + x, name="out")
""",
    "pair": """\
from cnncourse.grading import case, expect_close, expect_tuple


@case("pair", "the sum", points=4, hint="Add everything up.")
def the_sum(student, rng):
    x = rng.normal(size=5)
    total, _ = expect_tuple(student.call("pair", x), "(total, cache)")
    expect_close(total, x.sum())


@case("pair", "and back", points=6, hint="Keep x in the cache.")
def and_back(student, rng):
    x = rng.normal(size=5)
    _, cache = expect_tuple(student.call("pair", x), "(total, cache)")
    expect_close(student.call("unpair", cache), x)
""",
    "answer": """\
from cnncourse.grading import case, expect_equal


@case("answer", "the answer", points=5, hint="Ask a large computer.")
def the_answer(student, rng):
    expect_equal(student.read("answer"), 42)
""",
}
CONFIG = """\
from cnncourse.grading.settings import configure

c = configure(get_config(), cell_seconds={seconds})
if {boxed}:
    steps = c.Autograde.autograde_preprocessors
    c.Autograde.autograde_preprocessors = ["cnncourse.grading.execute.BoxedExecute", *steps[1:]]
c.Execute.interrupt_on_timeout = True
c.BoxedExecute.grace = 3.0
c.BoxedExecute.memory_mib = 400
c.BoxedExecute.disk_mib = 40
c.BoxedExecute.processes = 32
"""


def write_course(folder: Path, *, seconds: int = 20, boxed: bool = True) -> Path:
    """The course folder, with the assignment in its gradebook and its release, and no submission."""
    text = folder / "solutions" / NAME
    (text / "cases").mkdir(parents=True)
    (text / f"{NAME}.py").write_text(TEXT)
    for name, cases in CASES.items():
        (text / "cases" / f"{name}.py").write_text(cases)
    (folder / "nbgrader_config.py").write_text(CONFIG.format(seconds=seconds, boxed=boxed))
    write_solution_notebook(text)
    run_nbgrader(folder, "generate_assignment", NAME)
    return folder


def release(folder: Path) -> nbformat.NotebookNode:
    """The released notebook."""
    return nbformat.read(folder / "exercises" / NAME / f"{NAME}.ipynb", as_version=4)


def answered(folder: Path, answers: dict[str, str] | None = None, first: str = "", last: str = ""):
    """The released notebook with the solution's answers but for `answers`, between two cells of the student's own."""
    solution = nbformat.read(folder / "solutions" / NAME / f"{NAME}.ipynb", as_version=4)
    cells = [cell for cell in solution.cells if cell.metadata.get("nbgrader", {}).get("solution")]
    texts = {cell.metadata.nbgrader.grade_id: cell.source for cell in cells} | (answers or {})
    notebook = release(folder)
    for cell in notebook.cells:
        name = cell.metadata.get("nbgrader", {}).get("grade_id")
        cell.source = texts.get(name, cell.source)
    own = [nbformat.v4.new_code_cell(text) for text in (first, last)]
    notebook.cells = [notebook.cells[0], notebook.cells[1], own[0], *notebook.cells[2:], own[1]]
    return notebook


def hand_in(folder: Path, student: str, notebook) -> Path:
    """Write a submission: a notebook, or the bytes of a file in its place."""
    path = folder / "submitted" / student / NAME / f"{NAME}.ipynb"
    path.parent.mkdir(parents=True, exist_ok=True)
    if isinstance(notebook, bytes):
        path.write_bytes(notebook)
    else:
        path.write_text(nbformat.writes(notebook))
    return path


def grade(folder: Path, *options: str, check: bool = True, **environment: str) -> subprocess.CompletedProcess:
    """Run `cnncourse grade toy`; with `check`, it must not refuse."""
    return run_grade(folder, NAME, *options, check=check, **environment)


def run_grade(folder: Path, assignment: str, *options: str, check: bool = True, **environment: str):
    """Run `cnncourse grade` on an assignment."""
    words = command(*options, assignment=assignment)
    run = subprocess.run(words, cwd=folder, env=surroundings(**environment), capture_output=True, text=True)
    if check and run.returncode not in (0, 1):
        raise AssertionError(run.stdout + run.stderr)
    return run


def command(*options: str, assignment: str = NAME) -> list[str]:
    return [sys.executable, "-c", "from cnncourse.cli import main; main()", "grade", assignment, *options]


def surroundings(**more: str) -> dict[str, str]:
    return {**os.environ, "CNNCOURSE_SECRET": SECRET, "COLUMNS": "200", **more}


def plain_autograde(folder: Path) -> None:
    """nbgrader's own autograde, as the configuration says."""
    run_nbgrader(folder, "autograde", NAME, environment={"CNNCOURSE_SECRET": SECRET})


def statuses(folder: Path) -> dict[str, tuple[str, str]]:
    """Status and reason of each student, from the journal."""
    found = {}
    for line in (folder / ".cnncourse-grading" / f"{NAME}.jsonl").read_text().splitlines():
        told = json.loads(line)
        if told["event"] == "done":
            found[told["student"]] = (told["status"], told["reason"])
    return found


def points(folder: Path) -> dict[str, dict[str, float | None]]:
    """The points of each student, by question, as the gradebook has them."""
    found: dict[str, dict[str, float | None]] = {}
    with Gradebook(f"sqlite:///{folder / 'gradebook.db'}") as gradebook:
        for submission in gradebook.assignment_submissions(NAME):
            grades = [grade for notebook in submission.notebooks for grade in notebook.grades]
            found[submission.student.id] = {grade.name.removeprefix("test_"): grade.auto_score for grade in grades}
    return found


def comments(folder: Path, student: str) -> str:
    """All comments on a student's answers."""
    with Gradebook(f"sqlite:///{folder / 'gradebook.db'}") as gradebook:
        submission = gradebook.find_submission(NAME, student)
        found = [comment.comment for notebook in submission.notebooks for comment in notebook.comments]
    return "\n".join(text for text in found if text)


def copy_course(source: Path, target: Path) -> Path:
    """Another course folder just like it."""
    return Path(shutil.copytree(source, target, symlinks=True))
