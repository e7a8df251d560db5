"""The decision rule: an interval against a line, and what would decide."""

import pytest

from cnncourse.experiments.result import Part
from cnncourse.experiments.rule import Effect, find, interval, judge, seeds_to_decide
from cnncourse.experiments.table import Table


def table_of(*effects):
    """One row for each seed."""
    return Table({"seed": seed, "gain": gain} for seed, gain in enumerate(effects))


def judged(*effects, above=0.0):
    """The part of an effect that is read off the rows as it is."""
    effect = Effect("c", "gain", lambda table, seed: table.value("gain", seed=seed), above=above)
    return judge(effect, table_of(*effects), range(len(effects)))


def test_the_interval_is_students_t_by_hand():
    """1 to 5: mean 3, standard error sqrt(2.5/5), t(0.975, 4) = 2.7764 from the tables."""
    low, high = interval([1, 2, 3, 4, 5])

    assert (low, high) == pytest.approx((3 - 2.7764 * 0.70711, 3 + 2.7764 * 0.70711), abs=1e-4)


def test_one_value_has_no_interval():
    """With a single seed nothing is known of the spread."""
    with pytest.raises(ValueError, match="at least two values, got 1"):
        interval([1.0])


@pytest.mark.parametrize(
    ("effects", "above", "verdict"),
    [
        ((2.0, 2.1, 1.9, 2.0, 2.0), 0, "confirmed"),
        ((-2.0, -2.1, -1.9, -2.0, -2.0), 0, "contradicted"),
        ((2.0, -2.1, 1.9, -2.0, 0.5), 0, "undecided"),
        ((2.0, 2.1, 1.9, 2.0, 2.0), 3, "contradicted"),
        ((-0.1, 0.1, 0.0, 0.0, 0.0), -1, "confirmed"),
    ],
)
def test_the_verdict_is_where_the_whole_interval_lies(effects, above, verdict):
    """Wholly above the line, wholly below it, or neither."""
    assert judged(*effects, above=above).verdict == verdict


def test_the_part_keeps_the_numbers():
    """Mean, interval and each seed's number are kept, and printed with unit and factor."""
    part = judged(0.01, 0.02, 0.03)

    assert part.effect == pytest.approx(0.02)
    assert part.by_seed == (0.01, 0.02, 0.03)
    assert "gain: +2 points (95 % interval -0.484 to +4.48, 3 seeds; the claim needs more than 0)" in part.sentence


def test_a_claim_needs_all_its_parts():
    """One contradicted part contradicts it; one undecided part leaves it undecided; else it is confirmed."""
    yes, no, open_ = judged(2, 2.1), judged(-2, -2.1), judged(-1, 1.1)

    assert find("c", [yes, yes]).verdict == "confirmed"
    assert find("c", [yes, open_, no]).verdict == "contradicted"
    assert find("c", [yes, open_]).verdict == "undecided"
    assert find("c", [yes, open_]).would_decide.startswith("gain: ")
    assert find("c", [yes, open_], "photographs").would_decide.endswith("; photographs")
    assert find("c", [yes, no], "photographs").would_decide == ""


def test_seeds_to_decide_follow_from_the_half_width():
    """Half width 2 at distance 1 with 8 seeds: 8 * (2/1)^2 = 32 seeds; at distance 0 no number will do."""

    def part(effect):
        return Part("gain", 0.0, "points", 100, effect, (effect - 2, effect + 2), (0.0,) * 8, "undecided")

    assert "about 32 seeds" in seeds_to_decide(part(1.0))
    assert "even 200 seeds" in seeds_to_decide(part(0.0))
