"""Locally connected: the windows of a convolution, but every place of the image has weights of its own.

AlexNet's first layer would so have 105,705,600 parameters instead of 34,944 (claims cs-6890-019 and cs-6890-022).
"""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import DTypeLike, NDArray

from cnncourse.init import old_torch_uniform
from cnncourse.layers_numpy.checks import check_float, check_grad_out
from cnncourse.layers_numpy.conv import both
from cnncourse.layers_numpy.windows import Window, add_windows, columns
from cnncourse.shapes.arguments import pair
from cnncourse.shapes.checks import check_bias, check_channels, check_layout, check_places

Array = NDArray[Any]
Size = int | tuple[int, int]


def locally_connected2d_forward_plain(x, weight, bias=None, *, stride=1, padding=0):
    """The definition: out[n, k, row, col] = sum of window * weight[k, row, col], plus bias[k, row, col].

    The only difference from a convolution is that the weights know the place. Arguments as below.

    Returns:
        out (N, C_out, H_out, W_out), and no cache: the plain version has no backward.
    """
    (stride_h, stride_w), (pad_h, pad_w) = both(stride), both(padding)
    padded = np.pad(x, ((0, 0), (0, 0), (pad_h, pad_h), (pad_w, pad_w)))
    C_out, H_out, W_out, _, K_h, K_w = weight.shape
    out = np.zeros((len(x), C_out, H_out, W_out), dtype=x.dtype)
    for n, k, row, col in np.ndindex(out.shape):
        top, left = row * stride_h, col * stride_w
        window = padded[n, :, top : top + K_h, left : left + K_w]
        out[n, k, row, col] = (window * weight[k, row, col]).sum()
    return (out if bias is None else out + bias), None


def locally_connected2d_forward(
    x: Array, weight: Array, bias: Array | None = None, *, stride: Size = 1, padding: Size = 0
) -> tuple[Array, tuple[Any, ...]]:
    """The same as `locally_connected2d_forward_plain`: at each place one small matrix product.

    Args:
        x: (N, C_in, H, W), float32 or float64; N may be 0.
        weight: (C_out, H_out, W_out, C_in, K_h, K_w), of x's dtype.
        bias: (C_out, H_out, W_out) or None.
        stride, padding: in pixels, an int, or a pair (height, width).

    Returns:
        out (N, C_out, H_out, W_out) of x's dtype, and the cache.

    Raises:
        ValueError: a shape, dtype or option that does not fit, named with its value; an output size below 1.
    """
    check_float(x=x, weight=weight, bias=bias)
    check_layout("x", x, "(N, C_in, H, W)")
    check_layout("weight", weight, "(C_out, H_out, W_out, C_in, K_h, K_w)")
    check_channels(x, weight, weight.shape[3])
    check_bias(bias, weight, weight.shape[:3])
    window = Window(
        kernel_size=pair("kernel_size", weight.shape[4:]),
        stride=pair("stride", stride),
        padding=pair("padding", padding, minimum=0),
    )
    out_size = window.out_size(x.shape[2:])
    check_places(x, weight, out_size)
    out = np.empty((len(x), len(weight), *out_size), dtype=x.dtype)
    for images, rows, cols in columns(x, window, out_size):
        out[images, :, rows] = np.einsum("ncijhw,khwcij->nkhw", cols, weight[:, rows], optimize=True)
    if bias is not None:
        out += bias
    return out, (x, weight, bias is not None, window)


def locally_connected2d_backward(grad_out: Array, cache: tuple[Any, ...]) -> tuple[Array, Array, Array | None]:
    """grad_out (N, C_out, H_out, W_out) -> grad_x, grad_weight, grad_bias (None where there was no bias)."""
    x, weight, has_bias, window = cache
    out_size = weight.shape[1:3]
    check_grad_out(grad_out, (len(x), len(weight), *out_size), x.dtype)
    grad_x, grad_weight = np.zeros(x.shape, dtype=x.dtype), np.zeros(weight.shape, dtype=weight.dtype)
    for images, rows, cols in columns(x, window, out_size):
        upstream = grad_out[images, :, rows]
        grad_weight[:, rows] += np.einsum("nkhw,ncijhw->khwcij", upstream, cols, optimize=True)
        shares = np.einsum("nkhw,khwcij->ncijhw", upstream, weight[:, rows], optimize=True)
        add_windows(grad_x[images], shares, window, rows.start)
    return grad_x, grad_weight, grad_out.sum(axis=0) if has_bias else None


class LocallyConnected2d:
    """`locally_connected2d_forward` with its weight and bias, uniform on +-1 / sqrt(fan_in) at the start.

    `in_size`, the (height, width) of the images, is needed because there are weights for every place.
    Without a generator `rng`, every new layer starts from other random numbers.
    """

    def __init__(
        self,
        in_channels: int,
        out_channels: int,
        in_size: Size,
        kernel_size: Size,
        stride: Size = 1,
        padding: Size = 0,
        bias: bool = True,
        *,
        dtype: DTypeLike = np.float32,
        rng: np.random.Generator | None = None,
    ) -> None:
        rng = rng or np.random.default_rng()
        self.in_size, self.kernel_size, self.stride, self.padding = in_size, kernel_size, stride, padding
        window = Window(pair("kernel_size", kernel_size), pair("stride", stride), pair("padding", padding, minimum=0))
        out_size = window.out_size(pair("in_size", in_size))
        one_filter = old_torch_uniform(
            (out_channels * out_size[0] * out_size[1], in_channels, *window.kernel_size), rng, dtype=dtype
        )
        self.params = {"weight": one_filter.reshape(out_channels, *out_size, in_channels, *window.kernel_size)}
        if bias:
            bound = 1 / np.sqrt(one_filter[0].size)
            self.params["bias"] = rng.uniform(-bound, bound, (out_channels, *out_size)).astype(dtype)
        self.grads: dict[str, Array] = {}
        self.training = True

    def forward(self, x: Array) -> Array:
        """x (N, C_in, H, W) -> out (N, C_out, H_out, W_out)."""
        weight, bias = self.params["weight"], self.params.get("bias")
        out, self._cache = locally_connected2d_forward(x, weight, bias, stride=self.stride, padding=self.padding)
        return out

    def backward(self, grad_out: Array) -> Array:
        """The gradient of the last forward's x; those of weight and bias are put into `grads`."""
        grad_x, self.grads["weight"], grad_bias = locally_connected2d_backward(grad_out, self._cache)
        if grad_bias is not None:
            self.grads["bias"] = grad_bias
        return grad_x

    def train(self, mode: bool = True) -> LocallyConnected2d:
        """Nothing differs between training and evaluation."""
        self.training = mode
        return self

    def eval(self) -> LocallyConnected2d:
        """The same as `train(False)`."""
        return self.train(False)
