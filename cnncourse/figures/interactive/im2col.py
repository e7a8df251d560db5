"""Convolution as one matrix product: each window becomes a column, the kernel a row."""

import numpy as np

from cnncourse.figures.interactive.stepper import Changes, Frame, Stepper, number

CELL = 30
IMAGE = np.array([[1, 2, 0, 1], [0, 1, 3, 1], [2, 0, 1, 0], [1, 1, 0, 2]])
KERNEL = np.array([[1, 2], [0, -1]])


def im2col() -> Stepper:
    """4 by 4 numbers and a kernel of 2 by 2: nine windows, so a matrix of 4 by 9."""
    figure = Stepper(20 * CELL, 9 * CELL)
    figure.label(1, 18, "input 4×4")
    for (row, column), value in np.ndenumerate(IMAGE):
        figure.cell(f"x{row},{column}", 1 + column * CELL, 24 + row * CELL, CELL, number(value))
    left = 10 * CELL
    figure.label(left, 18, "columns: one a window")
    for row, column in np.ndindex(4, 9):
        figure.cell(f"m{row},{column}", left + column * CELL, 24 + row * CELL, CELL)
    figure.label(5 * CELL, 6 * CELL + 10, "kernel row")
    for i, value in enumerate(KERNEL.ravel()):
        figure.cell(f"k{i}", (5 + i) * CELL, 6.5 * CELL, CELL, number(value), "cell seen")
    figure.label(left, 6 * CELL + 10, "row · columns = output")
    for column in range(9):
        figure.cell(f"o{column}", left + column * CELL, 6.5 * CELL, CELL)
    figure.add("rect", "kernel", x=1, y=24, width=2 * CELL, height=2 * CELL, class_="kernel")
    figure.sequences[""] = _frames()
    figure.still = ("", -1)
    return figure


def _frames() -> list[Frame]:
    """Nine windows copied, then nine products."""
    frames: list[Frame] = []
    state: Changes = {}
    columns = np.stack([IMAGE[r : r + 2, c : c + 2].ravel() for r, c in np.ndindex(3, 3)], axis=1)
    for at, (row, column) in enumerate(np.ndindex(3, 3)):
        for i in range(4):
            state = {**state, f"m{i},{at}": {"class": "cell done"}, f"m{i},{at}.t": {"text": number(columns[i, at])}}
        seen = {f"x{row + i},{column + j}": {"class": "cell seen"} for i, j in np.ndindex(2, 2)}
        moved = {"kernel": {"x": 1 + column * CELL, "y": 24 + row * CELL}}
        words = f"Window {at + 1} of 9, at row {row + 1}, column {column + 1}, becomes column {at + 1}."
        frames.append(Frame(words, {**state, **seen, **moved}))
    state = {**state, "kernel": {"class": "kernel unseen"}}
    for at, value in enumerate(KERNEL.ravel() @ columns):
        state = {**state, f"o{at}": {"class": "cell done"}, f"o{at}.t": {"text": number(value)}}
        seen = {f"m{i},{at}": {"class": "cell seen"} for i in range(4)}
        pairs = zip(KERNEL.ravel(), columns[:, at], strict=True)
        words = " + ".join(f"({number(a)})·{number(b)}" if a < 0 else f"{number(a)}·{number(b)}" for a, b in pairs)
        frames.append(Frame(f"Output {at + 1}: {words} = {number(value)}.", {**state, **seen}))
    return frames
