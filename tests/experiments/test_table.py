"""The table answers with exactly one row, and tunes on other seeds than it judges."""

import pytest

from cnncourse.experiments.table import Table, merge


@pytest.fixture
def table():
    """Two learning rates, three seeds. Seed 0 alone prefers the large rate, and so strongly that the mean does too."""
    scores = {0.1: (0.0, 0.9, 0.9), 1.0: (1.0, 0.6, 0.6)}
    return Table({"lr": lr, "seed": s, "score": scores[lr][s]} for lr in scores for s in range(3))


def test_value_wants_one_row(table):
    """No row, or several, is an error that repeats the question."""
    assert table.value("score", lr=1.0, seed=0) == 1.0
    with pytest.raises(LookupError, match=r"3 rows have \{'lr': 1.0\}"):
        table.value("score", lr=1.0)
    with pytest.raises(LookupError, match="0 rows"):
        table.value("score", lr=7)


def test_a_knob_is_tuned_on_the_other_seeds(table):
    """Seed 0 is judged with the rate that seeds 1 and 2 chose, though its own best is the other one."""
    assert table.best("lr", "score", highest=True, without_seed=0) == 0.1
    assert table.tuned("score", knob="lr", seed=0) == 0.0


def test_a_knob_can_be_tuned_downwards_and_by_another_measure(table):
    """With highest=False the rate with the lowest mean is chosen; the measure that chooses need not be the one told."""
    for row in table:
        row["loss"] = 1 - row["score"]

    assert table.tuned("score", knob="lr", seed=0, highest=False) == 1.0
    assert table.tuned("score", knob="lr", seed=0, by="loss", highest=False) == 0.0


def test_rows_keep_six_digits_and_refuse_a_clash():
    """Files stay small; a measure cannot overwrite a setting."""
    assert merge({"lr": 0.1}, 3, {"x": 1 / 3, "y": [2 / 3, "a"]}) == {
        "lr": 0.1,
        "seed": 3,
        "x": 0.333333,
        "y": [0.666667, "a"],
    }
    with pytest.raises(ValueError, match="name of a setting: \\['lr'\\]"):
        merge({"lr": 0.1}, 3, {"lr": 2.0})
