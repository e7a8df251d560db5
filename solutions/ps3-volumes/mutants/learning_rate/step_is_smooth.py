"""Divides with / in the step schedule, so that it falls in every epoch.

fails:
- step: constant in between
points: 7
"""


def learning_rate(epoch, *, schedule, initial, half_life):
    if schedule == "1/t":
        return initial / (1 + epoch / half_life)
    if schedule == "exponential":
        factor = 0.5 ** (1 / half_life)
        return initial * factor**epoch
    if schedule == "step":
        return initial * 0.5 ** (epoch / half_life)
    raise ValueError(f"unknown schedule {schedule!r}")
