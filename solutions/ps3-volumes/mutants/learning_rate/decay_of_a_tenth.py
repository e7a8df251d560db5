"""1/t with decay 0.1, whatever the half-life; right for a half-life of 10 alone.

fails:
- 1/t slows down
points: 6
"""


def learning_rate(epoch, *, schedule, initial, half_life):
    if schedule == "1/t":
        return initial / (1 + 0.1 * epoch)
    if schedule == "exponential":
        factor = 0.5 ** (1 / half_life)
        return initial * factor**epoch
    if schedule == "step":
        return initial * 0.5 ** (epoch // half_life)
    raise ValueError(f"unknown schedule {schedule!r}")
