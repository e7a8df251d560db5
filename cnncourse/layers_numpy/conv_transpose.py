"""Transposed convolution: every pixel paints the filter, times its value, onto a larger image.

It is the exact adjoint of `conv2d` with the same weight: what one reads, the other writes. So its forward pass is
`conv2d`'s gradient of x, and its gradient of x is `conv2d`'s forward pass.

Dumoulin and Visin, arXiv 1603.07285, 2016, draw it; DeconvNet is built on it (claim cs-6890-115).
"""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import DTypeLike, NDArray

from cnncourse.init import old_torch_bias, old_torch_uniform
from cnncourse.layers_numpy.checks import check_float, check_grad_out
from cnncourse.layers_numpy.conv import both
from cnncourse.layers_numpy.correlate import correlate, correlate_grad_weight, correlate_grad_x
from cnncourse.layers_numpy.windows import Window
from cnncourse.shapes import conv_transpose_output_size
from cnncourse.shapes.arguments import pair
from cnncourse.shapes.checks import check_bias, check_channels, check_groups, check_layout

Array = NDArray[Any]
Size = int | tuple[int, int]


def conv_transpose2d_forward_plain(
    x, weight, bias=None, *, stride=1, padding=0, output_padding=0, groups=1, dilation=1
):
    """The definition: x[n, c, row, col] * weight[c] is added at (row, col) * stride - padding; arguments as below.

    Returns:
        out (N, C_out, H_out, W_out), and no cache: the plain version has no backward.
    """
    (stride_h, stride_w), (pad_h, pad_w) = both(stride), both(padding)
    (step_h, step_w), (more_h, more_w) = both(dilation), both(output_padding)
    N, C_in, H, W = x.shape
    _, C_group, K_h, K_w = weight.shape
    reach_h, reach_w = step_h * (K_h - 1) + 1, step_w * (K_w - 1) + 1
    canvas = np.zeros(
        (N, C_group * groups, (H - 1) * stride_h + reach_h + more_h, (W - 1) * stride_w + reach_w + more_w), x.dtype
    )
    for n, c, row, col in np.ndindex(x.shape):
        first = c // (C_in // groups) * C_group  # the first output channel of this channel's group
        top, left = row * stride_h, col * stride_w
        rows, cols = slice(top, top + reach_h, step_h), slice(left, left + reach_w, step_w)
        canvas[n, first : first + C_group, rows, cols] += x[n, c, row, col] * weight[c]
    out = canvas[:, :, pad_h : canvas.shape[2] - pad_h, pad_w : canvas.shape[3] - pad_w]
    return (out if bias is None else out + bias[:, None, None]), None


def conv_transpose2d_forward(
    x: Array,
    weight: Array,
    bias: Array | None = None,
    *,
    stride: Size = 1,
    padding: Size = 0,
    output_padding: Size = 0,
    groups: int = 1,
    dilation: Size = 1,
) -> tuple[Array, tuple[Any, ...]]:
    """The same as `conv_transpose2d_forward_plain`, as matrix products; equal to PyTorch's conv_transpose2d.

    Args:
        x: (N, C_in, H, W), float32 or float64; N may be 0.
        weight: (C_in, C_out / groups, K_h, K_w): input channels first, as of the `conv2d` that it undoes.
        bias: (C_out,) or None.
        stride: how far apart the filters are painted.
        padding: pixels cut off from each side of what is painted.
        output_padding: rows and columns added below and to the right, fewer than stride or dilation: several sizes
            shrink to the same one under a stride, and this chooses among them.
        groups: divides C_in and C_out.
        dilation: pixels from one entry of the filter to the next.

    Returns:
        out (N, C_out, H_out, W_out), H_out = (H - 1)*stride - 2*padding + dilation*(K_h - 1) + 1 + output_padding,
        of x's dtype, and the cache.

    Raises:
        ValueError: a shape, dtype or option that does not fit, named with its value; an output size below 1.
    """
    check_float(x=x, weight=weight, bias=bias)
    check_layout("x", x, "(N, C_in, H, W)")
    check_layout("weight", weight, "(C_in, C_out / groups, K_h, K_w)")
    check_channels(x, weight, weight.shape[0])
    groups = check_groups(groups, x.shape[1], x.shape[1])
    out_channels = weight.shape[1] * groups
    check_bias(bias, weight, (out_channels,))
    window = Window(
        kernel_size=pair("kernel_size", weight.shape[2:]),
        stride=pair("stride", stride),
        padding=pair("padding", padding, minimum=0),
        dilation=pair("dilation", dilation),
    )
    more = pair("output_padding", output_padding, minimum=0)
    steps = zip(x.shape[2:], window.kernel_size, window.stride, window.padding, more, window.dilation, strict=True)
    out_size = [
        conv_transpose_output_size(n, k, stride=s, padding=p, output_padding=o, dilation=d)
        for n, k, s, p, o, d in steps
    ]
    out = correlate_grad_x(x, weight, (len(x), out_channels, *out_size), window, groups)
    if bias is not None:
        out += bias[:, None, None]
    return out, (x, weight, bias is not None, window, groups, out.shape)


def conv_transpose2d_backward(grad_out: Array, cache: tuple[Any, ...]) -> tuple[Array, Array, Array | None]:
    """grad_out (N, C_out, H_out, W_out) -> grad_x, grad_weight, grad_bias (None where there was no bias)."""
    x, weight, has_bias, window, groups, out_shape = cache
    check_grad_out(grad_out, out_shape, x.dtype)
    grad_x = correlate(grad_out, weight, window, groups, x.shape[2:])
    grad_weight = correlate_grad_weight(x, grad_out, weight, window, groups)
    return grad_x, grad_weight, grad_out.sum(axis=(0, 2, 3)) if has_bias else None


class ConvTranspose2d:
    """`conv_transpose2d_forward` with its weight and bias, which start as PyTorch's do.

    Without a generator `rng`, every new layer starts from other random numbers.
    """

    def __init__(
        self,
        in_channels: int,
        out_channels: int,
        kernel_size: Size,
        stride: Size = 1,
        padding: Size = 0,
        output_padding: Size = 0,
        groups: int = 1,
        bias: bool = True,
        dilation: Size = 1,
        *,
        dtype: DTypeLike = np.float32,
        rng: np.random.Generator | None = None,
    ) -> None:
        rng = rng or np.random.default_rng()
        self.kernel_size, self.stride, self.dilation = kernel_size, stride, dilation
        self.padding, self.output_padding = padding, output_padding
        self.groups = check_groups(groups, in_channels, out_channels)
        shape = (in_channels, out_channels // groups, *pair("kernel_size", kernel_size))
        self.params = {"weight": old_torch_uniform(shape, rng, dtype=dtype)}
        if bias:  # PyTorch takes the fan-in of both from weight's second axis, whatever the meaning of its axes
            self.params["bias"] = old_torch_bias((out_channels, *shape[1:]), rng, dtype=dtype)
        self.grads: dict[str, Array] = {}
        self.training = True

    def forward(self, x: Array) -> Array:
        """x (N, C_in, H, W) -> out (N, C_out, H_out, W_out)."""
        out, self._cache = conv_transpose2d_forward(
            x,
            self.params["weight"],
            self.params.get("bias"),
            stride=self.stride,
            padding=self.padding,
            output_padding=self.output_padding,
            groups=self.groups,
            dilation=self.dilation,
        )
        return out

    def backward(self, grad_out: Array) -> Array:
        """The gradient of the last forward's x; those of weight and bias are put into `grads`."""
        grad_x, self.grads["weight"], grad_bias = conv_transpose2d_backward(grad_out, self._cache)
        if grad_bias is not None:
            self.grads["bias"] = grad_bias
        return grad_x

    def train(self, mode: bool = True) -> ConvTranspose2d:
        """Nothing differs between training and evaluation."""
        self.training = mode
        return self

    def eval(self) -> ConvTranspose2d:
        """The same as `train(False)`."""
        return self.train(False)
