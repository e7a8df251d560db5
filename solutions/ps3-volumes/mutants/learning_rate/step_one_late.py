"""Halves one epoch too late.

fails:
- half after the half-life, by hand
- step: constant in between
points: 5
"""


def learning_rate(epoch, *, schedule, initial, half_life):
    if schedule == "1/t":
        return initial / (1 + epoch / half_life)
    if schedule == "exponential":
        factor = 0.5 ** (1 / half_life)
        return initial * factor**epoch
    if schedule == "step":
        return initial * 0.5 ** ((epoch - 1) // half_life)
    raise ValueError(f"unknown schedule {schedule!r}")
