"""Takes the noise of small batches for too high a rate, and the collapse for small batches.

fails:
- run D
- run F
points: 4
"""

diagnosis = {
    "A": "a higher learning rate",
    "B": "more regularization",
    "C": "nothing",
    "D": "larger batches",
    "E": "more capacity",
    "F": "a lower learning rate",
}
