"""Returns the initial rate in every epoch.

fails:
- half after the half-life, by hand
- 1/t slows down
- exponential: the factor of one epoch
- step: constant in between
points: 1
"""


def learning_rate(epoch, *, schedule, initial, half_life):
    if schedule == "1/t":
        return initial
    if schedule == "exponential":
        return initial
    if schedule == "step":
        return initial
    raise ValueError(f"unknown schedule {schedule!r}")
