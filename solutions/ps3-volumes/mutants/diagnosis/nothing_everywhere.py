"""Answers "nothing" for every run.

fails:
- run A
- run B
- run D
- run E
- run F
points: 1
"""

diagnosis = {
    "A": "nothing",
    "B": "nothing",
    "C": "nothing",
    "D": "nothing",
    "E": "nothing",
    "F": "nothing",
}
