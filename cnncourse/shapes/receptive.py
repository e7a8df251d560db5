"""How much of the image one output value sees."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from cnncourse.shapes.arguments import pair


def receptive_field(layers: Iterable[Any]) -> int | tuple[int, int]:
    """Pixels of the input, along one axis, that one value after these layers depends on.

    Each layer adds dilation*(kernel_size - 1) steps, and a step is as long as the strides before it multiplied:
    three 3x3 layers see 1 + 2 + 2 + 2 = 7 pixels; with stride 2 in the first, 1 + 2 + 4 + 4 = 11.

    Args:
        layers: from the input on; each a kernel size, a tuple (kernel_size, stride) or
            (kernel_size, stride, dilation), a dict with these keys, or a layer object with these attributes.
            Layers without a kernel size (an activation, a normalization) add nothing.

    Returns:
        One number, or (height, width) where the two differ.

    Raises:
        ValueError: a size, stride or dilation that is no positive whole number.
    """
    fields, steps = [1, 1], [1, 1]
    for layer in layers:
        for axis, (kernel_size, stride, dilation) in enumerate(zip(*_window(layer), strict=True)):
            fields[axis] += dilation * (kernel_size - 1) * steps[axis]
            steps[axis] *= stride
    height, width = fields
    return height if height == width else (height, width)


def _window(layer: Any) -> list[tuple[int, int]]:
    """(height, width) of the layer's kernel_size, stride and dilation."""
    names = ("kernel_size", "stride", "dilation")
    if isinstance(layer, dict):
        values = [layer.get(name) for name in names]
    elif isinstance(layer, (tuple, list)):
        values = [*layer, None, None][:3]
    elif isinstance(layer, int):
        values = [layer, None, None]
    else:
        values = [getattr(layer, name, None) for name in names]
    kernel_size, stride, dilation = values
    if kernel_size is None:
        return [(1, 1), (1, 1), (1, 1)]
    if stride is None:  # a pooling layer steps by its window, a convolution by one pixel
        stride = kernel_size if _is_pool(layer) else 1
    given = (kernel_size, stride, 1 if dilation is None else dilation)
    return [pair(name, value) for name, value in zip(names, given, strict=True)]


def _is_pool(layer: Any) -> bool:
    kind = layer.get("layer", "") if isinstance(layer, dict) else type(layer).__name__
    return "pool" in kind.lower()
