"""Takes the slow run for one with too high a rate, and the other way round.

fails:
- run A
- run D
points: 4
"""

diagnosis = {
    "A": "a lower learning rate",
    "B": "more regularization",
    "C": "nothing",
    "D": "a higher learning rate",
    "E": "more capacity",
    "F": "larger batches",
}
