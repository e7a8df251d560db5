"""PReLU: a leaky ReLU that learns its slope below zero; the twin of `layers_numpy/prelu.py`."""

import torch
from torch import Tensor, nn

from cnncourse.layers_torch.checks import check_float
from cnncourse.shapes.checks import check_slopes


def prelu(x: Tensor, weight: Tensor) -> Tensor:
    """x where it is above zero, else weight * x; x (N, C, ...), weight (1,) or (C,).

    Raises:
        ValueError: no float tensors, dtypes that differ, or slopes that do not fit the channels.
    """
    check_float(x=x, weight=weight)
    check_slopes(x, weight)
    slope = weight.reshape((len(weight), *[1] * (x.ndim - 2)) if x.ndim > 1 else (1,) * x.ndim)  # on x's axis 1
    return torch.where(x > 0, x, slope * x)


class PReLU(nn.Module):
    """`prelu` with its learned slopes, `num_parameters` of them, all starting at `init`."""

    def __init__(self, num_parameters: int = 1, init: float = 0.25, *, dtype: torch.dtype = torch.float32) -> None:
        super().__init__()
        self.weight = nn.Parameter(torch.full((num_parameters,), init, dtype=dtype))

    def forward(self, x: Tensor) -> Tensor:
        """x (N, C, ...) -> out of the same shape."""
        return prelu(x, self.weight)
