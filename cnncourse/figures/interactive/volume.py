"""Two filters slide over an image of three channels: each filter is as deep as the image and makes one channel."""

import numpy as np

from cnncourse.figures.interactive.stepper import Changes, Frame, Stepper, number

CELL = 26
IMAGE = np.array(
    [
        [[1, 0, 2, 1], [0, 1, 1, 0], [2, 1, 0, 1], [1, 0, 1, 2]],
        [[0, 1, 0, 2], [1, 1, 0, 0], [0, 2, 1, 1], [1, 0, 0, 1]],
        [[2, 0, 1, 0], [0, 0, 1, 1], [1, 1, 2, 0], [0, 1, 0, 1]],
    ]
)
WEIGHT = np.array(
    [
        [[[1, 0, 0], [0, 1, 0], [0, 0, 1]], [[0, 0, 1], [0, 1, 0], [1, 0, 0]], [[0, 1, 0], [1, 0, 1], [0, 1, 0]]],
        [[[1, 0, -1], [1, 0, -1], [1, 0, -1]], [[1, 1, 1], [0, 0, 0], [-1, -1, -1]], [[0, 0, 0], [0, 1, 0], [0, 0, 0]]],
    ]
)
BIAS = np.array([1, 0])


def volume() -> Stepper:
    """Input (3, 4, 4), weight (2, 3, 3, 3), bias (2,), stride 1: output (2, 2, 2)."""
    figure = Stepper(22 * CELL, 15 * CELL)
    for channel, grid in enumerate(IMAGE):
        top = channel * 5 * CELL + 20
        figure.label(1, top - 5, f"channel {channel + 1}")
        _grid(figure, f"x{channel}", grid, 1, top)
        figure.add("rect", f"w{channel}", x=1, y=top, width=3 * CELL, height=3 * CELL, class_="kernel")
        for n, kernels in enumerate(WEIGHT):
            left = (6 + 5 * n) * CELL
            if channel == 0:
                figure.label(left, top - 5, f"filter {n + 1}")
            _grid(figure, f"k{n},{channel}", kernels[channel], left, top)
            if channel == 2:
                figure.label(left, top + 4 * CELL - 6, f"bias {BIAS[n]}")
    for n in range(2):
        top = n * 5 * CELL + 20
        figure.label(17 * CELL, top - 5, f"output {n + 1}")
        _grid(figure, f"o{n}", np.full((2, 2), np.nan), 17 * CELL, top)
    figure.sequences[""] = _frames()
    figure.still = ("", -1)
    return figure


def _grid(figure: Stepper, key: str, values: np.ndarray, left: float, top: float) -> None:
    for (row, column), value in np.ndenumerate(values):
        text = "" if np.isnan(value) else number(value)
        figure.cell(f"{key},{row},{column}", left + column * CELL, top + row * CELL, CELL, text)


def _frames() -> list[Frame]:
    """Filter 1 at its four places, then filter 2."""
    frames: list[Frame] = []
    done: Changes = {}
    for n, row, column in np.ndindex(2, 2, 2):
        windows = IMAGE[:, row : row + 3, column : column + 3]
        sums = (windows * WEIGHT[n]).sum(axis=(1, 2))
        value = int(sums.sum() + BIAS[n])
        key = f"o{n},{row},{column}"
        done = {**done, key: {"class": "cell done"}, f"{key}.t": {"text": number(value)}}
        changes: Changes = dict(done)
        for c in range(3):
            changes[f"w{c}"] = {"x": 1 + column * CELL, "y": c * 5 * CELL + 20 + row * CELL}
            for i, j in np.ndindex(3, 3):
                changes[f"k{n},{c},{i},{j}"] = {"class": "cell seen"}
                changes[f"x{c},{row + i},{column + j}"] = {"class": "cell seen"}
        parts = " + ".join(number(part) if part >= 0 else f"({number(part)})" for part in sums)
        words = (
            f"Filter {n + 1}, row {row + 1}, column {column + 1}: channels {parts}, bias {BIAS[n]}: {number(value)}."
        )
        frames.append(Frame(words, changes))
    return frames
