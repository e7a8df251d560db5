"""A measured quantity beside what it must be and what it aims at."""

from __future__ import annotations

import math
from collections.abc import Iterable
from dataclasses import asdict, dataclass
from typing import Any

from rich.console import Console
from rich.table import Table


@dataclass(frozen=True)
class Quantity:
    """One row of the table; smaller is better."""

    name: str
    value: float
    must: float | None = None
    aim: float | None = None

    @property
    def verdict(self) -> str:
        """Whether the value is what it must be, in a word."""
        if self.must is None:
            return ""
        if self.value > self.must:
            return "MISSED"
        return "met" if self.aim is None or self.value > self.aim else "met, and the aim"

    def as_dict(self) -> dict[str, Any]:
        """For the file that the book draws."""
        return {**asdict(self), "value": round(self.value, 3)}


def geometric_mean(values: Iterable[float]) -> float:
    """The mean of ratios: 2 and 0.5 make 1."""
    logarithms = [math.log(value) for value in values]
    return math.exp(sum(logarithms) / len(logarithms))


def print_quantities(title: str, rows: Iterable[Quantity], console: Console) -> None:
    """The table, one row for each quantity."""
    table = Table(title=title, title_justify="left", title_style="bold")
    table.add_column("quantity")
    for heading in ("measured", "must", "aim"):
        table.add_column(heading, justify="right")
    table.add_column("")
    for row in rows:
        must, aim = ("" if bound is None else f"{bound:g}" for bound in (row.must, row.aim))
        table.add_row(row.name, f"{row.value:.2f}", must, aim, row.verdict)
    console.print(table)
