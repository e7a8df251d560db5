"""The rows an experiment measured, and the two questions asked of them: a value, and a tuned value."""

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

Row = dict[str, Any]


class Table:
    """Rows, each the settings of one run, its seed and what was measured."""

    def __init__(self, rows: Iterable[Row]) -> None:
        self.rows = list(rows)

    def __len__(self) -> int:
        return len(self.rows)

    def __iter__(self) -> Iterator[Row]:
        return iter(self.rows)

    def where(self, **settings: Any) -> "Table":
        """The rows that have all these settings."""
        return Table(row for row in self.rows if all(row.get(k) == v for k, v in settings.items()))

    def value(self, measure: str, **settings: Any) -> float:
        """The measure of the one row that has these settings.

        Raises:
            LookupError: if there is not exactly one such row.
        """
        found = self.where(**settings).rows
        if len(found) != 1:
            raise LookupError(f"{len(found)} rows have {settings}; expected exactly one")
        return float(found[0][measure])

    def values(self, key: str) -> list[Any]:
        """The distinct values of a column, in order of first appearance."""
        return list(dict.fromkeys(row[key] for row in self.rows))

    def mean(self, measure: str, **settings: Any) -> float:
        """Mean of a measure over all rows with these settings."""
        found = [float(row[measure]) for row in self.where(**settings)]
        if not found:
            raise LookupError(f"no row has {settings}")
        return sum(found) / len(found)

    def best(self, knob: str, by: str, *, highest: bool, without_seed: int, **settings: Any) -> Any:
        """The value of a knob with the best mean of ``by`` over all seeds but one.

        A knob chosen and judged on the same run looks better than it is. So the run of seed s is judged with the
        value that the other seeds chose.
        """
        others = Table(row for row in self.where(**settings) if row["seed"] != without_seed)
        means = {value: others.mean(by, **{knob: value}) for value in others.values(knob)}
        return (max if highest else min)(means, key=lambda value: means[value])

    def tuned(
        self, measure: str, *, knob: str, seed: int, by: str | None = None, highest: bool = True, **settings: Any
    ) -> float:
        """The measure of one seed, with the knob at the value that the other seeds chose by ``by``."""
        choice = self.best(knob, by or measure, highest=highest, without_seed=seed, **settings)
        return self.value(measure, seed=seed, **{knob: choice}, **settings)


def merge(settings: Mapping[str, Any], seed: int, measured: Mapping[str, Any]) -> Row:
    """One row; floats are kept to six significant digits, which keeps the committed files small."""
    clash = (settings.keys() | {"seed"}) & measured.keys()
    if clash:
        raise ValueError(f"a measure has the name of a setting: {sorted(clash)}")
    return {**settings, "seed": seed, **{name: _short(value) for name, value in measured.items()}}


def _short(value: Any) -> Any:
    if isinstance(value, (list, tuple)):
        return [_short(entry) for entry in value]
    return float(f"{value:.6g}") if isinstance(value, float) else value
