"""Convolution: one small set of weights looks at every place of the image.

"Convolution" means cross-correlation here, as in every framework: the kernel is not flipped (`convolve2d` flips it).
The plain version is the definition; the fast one below it does the same sums as matrix products.

LeCun et al., Neural Computation 1989. That the layer is not the convolution of the books is claim eecs-445-044; that
a shared weight's gradient is a sum over all places, claim rwth-15-106.
"""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import DTypeLike, NDArray

from cnncourse.init import old_torch_bias, old_torch_uniform
from cnncourse.layers_numpy.checks import check_float, check_grad_out
from cnncourse.layers_numpy.correlate import correlate, correlate_grad_weight, correlate_grad_x
from cnncourse.layers_numpy.windows import Window
from cnncourse.shapes.arguments import pair
from cnncourse.shapes.checks import check_bias, check_channels, check_groups, check_layout

Array = NDArray[Any]
Size = int | tuple[int, int]


def conv2d_forward_plain(x, weight, bias=None, *, stride=1, padding=0, dilation=1, groups=1):
    """The definition: out[n, k, row, col] = sum of window * weight[k], plus bias[k].

    Args:
        x: (N, C_in, H, W).
        weight: (C_out, C_in / groups, K_h, K_w).
        bias: (C_out,) or None.
        stride, padding, dilation: an int, or a pair (height, width).
        groups: the channels fall into so many groups; each filter sees the channels of its own group.

    Returns:
        out (N, C_out, H_out, W_out), and the cache that the backward pass needs.
    """
    (stride_h, stride_w), (pad_h, pad_w), (step_h, step_w) = both(stride), both(padding), both(dilation)
    padded = np.pad(x, ((0, 0), (0, 0), (pad_h, pad_h), (pad_w, pad_w)))
    N, _, H, W = padded.shape
    C_out, C_group, K_h, K_w = weight.shape
    reach_h, reach_w = step_h * (K_h - 1) + 1, step_w * (K_w - 1) + 1  # pixels from first to last, both counted
    H_out, W_out = (H - reach_h) // stride_h + 1, (W - reach_w) // stride_w + 1

    out = np.zeros((N, C_out, H_out, W_out), dtype=x.dtype)
    for n in range(N):
        for k in range(C_out):
            first = k // (C_out // groups) * C_group
            image = padded[n, first : first + C_group]  # the channels of this filter's group
            for row in range(H_out):
                for col in range(W_out):
                    top, left = row * stride_h, col * stride_w
                    window = image[:, top : top + reach_h : step_h, left : left + reach_w : step_w]
                    out[n, k, row, col] = (window * weight[k]).sum()  # both are (C_group, K_h, K_w)
    if bias is not None:
        out += bias[:, None, None]  # one number for each filter, the same at every place
    return out, (x, weight, bias, stride, padding, dilation, groups)


def conv2d_backward_plain(grad_out, cache):
    """The definition, backward: each output hands its gradient to every pixel and every weight it was made of.

    out = sum of window * weight, so a pixel's gradient is grad_out times the weight it met, added up over all windows
    that saw it; a weight's gradient is grad_out times the pixel it met, added up over all places.

    Returns:
        grad_x, grad_weight, grad_bias (None without a bias), each of its input's shape.
    """
    x, weight, bias, stride, padding, dilation, groups = cache
    (stride_h, stride_w), (pad_h, pad_w), (step_h, step_w) = both(stride), both(padding), both(dilation)
    padded = np.pad(x, ((0, 0), (0, 0), (pad_h, pad_h), (pad_w, pad_w)))
    grad_padded, grad_weight = np.zeros_like(padded), np.zeros_like(weight)
    C_out, C_group, K_h, K_w = weight.shape
    reach_h, reach_w = step_h * (K_h - 1) + 1, step_w * (K_w - 1) + 1

    for n, k, row, col in np.ndindex(grad_out.shape):
        first = k // (C_out // groups) * C_group
        top, left = row * stride_h, col * stride_w
        place = (
            n,
            slice(first, first + C_group),
            slice(top, top + reach_h, step_h),
            slice(left, left + reach_w, step_w),
        )
        grad_padded[place] += grad_out[n, k, row, col] * weight[k]
        grad_weight[k] += grad_out[n, k, row, col] * padded[place]

    H, W = x.shape[2:]
    grad_x = grad_padded[:, :, pad_h : pad_h + H, pad_w : pad_w + W]
    return grad_x, grad_weight, None if bias is None else grad_out.sum(axis=(0, 2, 3))


def both(value):
    """An int for height and width, or the pair itself."""
    return (value, value) if np.ndim(value) == 0 else tuple(value)


def conv2d_forward(
    x: Array,
    weight: Array,
    bias: Array | None = None,
    *,
    stride: Size = 1,
    padding: Size = 0,
    dilation: Size = 1,
    groups: int = 1,
) -> tuple[Array, tuple[Any, ...]]:
    """The same as `conv2d_forward_plain`, as matrix products on blocks of columns; equal to PyTorch's conv2d.

    Args:
        x: (N, C_in, H, W), float32 or float64; N may be 0.
        weight: (C_out, C_in / groups, K_h, K_w), of x's dtype.
        bias: (C_out,) or None.
        stride, padding, dilation: in pixels, an int, or a pair (height, width).
        groups: divides C_in and C_out; groups = C_in is a depthwise convolution.

    Returns:
        out (N, C_out, H_out, W_out) of x's dtype, with sizes as `conv_output_size` says, and the cache.

    Raises:
        ValueError: a shape, dtype or option that does not fit, named with its value; an output size below 1.
    """
    check_float(x=x, weight=weight, bias=bias)
    check_layout("x", x, "(N, C_in, H, W)")
    check_layout("weight", weight, "(C_out, C_in / groups, K_h, K_w)")
    groups = check_groups(groups, x.shape[1], weight.shape[0])
    check_channels(x, weight, weight.shape[1] * groups)
    check_bias(bias, weight)
    window = Window(
        kernel_size=pair("kernel_size", weight.shape[2:]),
        stride=pair("stride", stride),
        padding=pair("padding", padding, minimum=0),
        dilation=pair("dilation", dilation),
    )
    out = correlate(x, weight, window, groups, window.out_size(x.shape[2:]), bias)
    return out, (x, weight, bias is not None, window, groups)


def conv2d_backward(grad_out: Array, cache: tuple[Any, ...]) -> tuple[Array, Array, Array | None]:
    """grad_out (N, C_out, H_out, W_out) -> grad_x, grad_weight, grad_bias (None where there was no bias)."""
    x, weight, has_bias, window, groups = cache
    check_grad_out(grad_out, (len(x), len(weight), *window.out_size(x.shape[2:])), x.dtype)
    grad_x = correlate_grad_x(grad_out, weight, x.shape, window, groups)
    grad_weight = correlate_grad_weight(grad_out, x, weight, window, groups)
    return grad_x, grad_weight, grad_out.sum(axis=(0, 2, 3)) if has_bias else None


class Conv2d:
    """`conv2d_forward` with its weight and bias, which start as PyTorch's do: uniform on +-1 / sqrt(fan_in).

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
        shape = (out_channels, in_channels // groups, *pair("kernel_size", kernel_size))
        self.params = {"weight": old_torch_uniform(shape, rng, dtype=dtype)}
        if bias:
            self.params["bias"] = old_torch_bias(shape, rng, dtype=dtype)
        self.grads: dict[str, Array] = {}
        self.training = True

    def forward(self, x: Array) -> Array:
        """x (N, C_in, H, W) -> out (N, C_out, H_out, W_out)."""
        out, self._cache = conv2d_forward(
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
        grad_x, self.grads["weight"], grad_bias = conv2d_backward(grad_out, self._cache)
        if grad_bias is not None:
            self.grads["bias"] = grad_bias
        return grad_x

    def train(self, mode: bool = True) -> Conv2d:
        """Nothing differs between training and evaluation."""
        self.training = mode
        return self

    def eval(self) -> Conv2d:
        """The same as `train(False)`."""
        return self.train(False)
