"""Max pooling forward, and backward: the gradient of an output goes to the one place that won its window."""

import numpy as np

from cnncourse.figures.interactive.stepper import Changes, Frame, Stepper, number

CELL = 40
TOP = 46  # of the grids, below their titles
IMAGE = np.array([[1, 1, 2, 4], [5, 6, 7, 8], [3, 2, 1, 0], [1, 2, 3, 4]])
GRAD_OUT = np.array([[10, 20], [30, 40]])


def max_pool() -> Stepper:
    """4 by 4 numbers, windows of 2 by 2, stride 2; the upstream gradient is 10, 20, 30, 40."""
    figure = Stepper(17 * CELL + 2, 4 * CELL + TOP + 2)
    for left, title in ((0, "input"), (5.5, "output"), (8.5, "output"), (13, "input")):
        figure.label(left * CELL + 1, TOP - 8, title)
    for left in (8.5, 13):
        figure.label(left * CELL + 1, TOP - 28, "gradient of")
    for (row, column), value in np.ndenumerate(IMAGE):
        figure.cell(f"x{row},{column}", 1 + column * CELL, TOP + row * CELL, CELL, number(value))
        figure.cell(f"g{row},{column}", 13 * CELL + column * CELL, TOP + row * CELL, CELL)
    for (row, column), value in np.ndenumerate(GRAD_OUT):
        figure.cell(f"o{row},{column}", (5.5 + column) * CELL, TOP + row * CELL, CELL)
        figure.cell(f"u{row},{column}", (8.5 + column) * CELL, TOP + row * CELL, CELL, number(value))
    figure.add("rect", "kernel", x=1, y=TOP, width=2 * CELL, height=2 * CELL, class_="kernel")
    figure.sequences[""] = _frames()
    figure.still = ("", -1)
    return figure


def _frames() -> list[Frame]:
    """Four windows forward, four gradients backward."""
    frames: list[Frame] = []
    state: Changes = {}
    winners = {}
    for row, column in np.ndindex(2, 2):
        window = IMAGE[2 * row : 2 * row + 2, 2 * column : 2 * column + 2]
        i, j = np.unravel_index(window.argmax(), (2, 2))
        winners[row, column] = (2 * row + int(i), 2 * column + int(j))
        state = {
            **state,
            f"o{row},{column}": {"class": "cell done"},
            f"o{row},{column}.t": {"text": number(window.max())},
        }
        state[f"x{winners[row, column][0]},{winners[row, column][1]}"] = {"class": "cell seen"}
        listed = ", ".join(number(int(value)) for value in window.ravel())
        words = f"Forward: the largest of {listed} is {number(window.max())}."
        frames.append(Frame(words, {**state, **_window(row, column)}))
    state = {**state, **{f"g{r},{c}.t": {"text": "0"} for r, c in np.ndindex(4, 4)}}
    for (row, column), (r, c) in winners.items():
        value = number(int(GRAD_OUT[row, column]))
        state = {**state, f"g{r},{c}": {"class": "cell done"}, f"g{r},{c}.t": {"text": value}}
        state[f"u{row},{column}"] = {"class": "cell seen"}
        words = f"Backward: the gradient {value} goes to row {r + 1}, column {c + 1}, which won. The other three get 0."
        frames.append(Frame(words, {**state, **_window(row, column)}))
    return frames


def _window(row: int, column: int) -> dict:
    return {"kernel": {"x": 1 + 2 * column * CELL, "y": TOP + 2 * row * CELL}}
