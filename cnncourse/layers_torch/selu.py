"""SELU: a scaled ELU that keeps mean 0 and variance 1; the twin of `layers_numpy/selu.py`."""

from torch import Tensor, nn

from cnncourse.layers_torch.elu import elu

ALPHA = 1.6732632423543772  # depth of the left side before scaling
SCALE = 1.0507009873554805  # slope of the right side: above 1, so that the variance can also grow


def selu(x: Tensor) -> Tensor:
    """SCALE * elu(x, alpha=ALPHA)."""
    return SCALE * elu(x, alpha=ALPHA)


class SELU(nn.Module):
    """`selu` as a module."""

    def forward(self, x: Tensor) -> Tensor:
        """x of any shape -> out of the same shape."""
        return selu(x)
