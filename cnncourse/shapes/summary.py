"""A network as a table: what each layer makes, and how many numbers it learns."""

from __future__ import annotations

import math
import sys
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from cnncourse.shapes.arguments import pair
from cnncourse.shapes.output_size import conv_output_size
from cnncourse.shapes.params import count_params, entry

Shape = tuple[int, ...]


@dataclass(frozen=True)
class Row:
    """One layer: its kind, the shape of its output for one image, and its number of parameters."""

    layer: str
    out_shape: Shape
    params: int

    @property
    def activations(self) -> int:
        """How many numbers come out, for one image."""
        return math.prod(self.out_shape)


@dataclass(frozen=True)
class Summary:
    """The rows of a network; printed, it is a table with the totals below."""

    input_shape: Shape
    rows: tuple[Row, ...]

    @property
    def params(self) -> int:
        """The parameters of all layers."""
        return sum(row.params for row in self.rows)

    @property
    def activations(self) -> int:
        """The numbers that all layers put out, for one image."""
        return sum(row.activations for row in self.rows)

    def __str__(self) -> str:
        head = ("layer", "output shape", "activations", "parameters")
        lines = [("input", by_cross(self.input_shape), f"{math.prod(self.input_shape):,}", "")]
        lines += [(row.layer, by_cross(row.out_shape), f"{row.activations:,}", f"{row.params:,}") for row in self.rows]
        total = ("total", "", f"{self.activations:,}", f"{self.params:,}")
        widths = [max(len(line[column]) for line in (head, *lines, total)) for column in range(4)]
        texts = [
            f"{line[0]:<{widths[0]}}  {line[1]:<{widths[1]}}  {line[2]:>{widths[2]}}  {line[3]:>{widths[3]}}"
            for line in (head, *lines, total)
        ]
        rule = "-" * len(texts[0])
        return "\n".join(text.rstrip() for text in (texts[0], rule, *texts[1:-1], rule, texts[-1]))


def summary(model: Any, input_shape: Sequence[int]) -> Summary:
    """What every layer of a network makes of an input, and what it learns.

    Args:
        model: a list of dicts as `count_params` takes them, where "in_channels", "in_features" and "out_size" are
            worked out and may be left out; a `layers_numpy` layer or `Sequential`, or a list of layers; or a PyTorch
            module, of which every innermost module is a row, in the order in which they run.
        input_shape: (C, H, W), or (features,): of one image, without the batch.

    Raises:
        ValueError: a layer that does not fit what comes out of the one before it.
    """
    shape = tuple(input_shape)
    if hasattr(model, "named_parameters"):
        return Summary(shape, tuple(_torch_rows(model, shape)))
    layers: Iterable[Any] = model if isinstance(model, (list, tuple)) else getattr(model, "layers", [model])
    return Summary(shape, tuple(_rows(layers, shape)))


def _rows(layers: Iterable[Any], shape: Shape) -> Iterator[Row]:
    for layer in layers:
        if isinstance(layer, dict):
            described, shape = describe(layer, shape)
            yield Row(layer["layer"], shape, count_params(described, bias=layer.get("bias", True)))
        else:
            shape = _run(layer, shape)
            yield Row(type(layer).__name__, shape, count_params(layer))


def describe(layer: dict[str, Any], shape: Shape) -> tuple[dict[str, Any], Shape]:
    """The layer with what its input of `shape` says filled in, and the shape of its output."""
    kind = entry(layer, "layer")
    if kind == "linear":
        features = math.prod(shape)
        if layer.get("in_features", features) != features:
            raise ValueError(
                f"in_features is {layer['in_features']}, but {by_cross(shape)} = {features} numbers come in"
            )
        return {**layer, "in_features": features}, (entry(layer, "out_features"),)
    if kind == "flatten":
        return layer, (math.prod(shape),)
    if kind == "global_avg_pool2d":
        return layer, (shape[0], 1, 1)
    if kind not in ("conv2d", "locally_connected2d", "max_pool2d", "avg_pool2d"):
        return layer, shape
    if len(shape) != 3:
        raise ValueError(f"{kind} needs an input of (C, H, W), but {shape} comes in")
    channels, pool = shape[0], kind.endswith("pool2d")
    if layer.get("in_channels", channels) != channels:
        raise ValueError(f"in_channels is {layer['in_channels']}, but {channels} channels come in")
    out_size = _window_places(layer, shape[1:], pool)
    out_channels = channels if pool else entry(layer, "out_channels")
    return {**layer, "in_channels": channels, "out_size": out_size}, (out_channels, *out_size)


def _window_places(layer: dict[str, Any], size: Shape, pool: bool) -> tuple[int, int]:
    kernel_size = pair("kernel_size", entry(layer, "kernel_size"))
    stride = pair("stride", layer.get("stride") or (kernel_size if pool else 1))
    padding, dilation = pair("padding", layer.get("padding", 0), minimum=0), pair("dilation", layer.get("dilation", 1))
    height, width = (
        conv_output_size(n, k, stride=s, padding=p, dilation=d, mode="ceil" if layer.get("ceil_mode") else "floor")
        for n, k, s, p, d in zip(size, kernel_size, stride, padding, dilation, strict=True)
    )
    return height, width


def _run(layer: Any, shape: Shape) -> Shape:
    """The shape that comes out of a NumPy layer for one image of zeros."""
    import numpy as np

    dtypes = [value.dtype for value in layer.params.values()]
    was_training = layer.training
    layer.eval()
    out = layer.forward(np.zeros((1, *shape), dtype=dtypes[0] if dtypes else np.float32))
    layer.train(was_training)
    return out.shape[1:]


def _torch_rows(model: Any, shape: Shape) -> list[Row]:
    """A row for each innermost module, found by running the model on one image of zeros."""
    torch = sys.modules["torch"]  # whoever holds a module has imported it
    rows: list[Row] = []

    def record(module: Any, _: Any, out: Any) -> None:
        rows.append(Row(type(module).__name__, tuple(out.shape[1:]), count_params(module)))

    hooks = [module.register_forward_hook(record) for module in model.modules() if not list(module.children())]
    modes = {module: module.training for module in model.modules()}
    reference = next(model.parameters(), torch.zeros(0))
    try:
        with torch.no_grad():
            model.eval()(torch.zeros(1, *shape, dtype=reference.dtype, device=reference.device))
    finally:
        for module, training in modes.items():
            module.training = training  # one by one: a model in training may hold a layer that is not
        for hook in hooks:
            hook.remove()
    return rows


def by_cross(shape: Shape) -> str:
    """(10, 16, 16) as "10 x 16 x 16"."""
    return " x ".join(str(size) for size in shape)
