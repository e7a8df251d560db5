"""The judge: reads a test cell's cases in the trusted process, and runs them on a submission in its box.

The test cell itself never runs beside the student's code. Its text is the gradebook's own; its outputs are written
here, in the form in which the cell would have printed them.
"""

import ast
from dataclasses import dataclass
from functools import lru_cache

import nbformat
from IPython.core.inputtransformer2 import TransformerManager

from cnncourse.grading.answer_imports import answer_imports
from cnncourse.grading.box.submission import Submission
from cnncourse.grading.case import Case
from cnncourse.grading.check import CheckResult, clamped, run_cases, table
from cnncourse.grading.remote_caller import RemoteCaller
from cnncourse.grading.seeds import PUBLIC_SEED, case_seed

CHECK = "check"
REMEMBERED = 20_000  # characters


@dataclass(frozen=True)
class TestCell:
    """What a test cell asks for: `check(function, globals(), points=…, allow=…)` after some cases."""

    __test__ = False  # no test of pytest's
    function: str
    cases: tuple[Case, ...]
    points: float
    allow: tuple[str, ...]


@dataclass(frozen=True)
class Verdict:
    """The judge's table, the points that nbgrader is to read, and what went wrong with the process."""

    result: CheckResult
    text: str
    points: float
    trouble: str

    def outputs(self, count: int) -> list[nbformat.NotebookNode]:
        """The outputs that the test cell would have had."""
        printed = {"output_type": "stream", "name": "stdout", "text": self.text + "\n"}
        data = {"text/plain": repr(self.points)}
        value = {"output_type": "execute_result", "data": data, "metadata": {}, "execution_count": count}
        return [nbformat.from_dict(printed), nbformat.from_dict(value)]


@lru_cache(maxsize=64)
def check_call(source: str) -> ast.Call | None:
    """The `check(...)` in the last line of a test cell, or None where the cell is of another form."""
    try:
        body = ast.parse(source).body
    except (SyntaxError, ValueError):
        return None
    last = body[-1].value if body and isinstance(body[-1], ast.Expr) else None
    if isinstance(last, ast.Call) and isinstance(last.func, ast.Name) and last.func.id == CHECK and last.args:
        return last
    return None


@lru_cache(maxsize=64)
def read_test_cell(source: str) -> TestCell | None:
    """The cases of a test cell, from its trusted source; None for one that ends otherwise than with `check(...)`.

    Whatever stands above the last line is run here, once for each text.
    """
    call = check_call(source)
    if call is None:
        return None
    function = ast.literal_eval(call.args[0])
    options = {word.arg: ast.literal_eval(word.value) for word in call.keywords if word.arg}
    above = ast.parse(source)
    above.body.pop()
    namespace: dict = {"__name__": f"cases_of_{function}"}
    exec(compile(above, f"<cases of {function}>", "exec"), namespace)
    cases = tuple(item for item in namespace.values() if isinstance(item, Case) and item.function == function)
    if not cases:
        return None
    points = options.get("points")
    points = sum(item.points for item in cases) if points is None else points
    return TestCell(function, cases, float(points), tuple(options.get("allow", ())))


def seed_for(secret: str, assignment: str, function: str, student: str) -> int:
    """The seed that the plain path uses for the same notebook."""
    return case_seed(secret, assignment, function, student) if secret else PUBLIC_SEED


def judge(test: TestCell, submission: Submission, ran: list[str], *, seed: int, seconds: float) -> Verdict:
    """Run a test cell's cases on the submission.

    Args:
        ran: the sources of the cells run so far, this one included: what the function may have imported is read there.
        seconds: what all calls of the cell together may take.
    """
    found = answers_used(ran, test)
    refused = f"it uses the answer of a library ({'; '.join(found)})" if found else ""
    caller = RemoteCaller(submission, seconds)
    result = run_cases(test.cases, caller, seed=seed, refused=refused)
    return Verdict(result, table(result, points=test.points), clamped(result.points, test.points), caller.trouble)


def answers_used(ran: list[str], test: TestCell) -> list[str]:
    """The libraries' answers that the function uses, as its text tells; none where the text defeats Python's parser,
    for what such a text does at run time finds no library in its box."""
    try:
        return answer_imports([_transformed(source) for source in ran], test.function, allow=test.allow)
    except (ValueError, RecursionError, MemoryError):
        return []


def _transformed(source: str) -> str:
    """Each test cell reads all the cells above it: short ones are remembered, the long ones would fill the memory."""
    return _remembered(source) if len(source) < REMEMBERED else transformed(source)


def transformed(source: str) -> str:
    """A cell as IPython keeps it in `In`: magics turned into calls."""
    try:
        return TransformerManager().transform_cell(source)
    except Exception:  # a cell that IPython cannot read did not run either
        return source


_remembered = lru_cache(maxsize=256)(transformed)
