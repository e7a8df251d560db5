"""Finds each schedule's own decay first, and looks the schedule up in a table."""

import math


def learning_rate(epoch, *, schedule, initial, half_life):
    rate = math.log(2) / half_life
    table = {
        "1/t": lambda: 1 / (1 + epoch * (2 - 1) / half_life),
        "exponential": lambda: math.exp(-rate * epoch),
        "step": lambda: 2.0 ** -math.floor(epoch / half_life),
    }
    try:
        return table[schedule]() * initial
    except KeyError:
        raise ValueError(f"schedule must be one of {list(table)}, not {schedule}") from None
