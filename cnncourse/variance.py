"""How large a signal is, layer by layer, when nothing has been learned yet: what an initialization rule does.

A row of linear layers of one width with the same activation after each; random inputs of variance 1 go forward, random
gradients of variance 1 come back. Where the variance falls by a constant factor a layer, a deep net starts silent;
where it grows, it starts saturated or overflows (claims rwth-15-053, rwth-15-061, rwth-15-066, cs-6890-069).
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from cnncourse.layers_numpy.linear import Linear
from cnncourse.layers_numpy.sequential import Layer

InitRule = Callable[..., np.ndarray]  # (shape, rng, *, dtype) -> weight, as in `cnncourse.init`


@dataclass(frozen=True)
class LayerVariances:
    """Variances over all examples and units together, each (depth,), first layer first."""

    pre_activation: np.ndarray
    activation: np.ndarray
    gradient: np.ndarray  # with respect to each layer's input, the last gradient having variance 1


def variance_by_layer(
    rule: InitRule,
    activation: Callable[[], Layer] | None = None,
    *,
    depth: int = 10,
    width: int = 400,
    examples: int = 1000,
    seed: int = 0,
) -> LayerVariances:
    """Draw a net's weights by `rule`, its biases 0, and measure the variances forward and backward.

    Args:
        rule: one of `cnncourse.init`, or any function (shape, rng, dtype=...) -> weight.
        activation: makes the layer after each linear one, e.g. `layers_numpy.Tanh`; None for none.
        depth: number of linear layers.
        width: units in every layer, inputs included.
        examples: inputs drawn, each entry normal with mean 0 and variance 1.
        seed: of inputs, weights and the gradient at the end.

    Raises:
        ValueError: depth, width or examples below 1.
    """
    for name, value in {"depth": depth, "width": width, "examples": examples}.items():
        if value < 1:
            raise ValueError(f"{name} must be at least 1, but is {value}")
    rng = np.random.default_rng(seed)
    signal = rng.standard_normal((examples, width))
    pre_activation, after, steps = [], [], []
    for _ in range(depth):
        linear = Linear(width, width, bias=False, dtype=np.float64, rng=rng)
        linear.params["weight"] = rule((width, width), rng, dtype=np.float64)
        signal = linear.forward(signal)
        pre_activation.append(signal.var())
        curve = None if activation is None else activation()
        signal = signal if curve is None else curve.forward(signal)
        after.append(signal.var())
        steps.append((linear, curve))
    grad = rng.standard_normal(signal.shape)
    gradient = []
    for linear, curve in reversed(steps):
        grad = linear.backward(grad if curve is None else curve.backward(grad))
        gradient.append(grad.var())
    return LayerVariances(np.array(pre_activation), np.array(after), np.array(gradient[::-1]))
