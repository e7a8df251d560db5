"""`cnncourse grade`: grade an assignment's submissions, in boxes, many at a time, and record them."""

import os
import sys
from pathlib import Path

for name in ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS"):
    os.environ.setdefault(name, "1")  # the workers are the parallel part, and a fork carries no thread along

import click  # noqa: E402 -- the threads must be counted before anything imports NumPy


@click.command("grade")
@click.argument("assignment")
@click.option(
    "--course",
    type=click.Path(exists=True, file_okay=False, path_type=Path),
    default=".",
    help="The course's folder, with nbgrader_config.py (default: this one).",
)
@click.option("--workers", type=click.IntRange(min=1), help="How many submissions at a time (default: one a core).")
@click.option("--student", "students", multiple=True, help="Grade this student only; may be given several times.")
@click.option("--force", is_flag=True, help="Grade again what is graded.")
@click.option("--regrade-changed", is_flag=True, help="Grade again where the submission or the assignment has changed.")
@click.option("--unsandboxed", is_flag=True, help="Where no box can be built, run submissions with your own rights.")
@click.option("--scheduler", default="", help='A dask scheduler\'s address, or "local" for a cluster on this machine.')
def command(assignment: str, course: Path, workers: int | None, **chosen) -> None:
    """Grade the submissions of ASSIGNMENT that are not graded yet.

    Exit status: 0 all graded, 1 some need attention, 2 refused.
    """
    from cnncourse.grading.runner.options import Options
    from cnncourse.grading.runner.run import grade

    options = Options(course.resolve(), assignment, workers or 0, **chosen)
    from rich.console import Console

    from cnncourse.grading.runner.lock import Locked
    from cnncourse.grading.runner.refused import Refused

    console = Console()
    try:
        summary = grade(options, Console(stderr=True))
    except (Refused, Locked) as error:
        console.print(f"Refused: {error}", markup=False, highlight=False, soft_wrap=True)
        sys.exit(2)
    except KeyboardInterrupt:
        console.print("Stopped. What is graded is kept; run the same command again to go on.")
        sys.exit(130)
    summary.show(console)
    sys.exit(summary.exit_status)
