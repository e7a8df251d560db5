"""conv2d beside PyTorch's, a bare matrix product, what most course code does, and the plain loops."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from benchmarks.course_code import im2col_backward, im2col_forward
from benchmarks.measure import Work, median_seconds, peak_bytes
from benchmarks.problems import PROBLEMS, Problem, TorchConv
from benchmarks.quantities import Quantity, geometric_mean
from cnncourse.layers_numpy import (
    conv2d_backward,
    conv2d_backward_plain,
    conv2d_forward,
    conv2d_forward_plain,
)

KINDS = ("ours", "course code", "plain loops", "PyTorch")


@dataclass(frozen=True)
class Measured:
    """The seconds of each phase of each kind, and the peak memory in bytes of forward and backward together."""

    problem: Problem
    seconds: dict[str, float]  # "ours forward", "PyTorch backward", "product forward", ...
    peak: dict[str, int]

    def both(self, kind: str) -> float:
        """Seconds of forward and backward."""
        return self.seconds[f"{kind} forward"] + self.seconds[f"{kind} backward"]

    def against_torch(self, kind: str) -> float:
        """Forward and backward, in PyTorch's time."""
        return self.both(kind) / self.both("PyTorch")

    def memory(self, kind: str) -> float:
        """The peak, in units of input and output together."""
        return self.peak[kind] / self.problem.input_and_output_bytes


def measure(problem: Problem) -> Measured:
    """All of it for one problem."""
    x, weight, bias, grad_out = problem.arrays()
    pairs = {"ours": (conv2d_forward, conv2d_backward), "course code": (im2col_forward, im2col_backward)}
    works: dict[str, Work] = {}
    peak = {}
    for kind, (forward, backward) in pairs.items():
        cache = forward(x, weight, bias, **problem.options)[1]
        works[f"{kind} forward"] = lambda forward=forward: forward(x, weight, bias, **problem.options)
        works[f"{kind} backward"] = lambda backward=backward, cache=cache: backward(grad_out, cache)

        def both_ways(forward=forward, backward=backward):
            out, cache = forward(x, weight, bias, **problem.options)
            return out, backward(grad_out, cache)

        peak[kind] = peak_bytes(both_ways)
    reference = TorchConv(problem)
    works |= {"PyTorch forward": reference.forward, "PyTorch backward": reference.backward}
    seconds = median_seconds(works | bare_products(problem)) | plain_seconds(problem)
    return Measured(problem, seconds, peak)


def bare_products(problem: Problem) -> dict[str, Work]:
    """The matrix products alone, with the columns of the whole batch already there: one forward, two backward."""
    x, weight, _, grad_out = problem.arrays()
    rng, places = np.random.default_rng(1), len(x) * problem.out_size**2
    filters = weight.reshape(len(weight), -1)
    columns = rng.standard_normal((filters.shape[1], places), dtype=np.float32)
    upstream = np.ascontiguousarray(grad_out.swapaxes(0, 1)).reshape(len(weight), places)
    out, grad_columns = np.empty_like(upstream), np.empty_like(columns)
    return {
        "product forward": lambda: np.matmul(filters, columns, out=out),
        "product backward": lambda: (upstream @ columns.T, np.matmul(filters.T, upstream, out=grad_columns)),
    }


def plain_seconds(problem: Problem) -> dict[str, float]:
    """The loops on one image, once, times the number of images: they take the same time for each."""
    x, weight, bias, grad_out = problem.arrays(batch=1)
    cache = conv2d_forward_plain(x, weight, bias, **problem.options)[1]
    works: dict[str, Work] = {
        "plain loops forward": lambda: conv2d_forward_plain(x, weight, bias, **problem.options),
        "plain loops backward": lambda: conv2d_backward_plain(grad_out, cache),
    }
    return {name: problem.batch * value for name, value in median_seconds(works, repeats=1).items()}


def quantities(results: list[Measured]) -> list[Quantity]:
    """The rows with a bound."""
    rows = [
        Quantity(
            "conv2d time / PyTorch's, geometric mean", geometric_mean(r.against_torch("ours") for r in results), 1.0
        )
    ]
    for result in results:
        rows.append(Quantity(f"conv2d time / PyTorch's, {result.problem.name}", result.against_torch("ours"), 1.5, 1.2))
    for result in results:
        if result.problem.name in "BC":
            for phase in ("forward", "backward"):
                ratio = result.seconds[f"ours {phase}"] / result.seconds[f"product {phase}"]
                rows.append(
                    Quantity(f"conv2d {phase} / a bare matrix product, {result.problem.name}", ratio, 1.25, 1.1)
                )
    for result in results:
        rows.append(
            Quantity(f"conv2d peak memory / (input + output), {result.problem.name}", result.memory("ours"), 2.2, 1.6)
        )
    return rows


def run(problems: tuple[Problem, ...] = PROBLEMS) -> list[Measured]:
    """Measure every problem."""
    return [measure(problem) for problem in problems]
