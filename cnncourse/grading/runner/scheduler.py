"""Workers by dask.distributed: on this machine, or wherever a scheduler has them.

A worker needs the course's environment and bubblewrap, and no file of ours: a task carries all it needs. What comes
out of a box is data; only trusted processes, the grader and its workers, send each other Python objects.
"""

from distributed import Client, Future, LocalCluster, WorkerPlugin, wait
from distributed.utils import TimeoutError as DaskTimeout

from cnncourse.grading.box.linux import LayerMissing
from cnncourse.grading.box.packages import Profile
from cnncourse.grading.box.pool import POOL
from cnncourse.grading.runner.options import Options
from cnncourse.grading.runner.refused import Refused
from cnncourse.grading.runner.task import Done, Task, perform

LOCAL = "local"
RETRIES = 2
CONNECT_SECONDS = 60


class WarmBox(WorkerPlugin):
    """Starts a worker's box when the worker starts, and closes it when it ends; what is missing is told at once."""

    name = "cnncourse-warm-box"

    def __init__(self, profile: Profile, sandboxed: bool) -> None:
        self.profile, self.sandboxed = profile, sandboxed

    def setup(self, worker) -> None:
        POOL.warm(self.profile, self.sandboxed).wait_until_warm()

    def teardown(self, worker) -> None:
        POOL.close()


def perform_here(task: Task) -> Done:
    """Run a task with the box of the process that this is called in."""
    return perform(task, POOL)


class SchedulerWorkers:
    """What `LocalWorkers` is, over a dask scheduler. A worker that is killed costs a retry, which dask gives.

    `LayerMissing` where one of the workers cannot build a box. A worker that comes later and cannot fails its tasks.
    """

    def __init__(self, options: Options, profile: Profile, sandboxed: bool) -> None:
        self.cluster = None
        if options.scheduler == LOCAL:
            self.cluster = LocalCluster(
                n_workers=options.worker_count, threads_per_worker=1, dashboard_address=None, silence_logs=50
            )
        try:
            self.client = Client(self.cluster or options.scheduler, timeout=CONNECT_SECONDS)
            self.client.wait_for_workers(1, timeout=CONNECT_SECONDS)
        except (OSError, ValueError, DaskTimeout) as error:
            raise Refused(f"no dask scheduler with a worker at {options.scheduler!r}: {error}") from error
        self.pending: dict[Future, Task] = {}
        try:
            self.client.register_plugin(WarmBox(profile, sandboxed))
        except LayerMissing:
            self.close()
            raise

    @property
    def room(self) -> int:
        """How many more tasks keep every worker busy, with one for each in reserve."""
        return max(1, 2 * len(self.client.nthreads())) - len(self.pending)

    def submit(self, task: Task) -> None:
        """Send a task to the scheduler."""
        self.pending[self.client.submit(perform_here, task, pure=False, retries=RETRIES)] = task

    def results(self, timeout: float | None) -> list[Done]:
        """Results that have come, waiting for one at most `timeout` seconds."""
        if not self.pending:
            return []
        try:
            ready = wait(list(self.pending), timeout=timeout, return_when="FIRST_COMPLETED").done
        except DaskTimeout:
            return []
        return [self._result(future, self.pending.pop(future)) for future in ready]

    @staticmethod
    def _result(future: Future, task: Task) -> Done:
        if future.status == "finished":
            return future.result()
        return Done(task.student, failed=f"dask gave it up: {future.exception()!r}"[:500])

    def close(self) -> None:
        """Leave the scheduler; end a cluster of our own."""
        self.client.unregister_worker_plugin(WarmBox.name)
        self.client.close()
        if self.cluster is not None:
            self.cluster.close()
