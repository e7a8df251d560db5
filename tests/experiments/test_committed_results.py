"""Every experiment has a committed result, and the result is what its rule says of its rows."""

import json
import subprocess
import sys

import pytest

from cnncourse.claims import load_ledger
from cnncourse.experiments import load_result, registry
from cnncourse.experiments.result import FOLDER
from cnncourse.experiments.runner import decide
from cnncourse.experiments.table import Table


@pytest.mark.parametrize("name", registry.names())
def test_the_verdict_follows_from_the_rows(name):
    """Today's rule, applied to the committed rows, gives the committed findings: it was not changed after the run."""
    experiment, result = registry.get(name), load_result(name)
    again = decide(experiment, Table(result.rows), experiment.seeds)

    assert result.rule == experiment.rule
    assert result.seeds == experiment.seeds
    assert result.sizes == dict(experiment.full)
    assert [f.claim for f in result.findings] == list(experiment.claims)
    for committed, computed in zip(result.findings, again, strict=True):
        assert committed.verdict == computed.verdict
        assert committed.would_decide == computed.would_decide
        for old, new in zip(committed.parts, computed.parts, strict=True):
            assert old.name == new.name
            assert old.by_seed == pytest.approx(new.by_seed, abs=1e-9)
            assert old.interval == pytest.approx(new.interval, abs=1e-9)


@pytest.mark.parametrize("name", registry.names())
def test_every_arm_and_seed_is_there(name):
    """One row for each setting and seed: no run was left out."""
    experiment, result = registry.get(name), load_result(name)
    found = {(json.dumps({k: row[k] for k in experiment.settings[0]}), row["seed"]) for row in result.rows}
    wanted = {(json.dumps(dict(settings)), seed) for settings in experiment.settings for seed in experiment.seeds}

    assert found == wanted
    assert len(result.rows) == len(wanted)
    assert result.wall_seconds > 0
    assert {"python", "numpy", "torch"} <= result.versions.keys()


def test_every_ledger_id_exists_and_no_file_is_orphaned():
    """Findings named like a claim are claims of the ledger; each result file belongs to an experiment."""
    ledger = load_ledger()
    claims = {claim for name in registry.names() for claim in registry.get(name).claims}

    assert {claim for claim in claims if claim.startswith("eecs-445-")} <= ledger.keys()
    assert {path.stem for path in FOLDER.glob("*.json")} == set(registry.names())


def test_the_michigan_rows_that_need_an_experiment_have_one():
    """The rows marked needs-experiment in the lecture, but the one settled by counting parameters, are decided here."""
    ledger = load_ledger()
    open_rows = {id for id, row in ledger.items() if row.lecture == "eecs445" and row.verdict == "needs-experiment"}
    decided = {claim for name in registry.names() for claim in registry.get(name).claims}

    assert open_rows <= decided


def test_results_are_small():
    """Committed files stay under 100 kB each."""
    for path in FOLDER.glob("*.json"):
        assert path.stat().st_size < 100_000, path.name


def test_reading_a_result_imports_neither_torch_nor_matplotlib_nor_scipy():
    """A page that draws a result needs only Python."""
    code = (
        "import sys; from cnncourse.experiments import load_result; load_result('padding').summary; "
        "print(sorted({'torch', 'matplotlib', 'scipy', 'numpy'} & sys.modules.keys()))"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)

    assert done.stdout.strip() == "[]"
