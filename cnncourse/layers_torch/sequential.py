"""Sequential: layers one after the other; the twin of `layers_numpy/sequential.py`."""

from torch import Tensor, nn


class Sequential(nn.Module):
    """A network whose layers stand in a row, with parameters named "0.weight" as in the NumPy package."""

    def __init__(self, *layers: nn.Module) -> None:
        super().__init__()
        for place, layer in enumerate(layers):
            self.add_module(str(place), layer)

    def forward(self, x: Tensor) -> Tensor:
        """x through every layer."""
        for layer in self.children():
            x = layer(x)
        return x
