"""Always the lecture's factor 0.97.

fails:
- half after the half-life, by hand
- exponential: the factor of one epoch
points: 4
"""


def learning_rate(epoch, *, schedule, initial, half_life):
    if schedule == "1/t":
        return initial / (1 + epoch / half_life)
    if schedule == "exponential":
        factor = 0.97
        return initial * factor**epoch
    if schedule == "step":
        return initial * 0.5 ** (epoch // half_life)
    raise ValueError(f"unknown schedule {schedule!r}")
