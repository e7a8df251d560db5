"""The honest bank: every solution, mutant and alternative of every assignment, and the stub, graded both ways."""

import shutil
from pathlib import Path

import nbformat
import pytest
from toy_class import SECRET, run_grade

from cnncourse.grading.answers import load_answers
from cnncourse.grading.derive import assignments, write_solution_notebook
from cnncourse.grading.gradebook_rows import different, gradebook_rows
from cnncourse.grading.nbgrader_run import run_nbgrader

CONFIG = """\
from cnncourse.grading.settings import configure

c = configure(get_config(), cell_seconds=60)
c.Autograde.autograde_preprocessors = ["{execute}", *c.Autograde.autograde_preprocessors[1:]]
"""
PLAIN, BOXED = "nbgrader.preprocessors.Execute", "cnncourse.grading.execute.BoxedExecute"
ROOT = Path(__file__).resolve().parents[3]


def write_bank(course: Path, name: str) -> int:
    """A course folder with the assignment, and as many submissions as it takes for every answer to occur."""
    text = ROOT / "solutions" / name
    (course / "nbgrader_config.py").write_text(CONFIG.format(execute=PLAIN))
    write_solution_notebook(text, course / "solutions" / name / f"{name}.ipynb")
    run_nbgrader(course, "generate_assignment", name, environment={"CNNCOURSE_SECRET": SECRET})
    answers = {function: list(bank.values()) for function, bank in load_answers(text).items()}
    count = max(len(bank) for bank in answers.values())
    released = nbformat.read(course / "exercises" / name / f"{name}.ipynb", as_version=4)
    hand_in(course, name, "stub", released)
    for number in range(count):
        for cell in released.cells:
            function = cell.metadata.get("nbgrader", {}).get("grade_id")
            if function in answers:
                cell.source = answers[function][number % len(answers[function])].source
        hand_in(course, name, f"student{number:02}", released)
    return count + 1


def hand_in(course: Path, name: str, student: str, notebook) -> None:
    folder = course / "submitted" / student / name
    folder.mkdir(parents=True)
    nbformat.write(notebook, folder / f"{name}.ipynb")


@pytest.mark.parametrize("name", assignments(ROOT))
def test_the_whole_bank_gets_the_same_rows(tmp_path, name, handed_in):
    """Plain nbgrader and `cnncourse grade` agree on every grade and every comment."""
    plain = tmp_path / "plain"
    plain.mkdir()
    count = write_bank(plain, name)
    boxed = Path(shutil.copytree(plain, tmp_path / "boxed"))
    (boxed / "nbgrader_config.py").write_text(CONFIG.format(execute=BOXED))
    run_nbgrader(plain, "autograde", name, environment={"CNNCOURSE_SECRET": SECRET})
    run_grade(boxed, name)
    rows = [gradebook_rows(f"sqlite:///{course / 'gradebook.db'}", name) for course in (plain, boxed)]
    assert different(*rows) == []
    assert sum(key[0] == "submission" for key in rows[0]) == count
