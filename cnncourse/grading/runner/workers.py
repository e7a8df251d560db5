"""Workers on this machine: forked from the grader when it has imported everything, all with the one warm box."""

import multiprocessing
import os
import signal
import traceback
from multiprocessing.connection import Connection, wait

from cnncourse.grading.box import linux
from cnncourse.grading.box.pool import Pool
from cnncourse.grading.runner.task import Done, Task, perform

ATTEMPTS = 2


class Worker:
    """One process, with the task that it has."""

    def __init__(self, pool: Pool) -> None:
        context = multiprocessing.get_context("fork")
        self.link, theirs = context.Pipe()
        self.process = context.Process(target=serve, args=(theirs, pool), daemon=True)
        self.process.start()
        theirs.close()
        self.task: Task | None = None

    def give(self, task: Task) -> None:
        self.task = task
        self.link.send(task)

    def close(self) -> None:
        self.link.close()
        self.process.terminate()
        self.process.join()


def serve(link: Connection, pool: Pool) -> None:
    """A worker's whole life: tasks in, results out, until the grader hangs up."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # the grader decides when to stop
    linux.prctl(linux.PR_SET_PDEATHSIG, signal.SIGKILL, layer="end with the grader")
    pool.adopt()
    while True:
        try:
            task = link.recv()
        except (EOFError, OSError):
            os._exit(0)
        try:
            done = perform(task, pool)
        except Exception:
            done = Done(task.student, failed=traceback.format_exc(limit=-3))
        link.send(done)


class LocalWorkers:
    """A fixed number of workers. One that dies is replaced, and its submission given to the next."""

    def __init__(self, count: int, pool: Pool) -> None:
        self.pool = pool
        self.workers = [Worker(pool) for _ in range(count)]
        self.waiting: list[Task] = []
        self.attempts: dict[str, int] = {}

    @property
    def room(self) -> int:
        """How many more tasks keep every worker busy, with one for each in reserve."""
        busy = sum(worker.task is not None for worker in self.workers) + len(self.waiting)
        return 2 * len(self.workers) - busy

    def submit(self, task: Task) -> None:
        """Take a task; it starts as soon as a worker is free."""
        self.waiting.append(task)
        self._hand_out()

    def _hand_out(self) -> None:
        for worker in self.workers:
            if worker.task is None and self.waiting:
                worker.give(self.waiting.pop(0))

    def results(self, timeout: float | None) -> list[Done]:
        """Results that have come, waiting for one at most `timeout` seconds."""
        busy = {worker.link: worker for worker in self.workers if worker.task is not None}
        if not busy:
            return []
        found = [self._result(busy[link]) for link in wait(list(busy), timeout) if link in busy]
        self._hand_out()
        return [done for done in found if done is not None]

    def _result(self, worker: Worker) -> Done | None:
        task = worker.task
        assert task is not None
        try:
            done = worker.link.recv()
        except (EOFError, OSError):
            return self._replace(worker, task)
        worker.task = None
        return done

    def _replace(self, worker: Worker, task: Task) -> Done | None:
        """A dead worker costs its submission a second attempt, not its grade."""
        worker.close()
        self.workers[self.workers.index(worker)] = Worker(self.pool)
        self.attempts[task.student] = self.attempts.get(task.student, 0) + 1
        if self.attempts[task.student] < ATTEMPTS:
            self.waiting.insert(0, task)
            return None
        return Done(task.student, failed="its worker died, twice")

    def close(self) -> None:
        """End all workers."""
        for worker in self.workers:
            worker.close()
