"""`BoxedExecute`: nbgrader's `Execute`, but the notebook runs in a box and its test cells are judged from outside.

    c.Autograde.autograde_preprocessors = ["cnncourse.grading.execute.BoxedExecute", ...]

Stock `nbgrader autograde` and the formgrader's button use it by this configuration alone. `c.Execute.timeout` and
`--no-execute` hold for it, for it is an `Execute`.
"""

import os
import platform
from pathlib import Path

from nbclient import NotebookClient
from nbgrader.api import Gradebook
from nbgrader.preprocessors import Execute
from nbgrader.utils import is_grade, is_solution
from traitlets import Bool, Float, Integer

from cnncourse.grading.box.data import DataError
from cnncourse.grading.box.limits import MIB, Limits
from cnncourse.grading.box.linux import LayerMissing
from cnncourse.grading.box.packages import Profile
from cnncourse.grading.box.pool import POOL
from cnncourse.grading.box.submission import Result
from cnncourse.grading.handed_in import assignment_profile, handed_in_files
from cnncourse.grading.judge import TestCell, judge, read_test_cell, seed_for
from cnncourse.grading.outputs import clean
from cnncourse.grading.remote_caller import ENDED
from cnncourse.grading.seeds import SECRET_VARIABLE

LANGUAGE = {
    "name": "python",
    "version": platform.python_version(),
    "mimetype": "text/x-python",
    "codemirror_mode": {"name": "ipython", "version": 3},
    "pygments_lexer": "ipython3",
    "nbconvert_exporter": "python",
    "file_extension": ".py",
}


class BoxRefused(RuntimeError):
    """Grading stops: the box cannot be built here, and nobody said to do without."""


class BoxedExecute(Execute):
    """Runs a submission in a box. Its limits are traits; `unsandboxed` runs it without one and says what is missing."""

    unsandboxed = Bool(False, help="Run submissions with the grader's own rights where no box can be built.").tag(
        config=True
    )
    memory_mib = Integer(2048, help="Memory of a submission, in MiB.").tag(config=True)
    disk_mib = Integer(256, help="Files of a submission, all together, in MiB.").tag(config=True)
    processes = Integer(64, help="Processes and threads of a submission.").tag(config=True)
    grace = Float(2.0, help="Seconds between the interrupt and the end of a cell that runs too long.").tag(config=True)

    def preprocess(self, nb, resources, km=None):
        """Run the notebook; its outputs and execution counts are ours, its sources and metadata stay as they are."""
        NotebookClient.__init__(self, nb, km)
        self.reset_execution_trackers()
        self._check_assign_resources(resources)
        self._prepare(resources)
        with self._open(Path(resources["metadata"].get("path") or ".")) as submission:
            self.submission = submission
            for index, cell in enumerate(self.nb.cells):
                self.preprocess_cell(cell, resources, index)
        self.nb.metadata["language_info"] = LANGUAGE
        self._note_problems()
        return self.nb, self.resources

    def _prepare(self, resources) -> None:
        self.names = resources.get("nbgrader", {})
        self.count = 0
        self.ran: list[str] = []
        self.trouble: dict[str, str] = {}
        self.trusted = self._trusted_sources()
        self.profile = self._profile()

    def _trusted_sources(self) -> dict[str, str]:
        """The gradebook's own text of each cell, by grade_id; the notebook's copy is the student's word."""
        if "db_url" not in self.names:
            return {}
        with Gradebook(self.names["db_url"]) as gradebook:
            notebook = gradebook.find_notebook(self.names["notebook"], self.names["assignment"])
            return {cell.name: cell.source for cell in notebook.source_cells}

    def _profile(self) -> Profile:
        coursedir = getattr(getattr(self.parent, "parent", None), "coursedir", None)
        return assignment_profile(coursedir, self.names, tuple(self.trusted.values()))

    def _limits(self) -> Limits:
        return Limits(
            cell_seconds=float(self.timeout or 0) or 1e9,
            grace_seconds=self.grace,
            memory=self.memory_mib * MIB,
            disk=self.disk_mib * MIB,
            processes=self.processes,
        )

    def _open(self, folder: Path):
        sandboxed = True
        try:
            POOL.warm(self.profile).wait_until_warm()
        except LayerMissing as error:
            if not self.unsandboxed:
                raise BoxRefused(
                    f"no box can be built on this machine, so nothing is graded; missing: {error}. "
                    "Set c.BoxedExecute.unsandboxed = True to grade with your own rights all the same."
                ) from error
            self.log.warning("Grading without a box. Missing: %s", error)
            sandboxed = False
        files = handed_in_files(folder, self.disk_mib * MIB)
        return POOL.open(self.profile, self._limits(), sandboxed=sandboxed, folder=folder.name, files=files)

    def execute_cell(self, cell, cell_index, **_):
        """Run or judge one cell."""
        tags = cell.metadata.get("tags", [])
        if cell.cell_type != "code" or not cell.source.strip() or self.skip_cells_with_tag in tags:
            return cell
        cell.outputs = []
        self.clear_before_next_output = False
        self.count += 1
        cell.execution_count = self.count
        self.ran.append(cell.source)
        test = self._test(cell)
        if test is None:
            self._run(cell, cell_index)
        else:
            self._judge(cell, test)
        return cell

    def _test(self, cell) -> TestCell | None:
        """The cases of a test cell of ours, from the gradebook's text; None for every other cell."""
        if not is_grade(cell) or is_solution(cell):
            return None
        return read_test_cell(self.trusted.get(cell.metadata.nbgrader.grade_id, ""))

    def _judge(self, cell, test: TestCell) -> None:
        seed = seed_for(
            os.environ.get(SECRET_VARIABLE, ""), self.names["assignment"], test.function, self.names["student"]
        )
        self.submission.execute("pass")  # the test cell has a number in the student's session too
        seconds = self._limits().cell_seconds
        verdict = judge(test, self.submission, self.ran, seed=seed, seconds=seconds)
        cell.outputs = verdict.outputs(self.count)
        self._remember(verdict.trouble, test.function)

    def _run(self, cell, index: int) -> None:
        """Run a cell in the box and put its outputs into the notebook as nbclient does."""
        result = self.submission.execute(cell.source)
        try:
            for message in result.outputs:
                self.process_message(clean(message, self.count), cell, index)
        except DataError:
            self.submission.end("forged")
            result = Result("forged")
        where = cell.metadata.get("nbgrader", {}).get("grade_id", f"cell {index + 1}")
        self._remember(result.status if result.status not in ("ok", "error") else "", where)
        self.on_cell_executed(cell=cell, cell_index=index, execute_reply={"content": self._reply(result)})

    def _reply(self, result: Result) -> dict:
        """The reply that a kernel would have given."""
        if result.status == "ok":
            return {"status": "ok"}
        if result.status == "error":
            told = {name: str(result.answer.get(name, "")) for name in ("ename", "evalue")}
            lines = result.answer.get("traceback")
            lines = [str(line) for line in lines] if isinstance(lines, list) else []
            return {"status": "error", **told, "traceback": lines}
        if result.status == "timeout":
            return {"status": "error", **self.error_on_timeout}
        reason = ENDED[result.status]
        text = f"\x1b[0;31mDeadKernelError\x1b[0m: {reason}"
        return {"status": "error", "ename": "DeadKernelError", "evalue": reason, "traceback": [text]}

    def _remember(self, trouble: str, where: str) -> None:
        if trouble:
            self.trouble.setdefault(trouble, where)

    def _note_problems(self) -> None:
        """What went wrong with the process, where the reasons of a grade are read."""
        if not self.trouble:
            return
        ours = self.nb.metadata.setdefault("cnncourse", {})
        ends = [reason(*item) for item in self.trouble.items() if item[0] in ENDED]
        ours["problems"] = [*ours.get("problems", []), *ends]
        ours["trouble"] = list(self.trouble)


def reason(trouble: str, where: str) -> str:
    """A sentence about how the notebook's process ended, and where."""
    text = ENDED[trouble]
    return f"{text[0].upper()}{text[1:]} (at {where}); what came after it did not run."
