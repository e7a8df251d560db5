"""What an experiment is: a question, a rule written before the run, settings, seeds and a measurement."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from cnncourse.experiments.rule import Effect

Settings = Mapping[str, Any]
Sizes = Mapping[str, Any]


@dataclass(frozen=True)
class Experiment:
    """One experiment; its module gives it the name ``EXPERIMENT``.

    Attributes:
        name: as in ``cnncourse experiments run NAME``.
        question: in one sentence.
        rule: what is measured, and what would confirm or contradict each claim, in words.
        effects: the rule as code; a claim may need several.
        settings: the arms; every one is run with every seed.
        measure: (settings, seed, sizes) to named numbers. The same arguments give the same numbers.
        seeds: at least five. All arms of a seed share data, initial weights and order of batches.
        full, smoke: sizes of the real run and of one that takes seconds and proves only that the code runs.
        larger: for a claim that stays undecided: what other scale than more seeds would decide.
    """

    name: str
    question: str
    rule: str
    effects: tuple[Effect, ...]
    settings: tuple[Settings, ...]
    measure: Callable[[Settings, int, Sizes], dict[str, Any]]
    full: Sizes
    smoke: Sizes
    seeds: tuple[int, ...] = (0, 1, 2, 3, 4, 5, 6, 7)
    larger: str = ""

    def __post_init__(self) -> None:
        if len(self.seeds) < 5:
            raise ValueError(f"{self.name} needs at least 5 seeds, got {len(self.seeds)}")
        if self.full.keys() != self.smoke.keys():
            raise ValueError(f"{self.name}: full and smoke sizes have different names")

    @property
    def claims(self) -> tuple[str, ...]:
        """The claims it decides, the main one first."""
        return tuple(dict.fromkeys(effect.claim for effect in self.effects))
