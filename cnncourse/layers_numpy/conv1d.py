"""Convolution along one axis, for sounds and other series: `conv2d` of an image that is one pixel high.

Claims cs-6890-008 and cs-6890-014.
"""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import DTypeLike, NDArray

from cnncourse.init import old_torch_bias, old_torch_uniform
from cnncourse.layers_numpy.checks import check_float, check_grad_out
from cnncourse.layers_numpy.conv import conv2d_backward, conv2d_forward
from cnncourse.shapes.arguments import numbers
from cnncourse.shapes.checks import check_bias, check_channels, check_groups, check_layout

Array = NDArray[Any]
Size = int | tuple[int]


def conv1d_forward_plain(x, weight, bias=None, *, stride=1, padding=0, dilation=1, groups=1):
    """The definition: out[n, k, place] = sum of window * weight[k], plus bias[k]; arguments as below, options as ints.

    Returns:
        out (N, C_out, L_out), and no cache: the plain version has no backward.
    """
    padded = np.pad(x, ((0, 0), (0, 0), (padding, padding)))
    N, _, L = padded.shape
    C_out, C_group, K = weight.shape
    reach = dilation * (K - 1) + 1  # entries from first to last, both counted
    out = np.zeros((N, C_out, (L - reach) // stride + 1), dtype=x.dtype)
    for n, k, place in np.ndindex(out.shape):
        first = k // (C_out // groups) * C_group  # the first channel of this filter's group
        start = place * stride
        window = padded[n, first : first + C_group, start : start + reach : dilation]
        out[n, k, place] = (window * weight[k]).sum()  # both are (C_group, K)
    return (out if bias is None else out + bias[:, None]), None


def conv1d_forward(
    x: Array,
    weight: Array,
    bias: Array | None = None,
    *,
    stride: Size = 1,
    padding: Size = 0,
    dilation: Size = 1,
    groups: int = 1,
) -> tuple[Array, tuple[Any, ...]]:
    """The same as `conv1d_forward_plain`, by `conv2d_forward`; equal to PyTorch's conv1d.

    With x = (1, 2, 3) and weight (10, 1): out = (12, 23).

    Args:
        x: (N, C_in, L), float32 or float64; N may be 0.
        weight: (C_out, C_in / groups, K), of x's dtype.
        bias: (C_out,) or None.
        stride, padding, dilation: in entries of the series.
        groups: divides C_in and C_out.

    Returns:
        out (N, C_out, L_out) of x's dtype, and the cache.

    Raises:
        ValueError: a shape, dtype or option that does not fit, named with its value; an output size below 1.
    """
    check_float(x=x, weight=weight, bias=bias)
    check_layout("x", x, "(N, C_in, L)")
    check_layout("weight", weight, "(C_out, C_in / groups, K)")
    check_channels(x, weight, weight.shape[1] * check_groups(groups, x.shape[1], weight.shape[0]))
    check_bias(bias, weight)
    out, cache = conv2d_forward(
        x[:, :, None],
        weight[:, :, None],
        bias,
        stride=(1, numbers("stride", stride, 1)[0]),
        padding=(0, numbers("padding", padding, 1, minimum=0)[0]),
        dilation=(1, numbers("dilation", dilation, 1)[0]),
        groups=groups,
    )
    return out[:, :, 0], (out.shape, out.dtype, cache)


def conv1d_backward(grad_out: Array, cache: tuple[Any, ...]) -> tuple[Array, Array, Array | None]:
    """grad_out (N, C_out, L_out) -> grad_x, grad_weight, grad_bias (None where there was no bias)."""
    (n, out_channels, _, length), dtype, conv2d_cache = cache
    check_grad_out(grad_out, (n, out_channels, length), dtype)
    grad_x, grad_weight, grad_bias = conv2d_backward(grad_out[:, :, None], conv2d_cache)
    return grad_x[:, :, 0], grad_weight[:, :, 0], grad_bias


class Conv1d:
    """`conv1d_forward` with its weight and bias, which start as PyTorch's do: uniform on +-1 / sqrt(fan_in).

    Without a generator `rng`, every new layer starts from other random numbers.
    """

    def __init__(
        self,
        in_channels: int,
        out_channels: int,
        kernel_size: Size,
        stride: Size = 1,
        padding: Size = 0,
        dilation: Size = 1,
        groups: int = 1,
        bias: bool = True,
        *,
        dtype: DTypeLike = np.float32,
        rng: np.random.Generator | None = None,
    ) -> None:
        rng = rng or np.random.default_rng()
        self.kernel_size, self.stride, self.dilation = kernel_size, stride, dilation
        self.padding, self.groups = padding, check_groups(groups, in_channels, out_channels)
        shape = (out_channels, in_channels // groups, *numbers("kernel_size", kernel_size, 1))
        self.params = {"weight": old_torch_uniform(shape, rng, dtype=dtype)}
        if bias:
            self.params["bias"] = old_torch_bias(shape, rng, dtype=dtype)
        self.grads: dict[str, Array] = {}
        self.training = True

    def forward(self, x: Array) -> Array:
        """x (N, C_in, L) -> out (N, C_out, L_out)."""
        out, self._cache = conv1d_forward(
            x,
            self.params["weight"],
            self.params.get("bias"),
            stride=self.stride,
            padding=self.padding,
            dilation=self.dilation,
            groups=self.groups,
        )
        return out

    def backward(self, grad_out: Array) -> Array:
        """The gradient of the last forward's x; those of weight and bias are put into `grads`."""
        grad_x, self.grads["weight"], grad_bias = conv1d_backward(grad_out, self._cache)
        if grad_bias is not None:
            self.grads["bias"] = grad_bias
        return grad_x

    def train(self, mode: bool = True) -> Conv1d:
        """Nothing differs between training and evaluation."""
        self.training = mode
        return self

    def eval(self) -> Conv1d:
        """The same as `train(False)`."""
        return self.train(False)
