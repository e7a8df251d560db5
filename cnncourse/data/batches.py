"""Cutting data into parts: a stratified split, and shuffled minibatches."""

from collections.abc import Iterator
from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray


class Minibatches:
    """Batches of (x, y), shuffled anew in each pass; arrays or tensors, whatever is given comes out.

    Each pass visits every example exactly once. The order depends on the seed and on how many passes went
    before, so a second object with the same seed gives the same sequence of passes.

    Args:
        x: N examples along the first axis.
        y: N targets.
        batch_size: examples in a batch; the last batch of a pass may be smaller.
        shuffle: keep the given order if False.
        drop_last: leave out a last batch that is not full.
        seed: of the shuffling.
    """

    def __init__(
        self, x: Any, y: Any, batch_size: int, *, shuffle: bool = True, drop_last: bool = False, seed: int = 0
    ) -> None:
        if len(x) != len(y):
            raise ValueError(f"x and y must have the same length, got {len(x)} and {len(y)}")
        if batch_size < 1:
            raise ValueError(f"batch_size must be at least 1, got {batch_size}")
        self.x, self.y, self.batch_size = x, y, batch_size
        self.shuffle, self.drop_last = shuffle, drop_last
        self._rng = np.random.default_rng(seed)

    def __len__(self) -> int:
        full, rest = divmod(len(self.x), self.batch_size)
        return full + (rest > 0 and not self.drop_last)

    def __iter__(self) -> Iterator[tuple[Any, Any]]:
        count = len(self.x)
        order = self._rng.permutation(count) if self.shuffle else np.arange(count)
        for k in range(len(self)):
            chosen = order[k * self.batch_size : (k + 1) * self.batch_size]
            yield self.x[chosen], self.y[chosen]


def split(labels: ArrayLike, sizes: list[int], *, seed: int = 0) -> list[NDArray[np.int64]]:
    """Disjoint random sets of indices, each with the classes as evenly filled as ``labels`` allows.

    Args:
        labels: (N,) class of each example.
        sizes: number of examples wanted in each part; together at most N.
        seed: of the draw.

    Returns:
        One index array for each size, in random order.

    Raises:
        ValueError: if the parts together are larger than the data.
    """
    classes = np.asarray(labels)
    if sum(sizes) > len(classes) or min(sizes) < 0:
        raise ValueError(f"sizes {sizes} do not fit {len(classes)} examples")
    rng = np.random.default_rng(seed)
    rank = np.empty(len(classes), dtype=np.int64)
    for name in np.unique(classes):
        members = np.flatnonzero(classes == name)
        rank[members] = rng.permutation(len(members))
    # walking by rank takes one example of each class per round; ties within a round fall at random
    order = np.lexsort((rng.random(len(classes)), rank))
    ends = np.cumsum(sizes)
    return [rng.permutation(order[end - count : end]) for count, end in zip(sizes, ends, strict=True)]
