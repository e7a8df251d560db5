"""Convolution as mathematics defines it: flip the kernel, slide it over the signal, multiply and add."""

import numpy as np

from cnncourse.figures.interactive.stepper import Changes, Frame, Setting, Stepper, number

CELL = 40
SIGNAL = np.array([0, 1, 3, 2, 0])
KERNEL = np.array([1, 2, 3])


def flip() -> Stepper:
    """A signal of 5 and a kernel of 3; a layer's cross-correlation beside the flipped convolution."""
    figure = Stepper(10 * CELL, 6 * CELL)
    figure.settings = (Setting("Kernel", ("as it is", "flipped")),)
    figure.label(1, 1.2 * CELL - 6, "signal, zeros at its ends")
    for i, value in enumerate(np.pad(SIGNAL, 2)):
        inside = 2 <= i < 7
        figure.cell(f"x{i}", 1 + i * CELL, 1.2 * CELL, CELL, number(value), "cell" if inside else "cell zero")
    figure.label(1, 3 * CELL - 6, "kernel")
    for i, value in enumerate(KERNEL):
        figure.cell(f"k{i}", 1 + i * CELL, 3 * CELL, CELL, number(value), "cell seen")
    figure.label(1, 4.8 * CELL - 6, "result")
    for i in range(7):
        figure.cell(f"o{i}", 1 + (i + 1) * CELL, 4.8 * CELL, CELL)
    figure.sequences["as it is"] = _frames(KERNEL)
    figure.sequences["flipped"] = _frames(KERNEL[::-1])
    figure.still = ("flipped", -1)
    return figure


def _frames(kernel: np.ndarray) -> list[Frame]:
    """One frame for each of the seven places; a shift moves the whole kernel."""
    padded = np.pad(SIGNAL, 2)
    frames: list[Frame] = []
    state: Changes = {}
    for i in range(7):
        window = padded[i : i + 3]
        value = int(window @ kernel)
        state = {**state, f"o{i}": {"class": "cell done"}, f"o{i}.t": {"text": number(value)}}
        changes = {**state, **{f"x{i + j}": {"class": "cell seen"} for j in range(3)}}
        for j in range(3):
            x = 1 + (i + j) * CELL
            changes[f"k{j}"] = {"x": x}
            changes[f"k{j}.t"] = {"x": x + CELL / 2, "text": number(kernel[j])}
        sums = " + ".join(f"{number(a)}·{number(b)}" for a, b in zip(window, kernel, strict=True))
        frames.append(Frame(f"Place {i + 1} of 7: {sums} = {number(value)}.", changes))
    return frames
