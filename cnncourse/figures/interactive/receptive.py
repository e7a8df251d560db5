"""How the receptive field grows: the inputs that one unit of a deeper layer can see."""

from cnncourse.figures.interactive.stepper import Changes, Frame, Setting, Stepper
from cnncourse.shapes import conv_output_size

CELL = 20
SIZE = 31  # four layers of stride 2 fit: 31, 15, 7, 3, 1
LAYERS = 4
KERNEL_SIZE = 3


def receptive() -> Stepper:
    """Four layers of kernel 3 on a row of 31 inputs, stride 1 everywhere or stride 2 everywhere."""
    figure = Stepper(SIZE * CELL + 84, (LAYERS + 1) * 2 * CELL)
    figure.settings = (Setting("Stride of every layer", ("1", "2")),)
    for layer in range(LAYERS + 1):
        y = (LAYERS - layer) * 2 * CELL + 6
        figure.label(SIZE * CELL + 8, y + 13, "input" if layer == 0 else f"layer {layer}")
        for i in range(SIZE):
            figure.add(
                "rect", f"u{layer},{i}", x=1 + i * CELL, y=y, width=CELL - 3, height=CELL - 3, class_="cell unseen"
            )
    for stride in (1, 2):
        figure.sequences[str(stride)] = _frames(stride)
    figure.still = ("2", -1)
    return figure


def _frames(stride: int) -> list[Frame]:
    """One frame a layer: its middle unit, and below it what this unit sees, layer by layer down to the input."""
    sizes = [SIZE]
    while len(sizes) <= LAYERS and sizes[-1] >= KERNEL_SIZE:
        sizes.append(conv_output_size(sizes[-1], KERNEL_SIZE, stride=stride))
    room: Changes = {}
    for layer, size in enumerate(sizes):
        for i in range(size):
            room[f"u{layer},{i}"] = {"class": "cell", "x": _place(layer, i, stride)}
    frames = []
    for top in range(1, len(sizes)):
        low = high = sizes[top] // 2
        changes: Changes = {**room}
        for layer in range(top, -1, -1):
            for i in range(low, high + 1):
                changes[f"u{layer},{i}"] = {
                    "class": "cell done" if layer == 0 else "cell seen",
                    "x": _place(layer, i, stride),
                }
            seen = high - low + 1
            low, high = low * stride, high * stride + KERNEL_SIZE - 1
        words = f"One unit of layer {top} sees {seen} of the {SIZE} inputs."
        frames.append(Frame(words, changes))
    return frames


def _place(layer: int, i: int, stride: int) -> float:
    """The x of a unit: above the middle of its window."""
    middle = float(i)
    for _ in range(layer):
        middle = middle * stride + (KERNEL_SIZE - 1) / 2
    return 1 + middle * CELL
