"""Running an experiment: every arm with every seed, one after the other, each written down when it is done."""

import inspect
import platform
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from importlib.metadata import version
from pathlib import Path

import cnncourse
from cnncourse.experiments.experiment import Experiment
from cnncourse.experiments.journal import Journal, fingerprint
from cnncourse.experiments.result import Finding, Result
from cnncourse.experiments.rule import find, judge
from cnncourse.experiments.table import Table, merge

SMOKE_SEEDS = 2
_MEASURED_BY = (
    "data",
    "models",
    "features",
    "experiments/fit.py",
    "experiments/tasks.py",
    "experiments/pretrained.py",
    "experiments/probe.py",
    "training.py",
    "monitoring.py",
    "first_layer.py",
)


def run(
    experiment: Experiment,
    *,
    journals: Path,
    smoke: bool = False,
    progress: Callable[[int, int], None] = lambda done, total: None,
) -> Result:
    """Run what is not yet in the journal and return the result.

    Args:
        experiment: to be run.
        journals: folder of the journals of unfinished experiments.
        smoke: small sizes and two seeds; the verdicts of such a result mean nothing.
        progress: called with (runs done, runs in all), once at the start and after each run.
    """
    seeds = experiment.seeds[:SMOKE_SEEDS] if smoke else experiment.seeds
    sizes = experiment.smoke if smoke else experiment.full
    journal = Journal(journal_path(experiment, journals, smoke), _fingerprint(experiment, sizes))
    wanted = [(seed, index) for seed in seeds for index in range(len(experiment.settings))]
    done = {(row["row"]["seed"], row["index"]) for row in journal.rows}
    progress(len(done), len(wanted))
    with _single_thread():
        for seed, index in wanted:
            if (seed, index) in done:
                continue
            start = time.perf_counter()
            settings = experiment.settings[index]
            row = merge(settings, seed, experiment.measure(settings, seed, sizes))
            journal.append({"index": index, "row": row, "seconds": time.perf_counter() - start})
            done.add((seed, index))
            progress(len(done), len(wanted))
    entries = sorted(journal.rows, key=lambda entry: (entry["index"], entry["row"]["seed"]))
    rows = [entry["row"] for entry in entries]
    return Result(
        name=experiment.name,
        question=experiment.question,
        rule=experiment.rule,
        findings=decide(experiment, Table(rows), seeds),
        seeds=tuple(seeds),
        sizes=dict(sizes),
        versions={"python": platform.python_version(), **{lib: version(lib) for lib in ("numpy", "torch", "scipy")}},
        wall_seconds=round(sum(entry["seconds"] for entry in entries), 1),
        rows=rows,
    )


def journal_path(experiment: Experiment, journals: Path, smoke: bool) -> Path:
    """Where an unfinished run is kept. Delete the file when the result is saved, or the next run measures nothing."""
    return journals / f"{experiment.name}{'.smoke' if smoke else ''}.jsonl"


def decide(experiment: Experiment, table: Table, seeds: tuple[int, ...]) -> tuple[Finding, ...]:
    """Apply the experiment's rule to measured rows: one finding for each claim."""
    return tuple(
        find(claim, [judge(e, table, seeds) for e in experiment.effects if e.claim == claim], experiment.larger)
        for claim in experiment.claims
    )


def _fingerprint(experiment: Experiment, sizes: object) -> str:
    package = Path(cnncourse.__file__).parent
    sources = [package / name for name in _MEASURED_BY if (package / name).exists()]
    module = Path(inspect.getfile(experiment.measure))
    parts = [experiment.name, experiment.settings, sizes, version("torch"), version("numpy")]
    return fingerprint(parts, [*sources, module])


@contextmanager
def _single_thread() -> Iterator[None]:
    """Sums in another order give other last digits, and nets this small gain nothing from threads."""
    import torch
    from threadpoolctl import threadpool_limits

    before = torch.get_num_threads()
    torch.set_num_threads(1)
    try:
        with threadpool_limits(1):  # NumPy's and scikit-learn's
            yield
    finally:
        torch.set_num_threads(before)
