"""The layers against PyTorch, as a table: `make bench`, or `python -m benchmarks.layers [--save]`.

Prints what each library computes with, what each idea buys in a convolution, and every quantity beside its bound.
With --save the numbers also go to benchmarks/results/layers.json, which the book draws.
"""

from __future__ import annotations

import argparse
import json
from pathlib import Path

from benchmarks import environment  # isort: skip  # first: it chooses threads and instruction sets

from rich.console import Console
from rich.table import Table

from benchmarks import convolutions, imports, norm_and_net, pooling
from benchmarks.convolutions import KINDS, Measured
from benchmarks.quantities import Quantity, print_quantities

RESULTS = Path(__file__).parent / "results" / "layers.json"


def main() -> None:
    """Measure, print, and save if asked to."""
    parser = argparse.ArgumentParser(description="Time and memory of the NumPy layers, beside PyTorch's.")
    parser.add_argument("--save", action="store_true", help=f"also write {RESULTS.name}, which the book draws")
    save = parser.parse_args().save
    console = Console(width=110)
    machine = environment.describe()
    for name, text in machine.items():
        console.print(f"{name:>25}: {text}", highlight=False)
    console.print("\nfloat32, one thread, median thread time of 9 runs in rotated order\n")
    results = []
    for problem in convolutions.PROBLEMS:
        console.print(f"measuring {problem}", highlight=False)
        results.append(convolutions.measure(problem))
    print_ideas(results, console)
    rows = convolutions.quantities(results)
    rows += [*pooling.quantities(), *norm_and_net.quantities(), *imports.quantities()]
    print_quantities("Against the bounds", rows, console)
    missed = [row.name for row in rows if row.verdict == "MISSED"]
    console.print(f"missed: {', '.join(missed)}" if missed else f"all {len(rows)} met")
    if save:
        RESULTS.parent.mkdir(exist_ok=True)
        RESULTS.write_text(json.dumps(as_data(machine, results, rows), indent=1) + "\n")


def print_ideas(results: list[Measured], console: Console) -> None:
    """Milliseconds of forward and backward, and memory, for each way to convolve."""
    table = Table(title="conv2d forward + backward, ms (peak memory / (input + output))", min_width=80)
    table.add_column("")
    for kind in KINDS:
        table.add_column(kind, justify="right")
    for result in results:
        cells = [f"{1000 * result.both(kind):,.1f}" for kind in KINDS]
        for column, kind in enumerate(KINDS):
            if kind in result.peak:
                cells[column] += f" ({result.memory(kind):.1f})"
        table.add_row(result.problem.name, *cells)
    console.print(table)


def as_data(machine: dict[str, str], results: list[Measured], rows: list[Quantity]) -> dict[str, object]:
    """What is saved: the machine, the table of ideas, the table of bounds."""
    ideas = [
        {
            "problem": str(result.problem),
            "milliseconds": {kind: round(1000 * result.both(kind), 2) for kind in KINDS},
            "memory": {kind: round(result.memory(kind), 2) for kind in result.peak},
        }
        for result in results
    ]
    return {"machine": machine, "convolutions": ideas, "quantities": [row.as_dict() for row in rows]}


if __name__ == "__main__":
    main()
