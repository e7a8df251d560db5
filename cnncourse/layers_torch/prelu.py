"""PReLU: a leaky ReLU that learns its slope below zero; the twin of `layers_numpy/prelu.py`."""

import torch
from torch import Tensor, nn


def prelu(x: Tensor, weight: Tensor) -> Tensor:
    """x where it is above zero, else weight * x; x (N, C, ...), weight (1,) or (C,).

    Raises:
        ValueError: slopes that do not fit the channels.
    """
    channels = x.shape[1] if x.ndim > 1 else 1
    if weight.ndim != 1 or weight.shape[0] not in (1, channels):
        raise ValueError(
            f"weight must have 1 slope or one for each of {channels} channels: "
            f"x.shape={tuple(x.shape)}, weight.shape={tuple(weight.shape)}"
        )
    slope = weight.reshape(-1, *[1] * (x.ndim - 2)) if x.ndim > 1 else weight
    return torch.where(x > 0, x, slope * x)


class PReLU(nn.Module):
    """`prelu` with its learned slopes, `num_parameters` of them, all starting at `init`."""

    def __init__(self, num_parameters: int = 1, init: float = 0.25, *, dtype: torch.dtype = torch.float32) -> None:
        super().__init__()
        self.weight = nn.Parameter(torch.full((num_parameters,), init, dtype=dtype))

    def forward(self, x: Tensor) -> Tensor:
        """x (N, C, ...) -> out of the same shape."""
        return prelu(x, self.weight)
