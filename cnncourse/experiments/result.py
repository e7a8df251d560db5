"""What an experiment found, as a small committed file. Reading it needs nothing but Python."""

import json
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

FOLDER = Path(__file__).parent / "results"


@dataclass(frozen=True)
class Part:
    """One effect: its mean over the seeds, its 95 % interval, and the line it had to clear.

    ``effect``, ``interval``, ``above`` and ``by_seed`` are in natural units (an accuracy is a share); they are
    multiplied by ``factor`` and followed by ``unit`` when printed.
    """

    name: str
    above: float
    unit: str
    factor: float
    effect: float
    interval: tuple[float, float]
    by_seed: tuple[float, ...]
    verdict: str

    @property
    def sentence(self) -> str:
        """The part with its numbers, e.g. "same minus valid: +2.1 points (95 % interval +1.0 to +3.2)…"."""
        low, high = (self._print(bound) for bound in self.interval)
        value = f"{self._print(self.effect)} {self.unit}".rstrip()
        return (
            f"{self.name}: {value} (95 % interval {low} to {high}, {len(self.by_seed)} seeds; "
            f"the claim needs more than {self.above * self.factor:g}): {self.verdict}"
        )

    def _print(self, value: float) -> str:
        return f"{value * self.factor:+.3g}"


@dataclass(frozen=True)
class Finding:
    """The verdict on one claim, by all the effects it predicts.

    Attributes:
        claim: id in the ledger.
        verdict: "confirmed", "contradicted" or "undecided".
        parts: the effects.
        would_decide: for an undecided claim, what scale would decide; else empty.
    """

    claim: str
    verdict: str
    parts: tuple[Part, ...]
    would_decide: str = ""

    @property
    def summary(self) -> str:
        """All parts with their numbers, as one sentence."""
        text = "; ".join(part.sentence for part in self.parts)
        return f"{text}. To decide: {self.would_decide}." if self.would_decide else f"{text}."


@dataclass(frozen=True)
class Result:
    """A finished experiment.

    Attributes:
        name: of the experiment.
        question: in one sentence.
        rule: the decision rule in words, as it stood before the run.
        findings: one for each claim, the main one first.
        seeds: one independent repetition each.
        sizes: how large the data were and how long the training.
        versions: of Python and the libraries that computed it.
        wall_seconds: sum over all runs, on one core.
        rows: settings, seed and measures of every run, for figures.
    """

    name: str
    question: str
    rule: str
    findings: tuple[Finding, ...]
    seeds: tuple[int, ...]
    sizes: dict[str, Any]
    versions: dict[str, str]
    wall_seconds: float
    rows: list[dict[str, Any]] = field(repr=False)

    @property
    def verdict(self) -> str:
        """Of the main claim."""
        return self.findings[0].verdict

    @property
    def effect(self) -> float:
        """Mean of the main claim's first effect."""
        return self.findings[0].parts[0].effect

    @property
    def interval(self) -> tuple[float, float]:
        """95 % interval of the main claim's first effect."""
        return self.findings[0].parts[0].interval

    @property
    def summary(self) -> str:
        """The main claim's effects with their numbers, as one sentence."""
        return self.findings[0].summary

    def finding(self, claim: str) -> Finding:
        """The finding on one claim.

        Raises:
            KeyError: if this experiment says nothing about it.
        """
        for found in self.findings:
            if found.claim == claim:
                return found
        raise KeyError(f"experiment {self.name} has no finding on {claim!r}; it has {[f.claim for f in self.findings]}")


def load_result(name: str, folder: Path = FOLDER) -> Result:
    """The committed result of an experiment.

    Raises:
        FileNotFoundError: if it has none; the message says how to make one.
    """
    path = folder / f"{name}.json"
    if not path.exists():
        raise FileNotFoundError(f"No result for {name!r}. Make it with: cnncourse experiments run {name}")
    data = json.loads(path.read_text(encoding="utf-8"))
    findings = tuple(_finding(entry) for entry in data.pop("findings"))
    return Result(findings=findings, seeds=tuple(data.pop("seeds")), **data)


def _finding(entry: dict[str, Any]) -> Finding:
    parts = [
        Part(**{**part, "interval": tuple(part["interval"]), "by_seed": tuple(part["by_seed"])})
        for part in entry.pop("parts")
    ]
    return Finding(parts=tuple(parts), **entry)


def save_result(result: Result, folder: Path = FOLDER) -> Path:
    """Write the file that `load_result` reads: indented, one row of data per line."""
    data = asdict(result)
    rows = data.pop("rows")
    head = json.dumps(data, indent=1, ensure_ascii=False)
    lines = ",\n".join("  " + json.dumps(row, ensure_ascii=False) for row in rows)
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / f"{result.name}.json"
    path.write_text(f'{head[:-2]},\n "rows": [\n{lines}\n ]\n}}\n', encoding="utf-8")
    return path
