"""Uses the exponential schedule for 1/t too.

fails:
- 1/t slows down
points: 6
"""


def learning_rate(epoch, *, schedule, initial, half_life):
    if schedule == "1/t":
        return initial * 0.5 ** (epoch / half_life)
    if schedule == "exponential":
        factor = 0.5 ** (1 / half_life)
        return initial * factor**epoch
    if schedule == "step":
        return initial * 0.5 ** (epoch // half_life)
    raise ValueError(f"unknown schedule {schedule!r}")
