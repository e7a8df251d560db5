"""Takes half_life for the time constant: falls to 1/e, not to 1/2.

fails:
- half after the half-life, by hand
- exponential: the factor of one epoch
points: 4
"""

import math


def learning_rate(epoch, *, schedule, initial, half_life):
    if schedule == "1/t":
        return initial / (1 + epoch / half_life)
    if schedule == "exponential":
        return initial * math.exp(-epoch / half_life)
    if schedule == "step":
        return initial * 0.5 ** (epoch // half_life)
    raise ValueError(f"unknown schedule {schedule!r}")
