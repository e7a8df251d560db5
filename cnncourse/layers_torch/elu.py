"""ELU: the line above zero, an exponential below; the twin of `layers_numpy/elu.py`."""

import torch
from torch import Tensor, nn

from cnncourse.layers_torch.checks import check_float


def elu(x: Tensor, *, alpha: float = 1.0) -> Tensor:
    """x where it is above zero, else alpha * (exp(x) - 1)."""
    check_float(x=x)
    # The zeros are for the gradient: inf * 0 would be NaN where exp overflows on the side that is not used.
    below = torch.where(x > 0, 0, x)
    return torch.where(x > 0, x, alpha * torch.expm1(below))


class ELU(nn.Module):
    """`elu` with its alpha."""

    def __init__(self, alpha: float = 1.0) -> None:
        super().__init__()
        self.alpha = alpha

    def forward(self, x: Tensor) -> Tensor:
        """x of any shape -> out of the same shape."""
        return elu(x, alpha=self.alpha)
