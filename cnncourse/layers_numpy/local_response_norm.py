"""Local response normalization: a channel is damped where its neighbor channels are loud.

Three channels with the values 1, 2, 3 at one place, size 3, alpha 3, beta 1, k 1: the middle one sees the squares
1 + 4 + 9 = 14, so it becomes 2 / (1 + 3/3 * 14) = 0.133. Krizhevsky et al., NIPS 2012; alpha is divided by size, as
in PyTorch and unlike the paper.
"""

from __future__ import annotations

import numpy as np

from cnncourse.layers_numpy.checks import check_float, check_grad_out
from cnncourse.shapes.arguments import real_number, whole_number
from cnncourse.shapes.checks import check_rank_at_least


def local_response_norm_forward_plain(x, size, *, alpha=1e-4, beta=0.75, k=1.0):
    """The definition, channel by channel: out[c] = x[c] / (k + alpha / size * sum of x[neighbors]^2)^beta.

    The neighbors are the `size` channels around c, one more below than above where size is even; beyond the first
    and the last channel there is nothing to add.
    """
    out = np.empty_like(x)
    for c in range(x.shape[1]):
        neighbors = x[:, max(0, c - size // 2) : c + (size - 1) // 2 + 1]
        out[:, c] = x[:, c] / (k + alpha / size * (neighbors**2).sum(axis=1)) ** beta
    return out, (x, size, alpha, beta, k)


def local_response_norm_forward(
    x: np.ndarray, size: int, *, alpha: float = 1e-4, beta: float = 0.75, k: float = 1.0
) -> tuple[np.ndarray, tuple]:
    """x (N, C, ...) with three axes or more -> out of the same shape, all channels at once.

    Raises:
        ValueError: x is no float array or has fewer than three axes, size is below 1, or an option is no number.
    """
    check_float(x=x)
    check_rank_at_least("x", x, 3)
    size, k = whole_number("size", size), real_number("k", k)
    alpha, beta = real_number("alpha", alpha), real_number("beta", beta)
    before, after = size // 2, (size - 1) // 2
    scale = k + alpha / size * _sum_of_neighbors(x * x, before, after)
    return x * scale**-beta, (x, scale, size, alpha, beta)


def local_response_norm_backward(grad_out: np.ndarray, cache: tuple) -> np.ndarray:
    """grad_out of x's shape -> grad_x.

    A channel acts on its own output, and through the squares on those that see it: the same window, mirrored.
    """
    x, scale, size, alpha, beta = cache
    check_grad_out(grad_out, x.shape, x.dtype)
    damped = grad_out * scale**-beta
    seen_by = _sum_of_neighbors(damped * x / scale, (size - 1) // 2, size // 2)
    return damped - (2 * alpha * beta / size) * x * seen_by


def _sum_of_neighbors(values: np.ndarray, before: int, after: int) -> np.ndarray:
    """For every channel c the sum of values[:, c - before : c + after + 1], of the channels there are."""
    channels = values.shape[1]
    total = values.copy()
    for distance in range(1, min(before, channels - 1) + 1):
        total[:, distance:] += values[:, :-distance]
    for distance in range(1, min(after, channels - 1) + 1):
        total[:, :-distance] += values[:, distance:]
    return total


class LocalResponseNorm:
    """`local_response_norm_forward` with its options."""

    def __init__(self, size: int, alpha: float = 1e-4, beta: float = 0.75, k: float = 1.0) -> None:
        self.size, self.alpha, self.beta, self.k = size, alpha, beta, k
        self.params: dict[str, np.ndarray] = {}
        self.grads: dict[str, np.ndarray] = {}
        self.training = True

    def forward(self, x: np.ndarray) -> np.ndarray:
        """x (N, C, ...) -> out of the same shape."""
        out, self._cache = local_response_norm_forward(x, self.size, alpha=self.alpha, beta=self.beta, k=self.k)
        return out

    def backward(self, grad_out: np.ndarray) -> np.ndarray:
        """The gradient of the last forward's x."""
        return local_response_norm_backward(grad_out, self._cache)

    def train(self, mode: bool = True) -> LocalResponseNorm:
        """Nothing differs between training and evaluation."""
        self.training = mode
        return self

    def eval(self) -> LocalResponseNorm:
        """The same as `train(False)`."""
        return self.train(False)
