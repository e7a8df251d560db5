"""`cnncourse experiments`: the list, a result, a smoke run, an interruption."""

import pytest
from click.testing import CliRunner

from cnncourse.experiments import registry, result, runner
from cnncourse.experiments.cli import command
from cnncourse.experiments.experiment import Experiment
from cnncourse.experiments.rule import Effect


def invoke(*arguments):
    """Run the command in this process."""
    return CliRunner().invoke(command, list(arguments))


def test_list_shows_every_experiment_with_its_verdicts():
    """Each name is there, and at least one verdict."""
    done = invoke("list")

    assert done.exit_code == 0
    for name in registry.names():
        assert name in done.output
    assert "confirmed" in done.output


def test_show_prints_the_question_and_the_numbers():
    """The interval and the number of seeds are printed."""
    done = invoke("show", "padding")

    assert done.exit_code == 0
    assert "eecs-445-036" in done.output
    assert "95 % interval" in done.output.replace("\n", " ")


@pytest.mark.parametrize("name", registry.names())
def test_every_experiment_smokes(name, tmp_path):
    """At small size each runs from data to verdict, says that it decides nothing, and leaves no file behind."""
    done = invoke("run", name, "--smoke", "--journals", str(tmp_path / "j"), "--output", str(tmp_path / "out"))

    assert done.exit_code == 0, done.output
    assert "a smoke run decides nothing" in done.output
    assert not (tmp_path / "out").exists()
    assert list((tmp_path / "j").iterdir()) == []


def test_a_run_saves_its_result_prints_it_and_forgets_its_journal(monkeypatch, tmp_path):
    """A full run of a toy experiment leaves the result's file and no journal; the list knows what has not been run."""
    effect = Effect("c-1", "gain", lambda table, seed: table.value("gain", seed=seed))
    toy = Experiment(
        name="toy",
        question="Is there a gain?",
        rule="above 0",
        effects=(effect,),
        settings=({"arm": "only"},),
        measure=lambda settings, seed, sizes: {"gain": (-1.0) ** seed},
        full={},
        smoke={},
    )
    monkeypatch.setattr(registry, "get", lambda name: toy)
    done = invoke("run", "padding", "--journals", str(tmp_path / "j"), "--output", str(tmp_path / "out"))

    assert done.exit_code == 0, done.output
    assert "c-1: undecided" in done.output
    assert "To decide: gain" in done.output
    assert [path.name for path in (tmp_path / "out").iterdir()] == ["toy.json"]
    assert list((tmp_path / "j").iterdir()) == []


def test_what_was_never_run_is_shown_as_such(monkeypatch):
    """An experiment without a result is listed as not run yet, and show says how to run it."""

    def missing(name):
        raise FileNotFoundError(f"No result for {name!r}. Make it with: cnncourse experiments run {name}")

    monkeypatch.setattr(result, "load_result", missing)

    assert "not run yet" in invoke("list").output
    shown = invoke("show", "padding")
    assert shown.exit_code == 1
    assert "cnncourse experiments run padding" in shown.output


def test_an_interruption_says_how_to_carry_on(monkeypatch, tmp_path):
    """Ctrl-C ends with status 130 and says what is kept."""

    def interrupted(*args, **kwargs):
        raise KeyboardInterrupt

    monkeypatch.setattr(runner, "run", interrupted)
    done = invoke("run", "padding", "--journals", str(tmp_path))

    assert done.exit_code == 130
    assert "What is done of padding is kept; the same command carries on" in done.output


def test_an_unknown_name_is_refused_with_the_list():
    """click names what there is."""
    done = invoke("run", "paddding")

    assert done.exit_code == 2
    assert "padding" in done.output
