"""Adds the counts of row and column.

fails:
- 7 pixels a side, window 3, by hand
- padding 1 by hand
- an image that is not square
- stride
- two and three layers
points: 0
"""

import numpy as np


def usage_count(size, kernel_size, *, padding=0, stride=1, layers=1):
    def along(n, layers):
        if layers == 0:
            return np.ones(n, dtype=int)
        above = along((n + 2 * padding - kernel_size) // stride + 1, layers - 1)
        counts = np.zeros(n + 2 * padding, dtype=int)
        for place in range(len(above)):
            counts[place * stride : place * stride + kernel_size] += above[place]
        return counts[padding : padding + n]

    H, W = (size, size) if isinstance(size, int) else size
    return along(H, layers)[:, None] + along(W, layers)[None, :]
