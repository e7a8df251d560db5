"""Uses words of its own where the list has others.

fails:
- run C, and every answer from the list
- run A
- run D
points: 3
"""

diagnosis = {
    "A": "higher learning rate",
    "B": "more regularization",
    "C": "nothing",
    "D": "lower learning rate",
    "E": "more capacity",
    "F": "larger batches",
}
