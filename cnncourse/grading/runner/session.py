"""One run, from the choice of what is due to the summary."""

import logging
import os
import time
from pathlib import Path

from nbgrader.api import MissingEntry
from rich.console import Console

from cnncourse.grading.box.linux import LayerMissing
from cnncourse.grading.box.pool import POOL
from cnncourse.grading.execute import refusal
from cnncourse.grading.judge import read_test_cell
from cnncourse.grading.notebook_run import tests_and_seeds
from cnncourse.grading.runner.choose import digest, due, submitted
from cnncourse.grading.runner.journal import Entry, Journal
from cnncourse.grading.runner.options import Options
from cnncourse.grading.runner.progress import Live, Summary
from cnncourse.grading.runner.recorder import Recorder, open_course
from cnncourse.grading.runner.refused import Refused
from cnncourse.grading.runner.release import different_cells
from cnncourse.grading.runner.status import FAILED, status_of
from cnncourse.grading.runner.task import Done
from cnncourse.grading.runner.workers import LocalWorkers
from cnncourse.grading.seeds import SECRET_VARIABLE

POLL = 60.0


class GradingSession:
    """Holds the recorder, the journal and the workers of one run."""

    def __init__(self, options: Options, console: Console) -> None:
        self.options, self.console = options, console
        app = open_course(options.root, options.assignment)
        logging.getLogger("traitlets").setLevel(logging.ERROR)
        app.log.setLevel(logging.ERROR)
        self.coursedir = app.coursedir
        os.chdir(options.root)
        try:
            self.recorder = Recorder(app.coursedir, app.config, secret=os.environ.get(SECRET_VARIABLE, ""))
        except MissingEntry as error:
            raise Refused(
                f"the gradebook knows no assignment {options.assignment!r}; "
                f"make it known with: nbgrader generate_assignment {options.assignment}"
            ) from error
        except ValueError as error:  # a configuration or an assignment that cannot be graded in this way
            raise Refused(str(error)) from error
        self._refuse_another_release()
        self.journal = Journal(options.journal)
        self.summary = Summary()
        self.digests: dict[str, str] = {}
        self.workers: LocalWorkers | None = None

    def _refuse_another_release(self) -> None:
        """Nobody is graded by cells that nobody was given."""
        name = self.options.assignment
        folder = Path(self.coursedir.format_path(self.coursedir.release_directory, ".", name))
        different = different_cells(folder / f"{name}.ipynb", self.recorder.sources)
        if different:
            raise Refused(
                f"the release of {name} in {folder} is not what the gradebook has ({', '.join(different)}): the text "
                f"was changed and not given to both. Make them agree: nbgrader generate_assignment {name} --force"
            )

    def run(self) -> Summary:
        """Grade all that is due."""
        began = time.monotonic()
        students = self._due()
        if students:
            self.workers = self._start_workers(len(students))
            with Live(len(students), self.console) as live:
                self._grade(students, live)
        self.summary.seconds = time.monotonic() - began
        return self.summary

    def _due(self) -> list[str]:
        everyone = submitted(self.coursedir, self.options.assignment)
        unknown = sorted(set(self.options.students) - set(everyone))
        if unknown:
            raise Refused(f"no submission of {self.options.assignment} by: {', '.join(unknown)}")
        wanted = [name for name in everyone if not self.options.students or name in self.options.students]
        for name in wanted:
            folder = self.coursedir.format_path(self.coursedir.submitted_directory, name, self.options.assignment)
            self.digests[name] = digest(Path(folder), self.recorder.sources)
        chosen = [name for name in wanted if due(name, self.coursedir, self.journal, self.options, self.digests[name])]
        self.summary.before = len(wanted) - len(chosen)
        return chosen

    def _start_workers(self, tasks: int):
        """The workers, with boxes; without them where they cannot be built and the instructor wants it all the same."""
        start = self._connect_workers if self.options.scheduler else self._fork_workers
        try:
            return start(tasks, sandboxed=True)
        except LayerMissing as error:
            if not self.options.unsandboxed:
                raise Refused(refusal(error)) from error
            self.console.print(f"Grading without a box. Missing: {error}", markup=False)
        self.recorder.sandboxed = False
        return start(tasks, sandboxed=False)

    def _fork_workers(self, tasks: int, *, sandboxed: bool) -> LocalWorkers:
        """Workers on this machine; the boxes and the oracles' libraries are loaded before the fork, once."""
        for source in tests_and_seeds(self.recorder.sources, lambda function: 0)[0].values():
            read_test_cell(source)
        POOL.warm(self.recorder.profile, sandboxed).wait_until_warm()
        return LocalWorkers(min(self.options.worker_count, tasks), POOL)

    def _connect_workers(self, tasks: int, *, sandboxed: bool):
        """Workers of a dask scheduler."""
        try:
            from cnncourse.grading.runner.scheduler import SchedulerWorkers
        except ImportError as error:
            raise Refused(f"--scheduler needs dask.distributed: pip install distributed ({error})") from error
        return SchedulerWorkers(self.options, self.recorder.profile, sandboxed)

    def _grade(self, students: list[str], live: Live) -> None:
        """Keep the workers busy and record what comes back, until nothing is left."""
        assert self.workers is not None
        waiting, open_tasks = list(students), 0
        while waiting or open_tasks:
            while waiting and self.workers.room > 0:
                open_tasks += self._take(waiting.pop(0), live)
            for done in self.workers.results(POLL if open_tasks else 0):
                open_tasks -= 1
                self._record(done, live)

    def _take(self, student: str, live: Live) -> int:
        """Give one submission to the workers; 0 where it cannot even be read."""
        assert self.workers is not None
        self.journal.begin(student)
        try:
            task = self.recorder.take(student)
        except Exception as error:
            self._finish(student, (FAILED, f"{type(error).__name__}: {error}"), live)
            return 0
        self.workers.submit(task)
        return 1

    def _record(self, done: Done, live: Live) -> None:
        nb = self.recorder.taken[done.student].nb
        outcome = status_of(nb, done)
        if not done.failed:
            try:
                outcome = status_of(self.recorder.record(done), done)
                self.journal.done(done.student, Entry(self.digests[done.student], *outcome))
            except Exception as error:
                outcome = (FAILED, f"{type(error).__name__}: {error}")
        self._finish(done.student, outcome, live)

    def _finish(self, student: str, outcome: tuple[str, str], live: Live) -> None:
        self.summary.outcomes[student] = outcome
        live.step(outcome[0])

    def close(self) -> None:
        """End the workers and let go of gradebook and journal."""
        if self.workers is not None:
            self.workers.close()
        self.recorder.close()
        self.journal.close()
        POOL.close()
