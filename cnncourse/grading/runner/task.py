"""One submission on its way to a worker and back. Plain data, so that a worker may be on another machine."""

from dataclasses import dataclass, field

import nbformat

from cnncourse.grading.box.limits import Limits
from cnncourse.grading.box.linux import LayerMissing
from cnncourse.grading.box.packages import Profile
from cnncourse.grading.box.pool import Pool
from cnncourse.grading.notebook_run import NotebookRun, Terms

ATTEMPTS = 2


@dataclass(frozen=True)
class Task:
    """What a worker needs: the sanitized notebook, the files beside it, and the instructor's terms."""

    student: str
    assignment: str
    notebook: str  # JSON
    files: dict[str, bytes]
    terms: Terms
    limits: Limits
    profile: Profile
    sandboxed: bool = True


@dataclass(frozen=True)
class Done:
    """What came of it: outputs and execution counts by cell, and what went wrong. `failed`: why there is none."""

    student: str
    cells: list[tuple[int | None, list[dict]]] = field(default_factory=list)
    trouble: dict[str, str] = field(default_factory=dict)
    failed: str = ""


def perform(task: Task, pool: Pool) -> Done:
    """Run one submission. A box that dies under it is replaced and the submission run again, once."""
    reason = ""
    for _ in range(ATTEMPTS):
        try:
            return _perform(task, pool)
        except LayerMissing as error:
            reason = str(error)
    return Done(task.student, failed=f"no box could be built: {reason}")


def _perform(task: Task, pool: Pool) -> Done:
    nb = nbformat.v4.reads(task.notebook)
    opened = pool.open(task.profile, task.limits, sandboxed=task.sandboxed, folder=task.assignment, files=task.files)
    with opened as submission:
        trouble = NotebookRun(nb, submission, task.terms).run()
    cells = [(cell.get("execution_count"), list(cell.get("outputs", []))) for cell in nb.cells]
    return Done(task.student, cells, trouble)
