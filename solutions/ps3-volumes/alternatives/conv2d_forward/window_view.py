"""All windows as one view, and one einsum."""

import numpy as np


def conv2d_forward(x, weight, bias=None, *, stride=1, padding=0, dilation=1, groups=1):
    def pair(value):
        return (value, value) if isinstance(value, int) else tuple(value)

    (sh, sw), (ph, pw), (dh, dw) = pair(stride), pair(padding), pair(dilation)
    kh, kw = weight.shape[2:]
    xp = np.pad(x, [(0, 0), (0, 0), (ph, ph), (pw, pw)])
    windows = np.lib.stride_tricks.sliding_window_view(xp, (dh * (kh - 1) + 1, dw * (kw - 1) + 1), axis=(2, 3))
    windows = windows[:, :, ::sh, ::sw, ::dh, ::dw]
    n, c, oh, ow = windows.shape[:4]
    windows = windows.reshape(n, groups, c // groups, oh, ow, kh, kw)
    filters = weight.reshape(groups, len(weight) // groups, c // groups, kh, kw)
    out = np.einsum("ngchwij,gkcij->ngkhw", windows, filters).reshape(n, len(weight), oh, ow)
    return (out if bias is None else out + bias[:, None, None]), None
