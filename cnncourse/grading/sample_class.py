"""A class of 24 students in `build/class/`: their submissions, graded by nbgrader, with feedback. No course data.

A course folder of its own, thrown away and made anew when anything that it is made from has changed. What each
student must score follows from the declarations of the answers, and stands in `expected.json` beside the gradebook.
"""

import json
import shutil
from collections.abc import Callable
from pathlib import Path

import nbformat
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn

from cnncourse.build_state import Stamp, hash_of_files
from cnncourse.grading.answers import Answer, load_answers
from cnncourse.grading.course import notebooks_state
from cnncourse.grading.derive import RELEASES, SOURCES, derive_exercises, write_solution_notebook
from cnncourse.grading.late_policy import LatePolicy
from cnncourse.grading.nbgrader_run import run_nbgrader
from cnncourse.grading.sample_submissions import DUE, write_submission
from cnncourse.grading.sample_table import Student, read_table
from cnncourse.grading.seeds import SECRET_VARIABLE

ASSIGNMENT = "ps3-volumes"
CLASS = Path("build/class")
SECRET = "the sample class has no secrets"
HOURS_LATE = 26.0
ITEMS = "items.html"
WITHOUT_BOX = "Grading without a box."  # what the log says of each submission then
CONFIG = '''"""The sample class: the course's own settings, and its submissions taken in."""

from pathlib import Path

from cnncourse.grading.intake import take_in
from cnncourse.grading.settings import configure

c = configure(get_config(), cell_seconds=10, boxed=True)
c.BoxedExecute.unsandboxed = True  # every text in this class is the course's own
take_in(Path("submitted"), "{assignment}")
'''
MADE_FROM = [RELEASES, "cnncourse/grading", "requirements.lock"]


def build_class(root: Path) -> Path:
    """Make, grade and comment the sample class of the repository `root`; returns its folder.

    With nothing changed since the last whole run, returns at once.
    """
    root = root.resolve()
    course = root / CLASS
    stamp = Stamp(course / "state.txt")
    derive_exercises(root)
    state = notebooks_state(root) + hash_of_files(root, MADE_FROM)
    if stamp.holds(state):
        print("The sample class is up to date.")
        return course
    if course.exists():
        shutil.rmtree(course)
    answers, students = start_course(root, course)
    with _progress() as progress:
        grade(course, students, lambda what: _step(progress, what, len(students)))
    write_expected(course, students, answers)
    stamp.set(state)
    return course


def start_course(root: Path, course: Path) -> tuple[dict[str, dict[str, Answer]], list[Student]]:
    """The course folder with its configuration, source, release and submissions; and who is in it."""
    folder = root / SOURCES / ASSIGNMENT
    released = root / RELEASES / ASSIGNMENT
    source = course / SOURCES / ASSIGNMENT
    shutil.copytree(released, source, ignore=shutil.ignore_patterns("*.ipynb"))  # data that the notebook reads
    notebook = write_solution_notebook(folder, source / f"{ASSIGNMENT}.ipynb")
    (course / "nbgrader_config.py").write_text(CONFIG.format(assignment=ASSIGNMENT), encoding="utf-8")
    answers = load_answers(folder)
    students = read_table(answers, written_questions(notebook))
    exercise = nbformat.read(released / f"{ASSIGNMENT}.ipynb", as_version=4)
    for student in students:
        write_submission(course, ASSIGNMENT, student, answers, exercise)
    return answers, students


def written_questions(notebook: Path) -> list[str]:
    """The questions of the solution notebook that a person grades."""
    cells = nbformat.read(notebook, as_version=4).cells
    about = [cell.metadata.get("nbgrader", {}) for cell in cells]
    return [item["grade_id"] for item in about if item.get("grade") and item.get("solution")]


def grade(course: Path, students: list[Student], step: Callable[[str], Callable[[str], None]]) -> None:
    """Release, autograde, grade by hand what a person grades, write feedback and item analysis: nbgrader's commands."""
    environment = {SECRET_VARIABLE: SECRET}
    run_nbgrader(course, "generate_assignment", ASSIGNMENT, environment=environment)
    with _gradebook(course) as gradebook:
        gradebook.update_or_create_assignment(ASSIGNMENT, duedate=DUE)
    log = run_nbgrader(course, "autograde", ASSIGNMENT, environment=environment, on_student=step("grading"))
    if WITHOUT_BOX in log:
        print("Graded without a box, for none can be built here (package bubblewrap). Every text was the course's own.")
    with _gradebook(course) as gradebook:
        for student in students:
            _grade_by_hand(gradebook, student)
    run_nbgrader(course, "generate_feedback", ASSIGNMENT, environment=environment, on_student=step("feedback"))
    exporter = "cnncourse.grading.item_analysis.ItemAnalysisExport"
    run_nbgrader(course, "export", f"--exporter={exporter}", "--to", ITEMS, environment=environment)


def _gradebook(course: Path):
    from nbgrader.api import Gradebook

    return Gradebook(f"sqlite:///{course / 'gradebook.db'}")


def _grade_by_hand(gradebook, student: Student) -> None:
    """What a person would enter for the written questions that were answered."""
    for question, points in student.written.items():
        grade = gradebook.find_grade(question, ASSIGNMENT, ASSIGNMENT, student.id)
        if grade.needs_manual_grade:
            grade.manual_score, grade.needs_manual_grade = points, False
    gradebook.db.commit()


def write_expected(course: Path, students: list[Student], answers: dict[str, dict[str, Answer]]) -> None:
    """Write what each student must score, question by question, with the points that lateness costs."""
    expected = {}
    for student in students:
        points = student.expected(answers)
        machine = sum(value for question, value in points.items() if question not in student.written)
        late = student.state == "late"  # counted when the machine grades, before a person does
        penalty = LatePolicy().late_submission_penalty(student.id, machine, HOURS_LATE * 3600) if late else 0.0
        expected[student.id] = {"points": points, "penalty": penalty or 0.0, "state": student.state}
    (course / "expected.json").write_text(json.dumps(expected, indent=1) + "\n", encoding="utf-8")


def _progress() -> Progress:
    return Progress(TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeElapsedColumn())


def _step(progress: Progress, what: str, total: int) -> Callable[[str], None]:
    """A bar for one step; the function it returns is called when a student is begun."""
    bar = progress.add_task(f"The sample class: {what}", total=total)
    seen: set[str] = set()

    def begin(student: str) -> None:
        seen.add(student)
        progress.update(bar, completed=len(seen), description=f"The sample class: {what} {student}")

    return begin
