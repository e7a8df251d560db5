"""What most course code does: the columns of the whole batch in one array, kept for the backward pass."""

from __future__ import annotations

from typing import Any

import numpy as np


def im2col_forward(
    x: np.ndarray, weight: np.ndarray, bias: np.ndarray, *, stride: int, padding: int
) -> tuple[np.ndarray, Any]:
    """conv2d as one product of the weights with the columns of all windows of all images."""
    (n, channels, _, _), (filters, _, k_h, k_w) = x.shape, weight.shape
    padded = np.pad(x, ((0, 0), (0, 0), (padding, padding), (padding, padding)))
    windows = np.lib.stride_tricks.sliding_window_view(padded, (k_h, k_w), axis=(2, 3))[:, :, ::stride, ::stride]
    h_out, w_out = windows.shape[2:4]
    columns = windows.transpose(1, 4, 5, 0, 2, 3).reshape(channels * k_h * k_w, n * h_out * w_out)
    out = weight.reshape(filters, -1) @ columns + bias[:, None]
    return out.reshape(filters, n, h_out, w_out).transpose(1, 0, 2, 3), (padded.shape, columns, weight, stride, padding)


def im2col_backward(grad_out: np.ndarray, cache: Any) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """The gradients of x, weight and bias, from the columns that forward kept."""
    padded_shape, columns, weight, stride, padding = cache
    (n, filters, h_out, w_out), (_, channels, k_h, k_w) = grad_out.shape, weight.shape
    grad_rows = grad_out.transpose(1, 0, 2, 3).reshape(filters, -1)
    grad_weight = (grad_rows @ columns.T).reshape(weight.shape)
    shares = (weight.reshape(filters, -1).T @ grad_rows).reshape(channels, k_h, k_w, n, h_out, w_out)
    grad_padded = np.zeros(padded_shape, dtype=grad_out.dtype)
    for i in range(k_h):
        for j in range(k_w):
            rows, cols = slice(i, i + stride * h_out, stride), slice(j, j + stride * w_out, stride)
            grad_padded[:, :, rows, cols] += shares[:, i, j].swapaxes(0, 1)
    height, width = padded_shape[2] - padding, padded_shape[3] - padding
    return grad_padded[:, :, padding:height, padding:width], grad_weight, grad_rows.sum(axis=1)
