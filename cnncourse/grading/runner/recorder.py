"""The one process that owns the gradebook: takes submissions through nbgrader's own steps, all but the execution.

`take(student)` sanitizes a submission and makes it a task; `record(done)` takes the outputs back and lets nbgrader's
preprocessors write the grade. Between the two nothing is kept in the gradebook.
"""

import os
import shutil
from dataclasses import dataclass
from pathlib import Path

import nbformat
from nbconvert.exporters.exporter import ResourcesDict
from nbconvert.writers import FilesWriter
from nbgrader.api import Gradebook
from nbgrader.converters import Autograde
from nbgrader.preprocessors import Execute
from nbgrader.utils import find_all_files, setenv
from traitlets.config import Config
from traitlets.utils.importstring import import_item

from cnncourse.grading.execute import LANGUAGE, BoxedExecute
from cnncourse.grading.handed_in import assignment_profile, handed_in_files
from cnncourse.grading.judge import seed_for
from cnncourse.grading.known_cells import KnownCell, known_cells
from cnncourse.grading.notebook_run import Terms, note_trouble, tests_and_seeds
from cnncourse.grading.repair import Repair
from cnncourse.grading.runner.one_transaction import SharedGradebook
from cnncourse.grading.runner.schema_once import schema_checked_once
from cnncourse.grading.runner.task import Done, Task


@dataclass
class Taken:
    """A submission between `take` and `record`."""

    nb: nbformat.NotebookNode
    source: str
    resources: ResourcesDict


class Recorder:
    """nbgrader's `Autograde`, taken apart at the place where a notebook is executed."""

    def __init__(self, coursedir, config: Config, *, secret: str, sandboxed: bool = True) -> None:
        config = Config(config)
        config.Exporter.optimistic_validation = True  # once for each pass, not after each of its steps
        self.coursedir, self.secret, self.sandboxed = coursedir, secret, sandboxed
        self.assignment = coursedir.assignment_id
        self.converter = Autograde(coursedir=coursedir, config=config)
        self.converter.force = True  # what is to be graded has been decided
        self.converter.writer = FilesWriter(parent=self.converter, config=self.converter.config)
        exporter = self.converter.exporter_class(parent=self.converter, config=self.converter.config)
        self.converter.exporter = exporter
        self.steps = self._split([_item(step) for step in self.converter.autograde_preprocessors])
        self.execute = BoxedExecute(parent=exporter)
        self.gradebook = SharedGradebook(coursedir.db_url, coursedir.course_id)
        self.names = {"assignment": self.assignment, "notebook": self.assignment, "db_url": coursedir.db_url}
        self.profile = assignment_profile(coursedir, self.names)
        self.known = self._known_cells()
        self.sources = {name: cell.source for name, cell in self.known.items()}
        self.taken: dict[str, Taken] = {}

    @staticmethod
    def _split(steps: list) -> list:
        """The steps after the execution, which must be the first."""
        if not steps or not (isinstance(steps[0], type) and issubclass(steps[0], Execute)):
            raise ValueError(
                "the first of c.Autograde.autograde_preprocessors must be nbgrader's Execute or BoxedExecute"
            )
        return steps[1:]

    def _known_cells(self) -> dict[str, KnownCell]:
        """What the gradebook knows of each cell, by grade_id."""
        with Gradebook(self.coursedir.db_url, self.coursedir.course_id) as gradebook:
            notebooks = gradebook.find_assignment(self.assignment).notebooks
            if [notebook.name for notebook in notebooks] != [self.assignment]:
                raise ValueError(f"assignment {self.assignment} must have one notebook, of its own name")
            return known_cells(notebooks[0])

    def take(self, student: str) -> Task:
        """Sanitize one submission and make it a task. The gradebook stays as it is until `record`."""
        converter = self.converter
        path = str(Path(converter._format_source(self.assignment, student), f"{self.assignment}.ipynb"))
        with self.gradebook.submission(keep=False), schema_checked_once():
            self._destination(student, [path])
            self._copy_files(student)
            converter._sanitizing = True
            converter._init_preprocessors()
            for step in converter.exporter._preprocessors:
                if isinstance(step, Repair):
                    step.known = self.known
            resources = converter.init_single_notebook_resources(path)
            text, _ = converter.exporter.from_filename(path, resources=resources)
        return self._task(student, text)

    def _destination(self, student: str, notebooks: list[str]) -> None:
        """An empty grading folder, and the converter told what is in it."""
        folder = Path(self.converter._format_dest(self.assignment, student))
        if folder.exists():
            shutil.rmtree(folder)
        self.converter.notebooks = notebooks

    def _copy_files(self, student: str) -> None:
        """The files beside the notebook: the student's, and over them the course's."""
        target = Path(self.converter._format_dest(self.assignment, student))
        sources = (self.converter._format_source(self.assignment, student), self._course_folder())
        target.mkdir(parents=True, exist_ok=True)
        for source in sources:
            for name in find_all_files(source, [*self.coursedir.ignore, "*.ipynb"]):
                copy = target / os.path.relpath(name, source)
                copy.parent.mkdir(parents=True, exist_ok=True)
                shutil.copy(name, copy)

    def _course_folder(self) -> str:
        return self.coursedir.format_path(self.coursedir.source_directory, ".", self.assignment)

    def _task(self, student: str, text: str) -> Task:
        folder = Path(self.converter._format_dest(self.assignment, student))
        written = str(folder / f"{self.assignment}.ipynb")
        resources = self._resources(student, folder)
        self.taken[student] = Taken(nbformat.v4.reads(text), written, resources)
        limits = self.execute.limits()
        tests, seeds = tests_and_seeds(
            self.sources, lambda function: seed_for(self.secret, self.assignment, function, student)
        )
        execute = self.execute
        terms = Terms(tests, seeds, limits.cell_seconds, execute.error_on_timeout, execute.skip_cells_with_tag)
        files = handed_in_files(folder, limits.disk)
        return Task(student, self.assignment, text, files, terms, limits, self.profile, self.sandboxed)

    def _resources(self, student: str, folder: Path) -> ResourcesDict:
        resources = ResourcesDict(unique_key=self.assignment, output_files_dir=f"{self.assignment}_files")
        resources["nbgrader"] = {**self.names, "student": student}
        resources["metadata"] = ResourcesDict(name=self.assignment, path=str(folder))
        return resources

    def record(self, done: Done) -> nbformat.NotebookNode:
        """Write one submission's outputs, grade and reasons; all of it in the gradebook at once."""
        taken = self.taken.pop(done.student)
        graft(taken.nb, done)
        converter = self.converter
        grading = setenv(NBGRADER_EXECUTION="autograde")
        with self.gradebook.submission(), schema_checked_once(), grading:
            converter.notebooks = [
                str(Path(converter._format_source(self.assignment, done.student), f"{self.assignment}.ipynb"))
            ]
            converter.init_assignment(self.assignment, done.student)
            converter.exporter._preprocessors = []
            for step in self.steps:
                converter.exporter.register_preprocessor(step)
            converter._sanitizing = False
            output, resources = converter.exporter.from_notebook_node(taken.nb, resources=taken.resources)
            converter._sanitizing = True
            converter.write_single_notebook(output, resources)
            converter.set_permissions(self.assignment, done.student)
        return taken.nb

    def close(self) -> None:
        """Give the gradebook back."""
        self.gradebook.close()


def graft(nb: nbformat.NotebookNode, done: Done) -> None:
    """Put a worker's outputs and execution counts into the notebook; sources and metadata stay."""
    if len(done.cells) != len(nb.cells):
        raise ValueError(f"{len(done.cells)} cells came back for {len(nb.cells)}")
    for cell, (count, outputs) in zip(nb.cells, done.cells, strict=True):
        if cell.cell_type == "code":
            cell.execution_count = count
            cell.outputs = [nbformat.from_dict(output) for output in outputs]
    nb.metadata["language_info"] = dict(LANGUAGE)
    note_trouble(nb, done.trouble)


def _item(step):
    return import_item(step) if isinstance(step, str) else step


def open_course(root: Path, assignment: str):
    """nbgrader's application for a course folder, with all its configuration files read."""
    from nbgrader.apps.autogradeapp import AutogradeApp

    here = os.getcwd()
    os.chdir(root)
    try:
        app = AutogradeApp()
        app.initialize([assignment])
        app.coursedir.root = str(root)
        app.coursedir.assignment_id = assignment
    finally:
        os.chdir(here)
    return app
