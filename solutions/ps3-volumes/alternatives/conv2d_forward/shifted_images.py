"""Loops over the entries of the filter, not over places: each entry weighs one shifted copy of all images."""

import numpy as np


def conv2d_forward(x, weight, bias=None, *, stride=1, padding=0, dilation=1, groups=1):
    sh, sw = np.broadcast_to(stride, 2)
    ph, pw = np.broadcast_to(padding, 2)
    dh, dw = np.broadcast_to(dilation, 2)
    n, c, h, w = x.shape
    k, cg, kh, kw = weight.shape
    padded = np.zeros((n, c, h + 2 * ph, w + 2 * pw), dtype=x.dtype)
    padded[:, :, ph : ph + h, pw : pw + w] = x
    oh = (h + 2 * ph - dh * (kh - 1) - 1) // sh + 1
    ow = (w + 2 * pw - dw * (kw - 1) - 1) // sw + 1
    parts = []
    for group in range(groups):
        mine = padded[:, group * cg : (group + 1) * cg]
        filters = weight[group * (k // groups) : (group + 1) * (k // groups)]
        total = np.zeros((n, k // groups, oh, ow), dtype=x.dtype)
        for i in range(kh):
            for j in range(kw):
                shifted = mine[:, :, i * dh :: sh, j * dw :: sw][:, :, :oh, :ow]
                total += np.tensordot(shifted, filters[:, :, i, j], axes=(1, 1)).transpose(0, 3, 1, 2)
        parts.append(total)
    out = np.concatenate(parts, axis=1)
    if bias is not None:
        out = out + bias.reshape(1, -1, 1, 1)
    return out, {"x": x, "weight": weight}
