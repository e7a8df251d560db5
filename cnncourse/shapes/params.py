"""How many numbers a layer learns."""

from __future__ import annotations

import math
from typing import Any

WITHOUT_PARAMS = (
    *("max_pool2d", "avg_pool2d", "global_avg_pool2d", "flatten", "softmax", "log_softmax"),
    *("relu", "leaky_relu", "elu", "selu", "sigmoid", "tanh", "lecun_tanh"),
    *("dropout", "alpha_dropout", "local_response_norm"),
)


def count_params(layer: Any, *, bias: bool = True, shared: bool = True) -> int:
    """The number of parameters of a layer, or of all layers of a model.

    Ten 3x3 filters on a 3-channel image have 10 * (3*3*3 + 1) = 280 (claim eecs-445-050); a fully connected layer
    from 160 numbers to 10 has 10 * (160 + 1) = 1,610 (eecs-445-056).

    Args:
        layer: a dict with PyTorch's argument names, such as
            {"layer": "conv2d", "in_channels": 3, "out_channels": 10, "kernel_size": 3} (and "groups") or
            {"layer": "linear", "in_features": 160, "out_features": 10}; a list of layers; a layer or a model of
            `layers_numpy`; or a PyTorch module.
        bias: whether to count biases.
        shared: False counts a convolution as if every place of the image had weights and biases of its own
            ("locally connected"); its dict then also needs "out_size", the places, as one number or a pair.

    Raises:
        ValueError: a kind of layer that is not known, an entry that is missing, or `shared=False` for a layer that
            is not given as a dict.
    """
    if isinstance(layer, (list, tuple)):
        return sum(count_params(one, bias=bias, shared=shared) for one in layer)
    if isinstance(layer, dict):
        return described_params(layer, bias, shared)
    if not shared:
        raise ValueError(f'shared=False needs dicts with "out_size", but a layer is a {type(layer).__name__}')
    return sum(math.prod(shape) for name, shape in held_params(layer).items() if bias or not name.endswith("bias"))


def described_params(layer: dict[str, Any], bias: bool, shared: bool) -> int:
    """The parameters of one layer that is given as a dict."""
    kind = entry(layer, "layer")
    if kind in WITHOUT_PARAMS:
        return 0
    if kind == "linear":
        return entry(layer, "out_features") * (entry(layer, "in_features") + bias)
    if kind not in ("conv2d", "locally_connected2d"):
        known = ", ".join(("conv2d", "locally_connected2d", "linear", *WITHOUT_PARAMS))
        raise ValueError(f"layer must be one of {known}, but is {kind!r}")
    seen = entry(layer, "in_channels") // layer.get("groups", 1) * math.prod(both(entry(layer, "kernel_size")))
    own = kind == "locally_connected2d" or not shared
    places = math.prod(both(entry(layer, "out_size"))) if own else 1
    return places * entry(layer, "out_channels") * (seen + bias)


def held_params(layer: Any) -> dict[str, tuple[int, ...]]:
    """The shape of each parameter of a NumPy layer, a NumPy model or a PyTorch module, by name."""
    if hasattr(layer, "named_parameters"):
        return {name: tuple(value.shape) for name, value in layer.named_parameters()}
    if hasattr(layer, "params"):
        return {name: value.shape for name, value in layer.params.items()}
    raise ValueError(f"layer must be a dict, a list, a layer or a model, but is {layer!r}")


def entry(layer: dict[str, Any], name: str) -> Any:
    """layer[name], or an error that says what is missing where."""
    if name not in layer:
        raise ValueError(f"{name!r} is missing in {layer}")
    return layer[name]


def both(value: Any) -> tuple[int, int]:
    """An int for height and width, or the pair itself."""
    return (value, value) if isinstance(value, int) else tuple(value)
