"""Counts the windows of stride 1 in the result's size too.

fails:
- stride
points: 8
"""

import numpy as np


def usage_count(size, kernel_size, *, padding=0, stride=1, layers=1):
    stride = 1
    H, W = (size, size) if isinstance(size, int) else size
    sizes = [(H, W)]
    for _ in range(layers):
        H = (H + 2 * padding - kernel_size) // stride + 1
        W = (W + 2 * padding - kernel_size) // stride + 1
        sizes.append((H, W))
    counts = np.ones(sizes.pop(), dtype=int)
    while sizes:
        H, W = sizes.pop()
        below = np.zeros((H + 2 * padding, W + 2 * padding), dtype=int)
        for i in range(counts.shape[0]):
            for j in range(counts.shape[1]):
                below[i * stride : i * stride + kernel_size, j * stride : j * stride + kernel_size] += counts[i, j]
        counts = below[padding : padding + H, padding : padding + W]
    return counts
