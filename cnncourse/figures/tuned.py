"""Arms of an experiment, each at the value of a knob that the other seeds found best for it."""

from matplotlib.figure import Figure

from cnncourse.experiments.result import Result
from cnncourse.experiments.table import Table
from cnncourse.figures.arms import draw_arms


def draw_tuned(
    result: Result, *, arm: str, knob: str, measure: str, by: str | None = None, highest: bool = True
) -> Figure:
    """One row for each value of `arm`: `measure` of each seed, with `knob` chosen by `by` on the other seeds.

    The choice is the one that the experiments' decision rules make (`Table.tuned`).
    """
    table = Table(result.rows)
    arms = {
        f"{arm} {value}": [
            table.tuned(measure, knob=knob, seed=seed, by=by, highest=highest, **{arm: value}) for seed in result.seeds
        ]
        for value in table.values(arm)
    }
    return draw_arms({"": arms}, xlabel=f"test {measure}")
