"""Written the other way round: for each need, the run."""

by_need = {
    "nothing": "C",
    "more regularization": "B",
    "more capacity": "E",
    "larger batches": "F",
    "a higher learning rate": "A",
    "a lower learning rate": "D",
}
diagnosis = {run: need for need, run in by_need.items()}
