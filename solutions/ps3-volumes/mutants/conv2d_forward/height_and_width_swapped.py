"""Reads the shape of x as (N, C, W, H).

fails:
- every window by hand
- several images, channels and filters
- stride, other for height than for width
- padding, other for height than for width
- dilation
- groups
points: 7
"""

import numpy as np


def conv2d_forward(x, weight, bias=None, *, stride=1, padding=0, dilation=1, groups=1):
    stride_h, stride_w = (stride, stride) if isinstance(stride, int) else stride
    pad_h, pad_w = (padding, padding) if isinstance(padding, int) else padding
    step_h, step_w = (dilation, dilation) if isinstance(dilation, int) else dilation
    xp = np.pad(x, ((0, 0), (0, 0), (pad_h, pad_h), (pad_w, pad_w)))
    N, _, W, H = xp.shape
    C_out, C_group, K_h, K_w = weight.shape
    reach_h = step_h * (K_h - 1) + 1
    reach_w = step_w * (K_w - 1) + 1
    H_out = (H - reach_h) // stride_h + 1
    W_out = (W - reach_w) // stride_w + 1
    out = np.zeros((N, C_out, H_out, W_out), dtype=x.dtype)
    for n in range(N):
        for k in range(C_out):
            first = k // (C_out // groups) * C_group
            for i in range(H_out):
                for j in range(W_out):
                    top, left = i * stride_h, j * stride_w
                    window = xp[
                        n, first : first + C_group, top : top + reach_h : step_h, left : left + reach_w : step_w
                    ]
                    out[n, k, i, j] = np.sum(window * weight[k])
                    if bias is not None:
                        out[n, k, i, j] += bias[k]
    return out, (x, weight, bias)
