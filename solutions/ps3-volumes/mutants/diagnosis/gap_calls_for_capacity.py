"""Answers a gap between the accuracies with a larger network, and no gap with regularization.

fails:
- run B
- run E
points: 4
"""

diagnosis = {
    "A": "a higher learning rate",
    "B": "more capacity",
    "C": "nothing",
    "D": "a lower learning rate",
    "E": "more regularization",
    "F": "larger batches",
}
