"""One notebook, run in a box: cells go in, outputs come out, and test cells are judged from outside.

Used by nbgrader's preprocessor (`execute.py`) and by the grading runner's workers; the two cannot differ.
"""

from collections.abc import Callable
from dataclasses import dataclass, field

from nbclient import NotebookClient
from nbformat import NotebookNode

from cnncourse.grading.box.data import DataError
from cnncourse.grading.box.submission import Result, Submission
from cnncourse.grading.judge import TestCell, check_call, judge, read_test_cell
from cnncourse.grading.outputs import clean
from cnncourse.grading.remote_caller import ENDED

TIMEOUT = {
    "ename": "CellTimeoutError",
    "evalue": "",
    "traceback": ["\x1b[0;31mCellTimeoutError\x1b[0m: No reply from kernel before timeout"],
}
NO_TRACEBACK = "ERROR: An error occurred while showtraceback was disabled"


@dataclass(frozen=True)
class Terms:
    """What a run goes by, all of it the instructor's: nothing here comes from the notebook.

    tests: the gradebook's source of each test cell, by grade_id. seeds: of each graded function. seconds: of a cell,
    and of all the calls of a test cell. timeout: nbgrader's `error_on_timeout`. skip: the tag of cells not to be run.
    """

    tests: dict[str, str]
    seeds: dict[str, int]
    seconds: float
    timeout: dict = field(default_factory=lambda: TIMEOUT)
    skip: str = "skip-execution"


def tests_and_seeds(sources: dict[str, str], seed_of: Callable[[str], int]) -> tuple[dict[str, str], dict[str, int]]:
    """Of the gradebook's sources by grade_id, those that are test cells of ours; and a seed for each function."""
    tests = {name: source for name, source in sources.items() if check_call(source) is not None}
    functions = [read_test_function(source) for source in tests.values()]
    return tests, {function: seed_of(function) for function in functions}


def read_test_function(source: str) -> str:
    """The function that a test cell checks."""
    call = check_call(source)
    return str(getattr(call.args[0], "value", "")) if call else ""


class NotebookRun:
    """Runs the cells of `nb` in place: outputs and execution counts change, sources and metadata do not."""

    def __init__(self, nb: NotebookNode, submission: Submission, terms: Terms) -> None:
        self.nb, self.submission, self.terms = nb, submission, terms
        self.client = NotebookClient(nb)  # never starts a kernel; it knows what a notebook makes of a kernel's messages
        self.client.reset_execution_trackers()
        self.count = 0
        self.ran: list[str] = []
        self.trouble: dict[str, str] = {}  # kind: where it began

    def run(self) -> dict[str, str]:
        """All cells in order; returns the trouble there was."""
        for index in range(len(self.nb.cells)):
            self.run_cell(index)
        return self.trouble

    def run_cell(self, index: int) -> None:
        """Run or judge one cell."""
        cell = self.nb.cells[index]
        skipped = self.terms.skip in cell.metadata.get("tags", [])
        if cell.cell_type != "code" or not cell.source.strip() or skipped:
            return
        cell.outputs = []
        self.client.clear_before_next_output = False
        self.count += 1
        cell.execution_count = self.count
        self.ran.append(cell.source)
        test = self._test(cell)
        if test is None:
            self._execute(cell, index)
        else:
            self._judge(cell, test)

    def _test(self, cell: NotebookNode) -> TestCell | None:
        """The cases of a test cell of ours, from the gradebook's text; None for every other cell."""
        role = cell.metadata.get("nbgrader", {})
        if not role.get("grade") or role.get("solution"):
            return None
        return read_test_cell(self.terms.tests.get(role.get("grade_id", ""), ""))

    def _judge(self, cell: NotebookNode, test: TestCell) -> None:
        self.submission.execute("pass")  # the test cell has a number in the student's session too
        seed = self.terms.seeds[test.function]
        verdict = judge(test, self.submission, self.ran, seed=seed, seconds=self.terms.seconds)
        cell.outputs = verdict.outputs(self.count)
        self._remember(verdict.trouble, test.function)

    def _execute(self, cell: NotebookNode, index: int) -> None:
        result = self.submission.execute(cell.source)
        try:
            for message in result.outputs:
                self.client.process_message(clean(message, self.count), cell, index)
        except DataError:
            self.submission.end("forged")
            result = Result("forged")
        where = cell.metadata.get("nbgrader", {}).get("grade_id", f"cell {index + 1}")
        self._remember("" if result.status in ("ok", "error") else result.status, where)
        self._add_error(cell, result)

    def _add_error(self, cell: NotebookNode, result: Result) -> None:
        """As nbgrader does: an error that no output tells of becomes one, and so costs the points of a test cell."""
        if result.status == "ok":
            return
        told = self._told(result)
        if not any(output.output_type == "error" and output.ename == told["ename"] for output in cell.outputs):
            cell.outputs.append(NotebookNode(output_type="error", **told))

    def _told(self, result: Result) -> dict:
        """Name, message and traceback of the error that ended a cell."""
        if result.status == "timeout":
            return dict(self.terms.timeout)
        if result.status in ENDED:
            reason = ENDED[result.status]
            lines = [f"\x1b[0;31mDeadKernelError\x1b[0m: {reason}"]
            return {"ename": "DeadKernelError", "evalue": reason, "traceback": lines}
        told = result.answer.get("traceback")
        lines = [str(line) for line in told] if isinstance(told, list) else []
        names = {name: str(result.answer.get(name, "")) for name in ("ename", "evalue")}
        return {**names, "traceback": lines or [NO_TRACEBACK]}

    def _remember(self, trouble: str, where: str) -> None:
        if trouble:
            self.trouble.setdefault(trouble, where)


def note_trouble(nb: NotebookNode, trouble: dict[str, str]) -> None:
    """Write how the process ended where the reasons of a grade are read; a mere timeout shows in the cell's output."""
    lines = [end_reason(*item) for item in trouble.items() if item[0] in ENDED]
    if lines:
        ours = nb.metadata.setdefault("cnncourse", {})
        ours["problems"] = [*ours.get("problems", []), *lines]


def end_reason(trouble: str, where: str) -> str:
    """A sentence about how the notebook's process ended, and where."""
    text = ENDED[trouble]
    return f"{text[0].upper()}{text[1:]} (at {where}); what came after it did not run."
