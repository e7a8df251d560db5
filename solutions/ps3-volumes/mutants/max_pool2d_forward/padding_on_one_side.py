"""Pads above and on the left only, with twice as much.

fails:
- padding never wins
points: 12
"""

import numpy as np


def max_pool2d_forward(x, kernel_size, *, stride=None, padding=0, dilation=1, ceil_mode=False):
    if stride is None:
        stride = kernel_size
    K_h, K_w = (kernel_size, kernel_size) if isinstance(kernel_size, int) else kernel_size
    stride_h, stride_w = (stride, stride) if isinstance(stride, int) else stride
    pad_h, pad_w = (padding, padding) if isinstance(padding, int) else padding
    step_h, step_w = (dilation, dilation) if isinstance(dilation, int) else dilation
    N, C, H, W = x.shape
    xp = np.pad(x, ((0, 0), (0, 0), (2 * pad_h, 0), (2 * pad_w, 0)), constant_values=-np.inf)
    reach_h = step_h * (K_h - 1) + 1
    reach_w = step_w * (K_w - 1) + 1
    room_h = H + 2 * pad_h - reach_h
    room_w = W + 2 * pad_w - reach_w
    H_out = room_h // stride_h + 1
    W_out = room_w // stride_w + 1
    if ceil_mode and room_h % stride_h and H_out * stride_h < H + pad_h:
        H_out += 1
    if ceil_mode and room_w % stride_w and W_out * stride_w < W + pad_w:
        W_out += 1
    out = np.zeros((N, C, H_out, W_out), dtype=x.dtype)
    for i in range(H_out):
        for j in range(W_out):
            top, left = i * stride_h, j * stride_w
            window = xp[:, :, top : top + reach_h : step_h, left : left + reach_w : step_w]
            out[:, :, i, j] = window.max(axis=(2, 3))
    return out, (x, kernel_size, stride, padding)
