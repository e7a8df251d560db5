"""How many numbers a layer learns."""

from __future__ import annotations

import math
from typing import Any


def count_params(layer: Any, *, bias: bool = True, shared: bool = True) -> int:
    """The number of parameters of a layer, or of all layers of a model.

    Ten 3x3 filters on a 3-channel image have 10 * (3*3*3 + 1) = 280 (claim eecs-445-050); a fully connected layer
    from 160 numbers to 10 has 10 * (160 + 1) = 1,610 (eecs-445-056).

    Args:
        layer: a dict with PyTorch's argument names, such as
            {"layer": "conv2d", "in_channels": 3, "out_channels": 10, "kernel_size": 3} (and "groups") or
            {"layer": "linear", "in_features": 160, "out_features": 10}; a list of them; a layer or a model of
            `layers_numpy`; or a PyTorch module. A dict of another kind, such as {"layer": "relu"}, counts 0.
        bias: whether to count biases.
        shared: False counts a convolution as if every place of the image had weights and biases of its own
            ("locally connected"); a dict then also needs "out_size", the places, as one number or a pair.

    Raises:
        ValueError: `shared` is False, and the number of places is not given.
    """
    if isinstance(layer, (list, tuple)):
        return sum(count_params(one, bias=bias, shared=shared) for one in layer)
    if isinstance(layer, dict):
        return described_params(layer, bias, shared)
    if not shared:
        raise ValueError(f'shared=False needs a dict with "out_size", but the layer is a {type(layer).__name__}')
    return sum(math.prod(shape) for name, shape in held_params(layer).items() if bias or not name.endswith("bias"))


def described_params(layer: dict[str, Any], bias: bool, shared: bool) -> int:
    """The parameters of one layer that is given as a dict."""
    if layer["layer"] == "linear":
        return layer["out_features"] * (layer["in_features"] + bias)
    if layer["layer"] not in ("conv2d", "locally_connected2d"):
        return 0
    height, width = both(layer["kernel_size"])
    weights = height * width * layer["in_channels"] // layer.get("groups", 1)  # that one output value looks through
    places = 1
    if layer["layer"] == "locally_connected2d" or not shared:
        if "out_size" not in layer:
            raise ValueError(f'unshared weights are counted by place: "out_size" is missing in {layer}')
        places = math.prod(both(layer["out_size"]))
    return places * layer["out_channels"] * (weights + bias)


def held_params(layer: Any) -> dict[str, tuple[int, ...]]:
    """The shape of each parameter of a NumPy layer, a NumPy model or a PyTorch module, by name."""
    if hasattr(layer, "named_parameters"):
        return {name: tuple(value.shape) for name, value in layer.named_parameters()}
    if hasattr(layer, "params"):
        return {name: value.shape for name, value in layer.params.items()}
    raise ValueError(f"layer must be a dict, a list, a layer or a model, but is {layer!r}")


def both(value: Any) -> tuple[int, int]:
    """An int for height and width, or the pair itself."""
    return (value, value) if isinstance(value, int) else tuple(value)
