"""Sees nothing wrong with the noisy run, and finds noise in the good one.

fails:
- run C, and every answer from the list
- run F
points: 4
"""

diagnosis = {
    "A": "a higher learning rate",
    "B": "more regularization",
    "C": "larger batches",
    "D": "a lower learning rate",
    "E": "more capacity",
    "F": "nothing",
}
