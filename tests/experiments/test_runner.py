"""An experiment runs every arm with every seed, survives interruption, and forgets what no longer fits."""

import json

import pytest

from cnncourse.experiments import runner
from cnncourse.experiments.experiment import Experiment
from cnncourse.experiments.journal import Journal
from cnncourse.experiments.result import load_result, save_result
from cnncourse.experiments.rule import Effect

calls = []
interruptions = set()


def measure(settings, seed, sizes):
    """A measurement that is counted, and that a test can interrupt."""
    if (settings["arm"], seed) in interruptions:
        raise KeyboardInterrupt
    calls.append((settings["arm"], seed))
    return {"score": {"a": 1.0, "b": 0.5}[settings["arm"]] + seed / 100 * (settings["arm"] == "a")}


def experiment(**changes):
    """Two arms, five seeds; arm a is better by 0.5 to 0.54."""
    made = {
        "name": "toy",
        "question": "Is a better than b?",
        "rule": "a minus b above 0",
        "effects": (
            Effect(
                "c-1", "a minus b", lambda t, s: t.value("score", arm="a", seed=s) - t.value("score", arm="b", seed=s)
            ),
        ),
        "settings": ({"arm": "a"}, {"arm": "b"}),
        "measure": measure,
        "seeds": (0, 1, 2, 3, 4),
        "full": {"size": 9},
        "smoke": {"size": 1},
    }
    return Experiment(**(made | changes))


@pytest.fixture(autouse=True)
def _fresh():
    calls.clear()
    interruptions.clear()


def test_every_arm_meets_every_seed_once(tmp_path):
    """Ten runs, seed by seed; the effect is their mean difference, and the rows come back sorted by arm."""
    reports = []
    result = runner.run(experiment(), journals=tmp_path, progress=lambda done, total: reports.append((done, total)))

    assert calls == [(arm, seed) for seed in range(5) for arm in "ab"]
    assert result.effect == pytest.approx(0.52)
    assert result.verdict == "confirmed"
    assert [row["arm"] for row in result.rows] == ["a"] * 5 + ["b"] * 5
    assert reports == [(k, 10) for k in range(11)]


def test_an_interrupted_run_carries_on_and_gives_the_same_rows(tmp_path):
    """Interrupted in its fourth run, the next call does runs 4 to 10 only; the result is that of an undisturbed run."""
    interruptions.add(("b", 1))
    with pytest.raises(KeyboardInterrupt):
        runner.run(experiment(), journals=tmp_path)
    assert len(calls) == 3
    interruptions.clear()
    resumed = runner.run(experiment(), journals=tmp_path)
    assert len(calls) == 10
    undisturbed = runner.run(experiment(), journals=tmp_path / "other")

    assert resumed.rows == undisturbed.rows
    assert resumed.findings == undisturbed.findings


def test_other_sizes_start_anew(tmp_path):
    """Rows measured at other sizes are not mixed in."""
    runner.run(experiment(), journals=tmp_path)
    runner.run(experiment(full={"size": 8}), journals=tmp_path)

    assert len(calls) == 20


def test_smoke_uses_two_seeds_and_the_small_sizes(tmp_path):
    """A smoke run takes four runs here and leaves the journal of the full run alone."""
    result = runner.run(experiment(), journals=tmp_path, smoke=True)

    assert len(calls) == 4
    assert result.sizes == {"size": 1}
    assert [path.name for path in tmp_path.iterdir()] == ["toy.smoke.jsonl"]


def test_a_line_cut_off_by_a_crash_is_measured_again(tmp_path):
    """A journal whose last line is half written loses that line only."""
    path = tmp_path / "j.jsonl"
    journal = Journal(path, "f")
    for k in range(3):
        journal.append({"k": k})
    path.write_text(path.read_text()[:-4])
    again = Journal(path, "f")
    again.append({"k": "new"})

    assert again.rows == [{"k": 0}, {"k": 1}, {"k": "new"}]
    assert Journal(path, "f").rows == again.rows
    assert Journal(path, "other").rows == []


def test_a_result_survives_the_file(tmp_path):
    """What is saved is what is loaded; the file is valid JSON and regenerates to itself."""
    result = runner.run(experiment(), journals=tmp_path)
    path = save_result(result, tmp_path)
    first = path.read_bytes()
    loaded = load_result("toy", tmp_path)
    save_result(loaded, tmp_path)

    assert loaded == result
    assert path.read_bytes() == first
    assert json.loads(first)["name"] == "toy"
    assert loaded.finding("c-1").claim == "c-1"
    with pytest.raises(KeyError, match=r"no finding on 'c-9'; it has \['c-1'\]"):
        loaded.finding("c-9")


def test_a_missing_result_says_how_to_make_it(tmp_path):
    """The command is in the message."""
    with pytest.raises(FileNotFoundError, match="cnncourse experiments run toy"):
        load_result("toy", tmp_path)


def test_an_experiment_needs_five_seeds_and_matching_sizes():
    """Fewer repetitions, or a smoke size that the full run does not have, are refused when it is written down."""
    with pytest.raises(ValueError, match="toy needs at least 5 seeds, got 4"):
        experiment(seeds=(0, 1, 2, 3))
    with pytest.raises(ValueError, match="full and smoke sizes"):
        experiment(smoke={})
