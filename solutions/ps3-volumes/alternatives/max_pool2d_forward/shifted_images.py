"""Keeps the larger one of shifted copies of the images, entry by entry of the window."""

import numpy as np


def max_pool2d_forward(x, kernel_size, *, stride=None, padding=0, dilation=1, ceil_mode=False):
    kh, kw = np.broadcast_to(kernel_size, 2)
    sh, sw = np.broadcast_to(kernel_size if stride is None else stride, 2)
    ph, pw = np.broadcast_to(padding, 2)
    dh, dw = np.broadcast_to(dilation, 2)

    def places(size, k, s, p, d):
        count = 1 + (size + 2 * p - d * (k - 1) - 1) // s
        one_more = ceil_mode and (count - 1) * s + d * (k - 1) + 1 < size + 2 * p and count * s < size + p
        return count + int(one_more)

    n, c, h, w = x.shape
    oh, ow = places(h, kh, sh, ph, dh), places(w, kw, sw, pw, dw)
    lowest = np.full((n, c, oh * sh + dh * kh + ph, ow * sw + dw * kw + pw), -np.inf, dtype=x.dtype)
    canvas = np.pad(lowest, [(0, 0), (0, 0), (0, h), (0, w)], constant_values=-np.inf)
    canvas[:, :, ph : ph + h, pw : pw + w] = x
    out = np.full((n, c, oh, ow), -np.inf, dtype=x.dtype)
    for i in range(kh):
        for j in range(kw):
            out = np.maximum(out, canvas[:, :, i * dh :: sh, j * dw :: sw][:, :, :oh, :ow])
    return out, ("nothing to keep",)
