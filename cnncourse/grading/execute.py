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
from traitlets import Bool, Float, Integer

from cnncourse.grading.box.limits import MIB, Limits
from cnncourse.grading.box.linux import LayerMissing
from cnncourse.grading.box.packages import Profile
from cnncourse.grading.box.pool import POOL
from cnncourse.grading.handed_in import assignment_profile, handed_in_files
from cnncourse.grading.judge import seed_for
from cnncourse.grading.notebook_run import NotebookRun, Terms, note_trouble, tests_and_seeds
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

    unsandboxed = Bool(False, help="Without a box, run submissions with the grader's rights.").tag(config=True)
    memory_mib = Integer(2048, help="Memory of a submission, in MiB.").tag(config=True)
    disk_mib = Integer(256, help="Files of a submission, all together, in MiB.").tag(config=True)
    processes = Integer(64, help="Processes and threads of a submission.").tag(config=True)
    grace = Float(2.0, help="Seconds between the interrupt and the end of a cell that runs too long.").tag(config=True)

    def preprocess(self, nb, resources, km=None):
        """Run the notebook; its outputs and execution counts are ours, its sources and metadata stay as they are."""
        NotebookClient.__init__(self, nb, km)
        self._check_assign_resources(resources)
        names = resources["nbgrader"]
        terms, profile = self.terms(names), self.profile(names)
        with self._open(profile, Path(resources["metadata"].get("path") or ".")) as submission:
            trouble = NotebookRun(nb, submission, terms).run()
        nb.metadata["language_info"] = dict(LANGUAGE)
        note_trouble(nb, trouble)
        return nb, self.resources

    def terms(self, names: dict) -> Terms:
        """What the instructor and the gradebook say about this notebook."""
        with Gradebook(names["db_url"]) as gradebook:
            notebook = gradebook.find_notebook(names["notebook"], names["assignment"])
            sources = {cell.name: cell.source for cell in notebook.source_cells}
        secret = os.environ.get(SECRET_VARIABLE, "")

        def seed_of(function: str) -> int:
            return seed_for(secret, names["assignment"], function, names["student"])

        tests, seeds = tests_and_seeds(sources, seed_of)
        limits = self.limits()
        return Terms(tests, seeds, limits.cell_seconds, self.error_on_timeout, self.skip_cells_with_tag)

    def profile(self, names: dict) -> Profile:
        """The box that the assignment needs."""
        coursedir = getattr(getattr(self.parent, "parent", None), "coursedir", None)
        return assignment_profile(coursedir, names)

    def limits(self) -> Limits:
        """The limits of a submission, from the traits; `timeout` 0 or None means no limit of time, as in nbgrader."""
        return Limits(
            cell_seconds=float(self.timeout or 0) or 1e6,
            grace_seconds=self.grace,
            memory=self.memory_mib * MIB,
            disk=self.disk_mib * MIB,
            processes=self.processes,
        )

    def _open(self, profile: Profile, folder: Path):
        sandboxed = True
        try:
            POOL.warm(profile).wait_until_warm()
        except LayerMissing as error:
            if not self.unsandboxed:
                raise BoxRefused(refusal(error)) from error
            self.log.warning("Grading without a box. Missing: %s", error)
            sandboxed = False
        files = handed_in_files(folder, self.disk_mib * MIB)
        return POOL.open(profile, self.limits(), sandboxed=sandboxed, folder=folder.name, files=files)


def refusal(error: LayerMissing) -> str:
    """Why nothing is graded, and what can be done about it."""
    return (
        f"No box can be built on this machine, so nothing is graded. Missing: {error}. To run submissions with "
        "your own rights all the same: cnncourse grade --unsandboxed, or in nbgrader_config.py "
        "c.BoxedExecute.unsandboxed = True."
    )
