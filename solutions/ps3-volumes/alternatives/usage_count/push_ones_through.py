"""Asks every pixel: how far does a one in you spread? Convolves with ones, and adds up what arrives."""

import numpy as np


def usage_count(size, kernel_size, *, padding=0, stride=1, layers=1):
    height, width = np.broadcast_to(size, 2)
    return np.outer(row(height, kernel_size, padding, stride, layers), row(width, kernel_size, padding, stride, layers))


def row(size, kernel_size, padding, stride, layers):
    signals = np.eye(size, dtype=int)  # one signal for each pixel
    for _ in range(layers):
        signals = np.pad(signals, [(0, 0), (padding, padding)])
        starts = range(0, signals.shape[1] - kernel_size + 1, stride)
        signals = np.stack([signals[:, s : s + kernel_size].sum(axis=1) for s in starts], axis=1)
    return signals.sum(axis=1)
