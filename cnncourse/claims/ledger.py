"""The ledger: every statement of the six lectures that can be checked, one row each."""

import csv
import re
from dataclasses import dataclass, fields
from functools import cache
from pathlib import Path

LEDGER = Path(__file__).with_name("ledger.csv")
LECTURES = {  # in the order of the chapters, with the name that a reader knows
    "tum-ann": "TUM, Artificial Neural Networks",
    "rwth15": "RWTH, Machine Learning, lecture 15",
    "eecs445": "Michigan, EECS 445",
    "uva4": "Amsterdam, lecture 4",
    "tum-cnn": "TUM, Convolutional Neural Networks",
    "cs6890": "Ohio, CS 6890",
}
KINDS = ("attribution", "comparison", "definition", "experiment", "formula", "number", "param-count",
         "recommendation", "shape")  # fmt: skip
WAYS = ("count", "literature", "numeric", "symbolic", "train")
VERDICTS = {  # what the ledger may say of a row, and what that means to a reader
    "holds": "recomputed, and right as stated",
    "imprecise": "right only with a condition or a number that the lecture leaves out",
    "wrong": "contradicted by the computation",
    "literature-only": "a matter of record or of practice: a source is named, nothing is computed",
    "confirmed": "an experiment with a rule fixed beforehand came out for it",
    "contradicted": "an experiment with a rule fixed beforehand came out against it",
    "undecided": "an experiment was run, and could not decide at its scale",
    "needs-experiment": "waits for its experiment",
}
_ID = re.compile(r"[a-z]+(-[a-z0-9]+)?-\d{3}")


@dataclass(frozen=True)
class Claim:
    """One row of the ledger. `claim` is the lecture's statement in our words, `correction` what is right instead."""

    id: str
    lecture: str
    section: str
    claim: str
    kind: str
    how_to_check: str
    verdict: str
    correction: str
    concept: str

    def __post_init__(self) -> None:
        for name, allowed in (
            ("lecture", LECTURES),
            ("kind", KINDS),
            ("how_to_check", WAYS),
            ("verdict", VERDICTS),
        ):
            if getattr(self, name) not in allowed:
                raise ValueError(
                    f"claim {self.id}: {name} is {getattr(self, name)!r}, expected one of {', '.join(allowed)}"
                )
        if not _ID.fullmatch(self.id):
            raise ValueError(f"claim id {self.id!r} is not of the form lecture-number, as in eecs-445-022")


def read_ledger(path: Path) -> dict[str, Claim]:
    """Read a ledger file.

    Raises:
        ValueError: where a column is missing, a value is not allowed, or an id stands twice; names file and line.
    """
    columns = [field.name for field in fields(Claim)]
    claims: dict[str, Claim] = {}
    with path.open(newline="", encoding="utf-8") as lines:
        reader = csv.DictReader(lines)
        if reader.fieldnames != columns:
            raise ValueError(f"{path.name}: columns are {reader.fieldnames}, expected {columns}")
        for row in reader:
            try:
                claim = Claim(**row)
            except (TypeError, ValueError) as error:
                raise ValueError(f"{path.name}, line {reader.line_num}: {error}") from None
            if claim.id in claims:
                raise ValueError(f"{path.name}, line {reader.line_num}: id {claim.id} stands twice")
            claims[claim.id] = claim
    return claims


@cache
def load_ledger() -> dict[str, Claim]:
    """All rows of the course's ledger, by id, in the order of the file."""
    return read_ledger(LEDGER)
