"""Takes the slow run for a small network, and the small network for a slow run.

fails:
- run A
- run E
points: 4
"""

diagnosis = {
    "A": "more capacity",
    "B": "more regularization",
    "C": "nothing",
    "D": "a lower learning rate",
    "E": "a higher learning rate",
    "F": "larger batches",
}
