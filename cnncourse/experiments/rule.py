"""The decision rule: an effect, a line it has to clear, and a verdict by its 95 % interval."""

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from cnncourse.experiments.result import Finding, Part
from cnncourse.experiments.table import Table

CONFIRMED, CONTRADICTED, UNDECIDED = "confirmed", "contradicted", "undecided"


@dataclass(frozen=True)
class Effect:
    """What a claim predicts, as one number for each seed.

    Attributes:
        claim: id of the row in the ledger, or of the sentence in the book that it backs.
        name: what the number is, e.g. "accuracy with same padding minus accuracy with valid".
        of: the number of one seed, from the table of all rows.
        above: the claim needs the mean effect to lie above this.
        unit: printed after the number.
        factor: the number is multiplied by it for printing (100 for accuracies in points).
    """

    claim: str
    name: str
    of: Callable[[Table, int], float]
    above: float = 0.0
    unit: str = "points"
    factor: float = 100.0


def interval(values: Sequence[float]) -> tuple[float, float]:
    """95 % confidence interval of the mean: Student's t over the seeds.

    Raises:
        ValueError: for fewer than two values.
    """
    from scipy.stats import t  # here, so that reading committed results does not import scipy

    count = len(values)
    if count < 2:
        raise ValueError(f"an interval needs at least two values, got {count}")
    mean = math.fsum(values) / count
    spread = math.sqrt(math.fsum((v - mean) ** 2 for v in values) / (count - 1))
    half = float(t.ppf(0.975, count - 1)) * spread / math.sqrt(count)
    return mean - half, mean + half


def judge(effect: Effect, table: Table, seeds: Sequence[int]) -> Part:
    """Confirmed if the whole interval lies above the line, contradicted if wholly below, else undecided."""
    by_seed = [effect.of(table, seed) for seed in seeds]
    low, high = interval(by_seed)
    verdict = CONFIRMED if low > effect.above else CONTRADICTED if high < effect.above else UNDECIDED
    return Part(
        name=effect.name,
        above=effect.above,
        unit=effect.unit,
        factor=effect.factor,
        effect=math.fsum(by_seed) / len(by_seed),
        interval=(low, high),
        by_seed=tuple(by_seed),
        verdict=verdict,
    )


def find(claim: str, parts: Sequence[Part], larger: str = "") -> Finding:
    """The verdict on a claim: contradicted if any part is, confirmed if all are, else undecided.

    Args:
        claim: id.
        parts: its effects, judged.
        larger: what other scale would decide, said only if the claim stays undecided.
    """
    verdicts = {part.verdict for part in parts}
    everything_clear = CONFIRMED if verdicts == {CONFIRMED} else UNDECIDED
    verdict = CONTRADICTED if CONTRADICTED in verdicts else everything_clear
    undecided = [part for part in parts if part.verdict == UNDECIDED]
    ways = [*(seeds_to_decide(part) for part in undecided), *([larger] if larger else [])]
    would = "; ".join(ways) if verdict == UNDECIDED else ""
    return Finding(claim=claim, verdict=verdict, parts=tuple(parts), would_decide=would)


def seeds_to_decide(part: Part) -> str:
    """How many seeds would decide, if effect and spread stayed what they are here."""
    half = (part.interval[1] - part.interval[0]) / 2
    distance = abs(part.effect - part.above)
    seeds = math.inf if distance == 0 else math.ceil(len(part.by_seed) * (half / distance) ** 2)
    if seeds > 200:
        return f"{part.name}: so close to the line that even 200 seeds of this size would not decide"
    return f"{part.name}: about {seeds} seeds of this size, if effect and spread stay as they are"
