"""A kernel slides over an image of one channel: stride, padding, and what does not fit."""

import numpy as np

from cnncourse.figures.interactive.stepper import Changes, Frame, Setting, Stepper, number
from cnncourse.shapes import conv_output_size

CELL = 36
KERNEL = np.array([[1, 0, -1], [1, 0, -1], [1, 0, -1]])  # bright left of dark: a vertical edge


def slide() -> Stepper:
    """5 by 5 numbers, kernel 3, stride 1 or 2, padding 0 or 1."""
    image = np.array([[3, 3, 3, 0, 0], [3, 3, 3, 0, 0], [2, 2, 2, 1, 1], [2, 2, 2, 1, 1], [1, 1, 1, 1, 1]])
    return sliding_kernel(image, KERNEL, strides=(1, 2), paddings=(0, 1))


def strides() -> Stepper:
    """7 by 7 numbers, kernel 3, stride 1, 2 or 3: the last column is not read with stride 3."""
    image = np.add.outer(np.arange(7), np.arange(7)) % 5
    return sliding_kernel(image, KERNEL, strides=(1, 2, 3), paddings=(0,))


def sliding_kernel(
    image: np.ndarray, kernel: np.ndarray, *, strides: tuple[int, ...], paddings: tuple[int, ...]
) -> Stepper:
    """The figure for a square `image` (H, H) and `kernel` (K, K), one sequence for each stride and padding."""
    size, kernel_size, widest = len(image), len(kernel), max(paddings)
    span = size + 2 * widest
    most = conv_output_size(size, kernel_size, stride=min(strides), padding=widest)
    right = (span + kernel_size + 2) * CELL
    figure = Stepper(right + most * CELL + 2, (span + 1) * CELL)
    figure.label((span + 1) * CELL, 18, "kernel")
    for (row, column), weight in np.ndenumerate(kernel):
        place = ((span + 1 + column) * CELL, (row + 1) * CELL - 8)
        figure.cell(f"w{row},{column}", *place, CELL, number(weight), "cell seen")
    figure.settings = (
        Setting("Stride", tuple(map(str, strides))),
        Setting("Padding", tuple(map(str, paddings))),
    )
    figure.label(1, 18, f"input {size}×{size}", "in-label")
    figure.label(right, 18, "output", "out-label")
    padded = np.pad(image, widest)
    for row, column in np.ndindex(span, span):
        inside = widest <= row < size + widest and widest <= column < size + widest
        x, y = column * CELL + 1, (row + 1) * CELL - 8
        look = "cell" if inside else "cell unseen"
        figure.cell(f"i{row},{column}", x, y, CELL, number(int(padded[row, column])) if inside else "", look)
    for row, column in np.ndindex(most, most):
        figure.cell(f"o{row},{column}", right + column * CELL, (row + 1) * CELL - 8, CELL, "", "cell unseen")
    side = kernel_size * CELL
    figure.add("rect", "kernel", x=1, y=CELL - 8, width=side, height=side, class_="kernel")
    for stride in strides:
        for padding in paddings:
            key = f"{stride}|{padding}"
            figure.sequences[key] = _frames(padded, kernel, stride, padding, widest)
    figure.still = (f"{strides[-1]}|{paddings[0]}", -1)
    return figure


def _frames(padded: np.ndarray, kernel: np.ndarray, stride: int, padding: int, widest: int) -> list[Frame]:
    """One frame for each position of the kernel."""
    size, kernel_size = len(padded) - 2 * widest, len(kernel)
    places = conv_output_size(size, kernel_size, stride=stride, padding=padding)
    start = widest - padding
    frames, filled = [], _room(len(padded), places, padding, widest)
    filled["out-label"] = {"text": f"output {places}×{places}"}
    read = start + (places - 1) * stride + kernel_size  # first row and column that no window reads
    unread = size + widest + padding - read
    for row, column in np.ndindex(places, places):
        top, left = start + row * stride, start + column * stride
        window = padded[top : top + kernel_size, left : left + kernel_size]
        value = int((window * kernel).sum())
        filled = {**filled, f"o{row},{column}": {"class": "cell done"}, f"o{row},{column}.t": {"text": number(value)}}
        marked = {
            f"i{top + i},{left + j}": {"class": "cell seen"} for i in range(kernel_size) for j in range(kernel_size)
        }
        moved = {"kernel": {"x": left * CELL + 1, "y": (top + 1) * CELL - 8}}
        last = row == places - 1 and column == places - 1
        if last and unread:
            marked |= _unread(len(padded), widest, padding, read)
        end = f" {unread} row and column on the far side are never read." if last and unread else ""
        frames.append(Frame(f"{_sum_in_words(window, kernel, row, column, value)}{end}", {**filled, **marked, **moved}))
    return frames


def _room(span: int, places: int, padding: int, widest: int) -> Changes:
    """Show the zeros of the padding and the empty output of this setting, and the title above the numbers."""
    shown: Changes = {f"o{row},{column}": {"class": "cell"} for row, column in np.ndindex(places, places)}
    low, high = widest - padding, span - widest + padding
    shown["in-label"] = {"x": low * CELL + 1, "y": (low + 1) * CELL - 18}
    for row, column in np.ndindex(span, span):
        inside = widest <= row < span - widest and widest <= column < span - widest
        if not inside and low <= row < high and low <= column < high:
            shown[f"i{row},{column}"] = {"class": "cell zero"}
            shown[f"i{row},{column}.t"] = {"text": "0"}
    return shown


def _unread(span: int, widest: int, padding: int, read: int) -> Changes:
    """Mark what no window has read."""
    high = span - widest + padding
    low = widest - padding
    return {
        f"i{row},{column}": {"class": "cell unread"}
        for row in range(low, high)
        for column in range(low, high)
        if row >= read or column >= read
    }


def _sum_in_words(window: np.ndarray, kernel: np.ndarray, row: int, column: int, value: int) -> str:
    """The place and the sum, as in `Output row 1, column 2: 3·1 + 2·(−1) = 1.`"""
    products = [
        f"{number(a)}·{number(b)}" if b >= 0 else f"{number(a)}·({number(b)})"
        for a, b in zip(window.ravel(), kernel.ravel(), strict=True)
        if b
    ]
    return f"Output row {row + 1}, column {column + 1}: {' + '.join(products)} = {number(value)}."
