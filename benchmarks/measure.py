"""Time and memory of functions, fairly: processor time of the thread, rotated order, medians; peak of what is held."""

from __future__ import annotations

import statistics
import time
import tracemalloc
from collections.abc import Callable, Mapping

Work = Callable[[], object]


def median_seconds(works: Mapping[str, Work], *, repeats: int = 9) -> dict[str, float]:
    """The median thread time of each function, over `repeats` rounds.

    Every round starts with another function, so that none always runs on a warm or a cold cache. Thread time does
    not count while other programs have the processor. One round before the first is not counted.
    """
    names = list(works)
    seconds: dict[str, list[float]] = {name: [] for name in names}
    for turn in range(-1, repeats):
        first = turn % len(names)
        for name in names[first:] + names[:first]:
            start = time.thread_time()
            works[name]()
            if turn >= 0:
                seconds[name].append(time.thread_time() - start)
    return {name: statistics.median(values) for name, values in seconds.items()}


def peak_bytes(work: Work) -> int:
    """The most memory that NumPy arrays made by `work` take at one time, its result included.

    What lives before the call (the input, the upstream gradient) does not count.
    """
    tracemalloc.start()
    try:
        result = work()  # held, so that what it returns counts to the end
        peak = tracemalloc.get_traced_memory()[1]
        del result
    finally:
        tracemalloc.stop()
    return peak
