"""Sequential: layers one after the other, forward; the same layers from the last to the first, backward."""

from __future__ import annotations

from typing import Any, Protocol

import numpy as np


class Layer(Protocol):
    """What `Sequential` asks of a layer: every thin class of this package, and `Sequential` itself."""

    @property
    def params(self) -> dict[str, np.ndarray]:
        """The arrays that learn, by name."""

    @property
    def grads(self) -> dict[str, Any]:
        """Their gradients, after a backward, under the same names."""

    def forward(self, x: np.ndarray) -> np.ndarray:
        """x -> out, keeping what the backward needs."""

    def backward(self, grad_out: np.ndarray) -> np.ndarray:
        """The gradient of out -> the gradient of the last forward's x."""

    def train(self, mode: bool = True) -> Any:
        """Behave as in training, or, with False, as in evaluation."""


class Sequential:
    """A network whose layers stand in a row.

    `params` and `grads` name every array by the layer's place and its own name, "0.weight", as PyTorch's
    `state_dict` does. They are the layers' own arrays: an optimizer that moves them moves the network.
    """

    def __init__(self, *layers: Layer) -> None:
        self.layers = layers
        self.training = True

    @property
    def params(self) -> dict[str, np.ndarray]:
        """Every layer's parameters, "place.name" -> array."""
        return {f"{i}.{name}": array for i, layer in enumerate(self.layers) for name, array in layer.params.items()}

    @property
    def grads(self) -> dict[str, np.ndarray | None]:
        """The gradients from the last backward, "place.name" -> array."""
        return {f"{i}.{name}": array for i, layer in enumerate(self.layers) for name, array in layer.grads.items()}

    def forward(self, x: np.ndarray) -> np.ndarray:
        """x through every layer."""
        for layer in self.layers:
            x = layer.forward(x)
        return x

    def backward(self, grad_out: np.ndarray) -> np.ndarray:
        """The gradient of out through every layer, from the last to the first -> the gradient of x."""
        for layer in reversed(self.layers):
            grad_out = layer.backward(grad_out)
        return grad_out

    def train(self, mode: bool = True) -> Sequential:
        """All layers as in training: dropout drops, batch norm uses the batch."""
        self.training = mode
        for layer in self.layers:
            layer.train(mode)
        return self

    def eval(self) -> Sequential:
        """All layers as in evaluation."""
        return self.train(False)
