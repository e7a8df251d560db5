"""Raises, but does not say which schedule was unknown.

fails:
- an unknown schedule is refused
points: 7
"""


def learning_rate(epoch, *, schedule, initial, half_life):
    if schedule == "1/t":
        return initial / (1 + epoch / half_life)
    if schedule == "exponential":
        factor = 0.5 ** (1 / half_life)
        return initial * factor**epoch
    if schedule == "step":
        return initial * 0.5 ** (epoch // half_life)
    raise ValueError("unknown schedule")
