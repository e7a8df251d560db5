"""Batch normalization: every channel gets mean 0 and variance 1 over the batch, then a learned scale and shift.

A channel with the values 1, 3, 5, 7: mean 4, variance 5, so they become -1.34, -0.45, 0.45, 1.34. The backward pass
undoes nothing: mean and variance depend on every value, and the chain rule goes through both (claim rwth-15-071).

Ioffe and Szegedy, ICML 2015. In evaluation the running averages take the place of the batch's mean and variance.
"""

from __future__ import annotations

import math
from collections.abc import Iterator
from typing import NamedTuple

import numpy as np

from cnncourse.layers_numpy.checks import check_float, check_grad_out
from cnncourse.shapes.arguments import real_number
from cnncourse.shapes.checks import check_layout, check_per_channel

BLOCK_BYTES = 1 << 18  # a block and what is computed from it stay in a core's second-level cache


class BatchNormCache(NamedTuple):
    """What the backward pass needs, and the running averages after this batch."""

    x: np.ndarray
    weight: np.ndarray | None
    has_bias: bool
    mean: np.ndarray  # (C,), like all below
    inverse_std: np.ndarray
    training: bool
    running_mean: np.ndarray | None
    running_var: np.ndarray | None


def batch_norm_forward_plain(
    x, weight=None, bias=None, running_mean=None, running_var=None, *, training, momentum=0.1, eps=1e-5
):
    """The definition: out = weight * (x - mean) / sqrt(var + eps) + bias, channel by channel.

    In training mean and var are the batch's, with var over n; the running average takes it over n - 1.
    """
    channels_last = np.moveaxis(x, 1, -1)  # (..., C), so that (C,) arrays meet their channels
    mean, var = running_mean, running_var
    if training:
        values = channels_last.reshape(-1, x.shape[1])
        mean, var = values.mean(axis=0), values.var(axis=0)
        if running_mean is not None:
            unbiased = var * len(values) / (len(values) - 1)
            running_mean = (1 - momentum) * running_mean + momentum * mean
            running_var = (1 - momentum) * running_var + momentum * unbiased
    inverse_std = 1 / np.sqrt(var + eps)
    out = (channels_last - mean) * inverse_std
    out = out if weight is None else out * weight
    out = out if bias is None else out + bias
    cache = BatchNormCache(x, weight, bias is not None, mean, inverse_std, training, running_mean, running_var)
    return np.moveaxis(out, -1, 1), cache


def batch_norm_backward_plain(grad_out, cache):
    """The definition, backward: grad_x = weight / std * (grad_out - its mean - x_hat * mean of (grad_out * x_hat))."""
    grad = np.moveaxis(grad_out, 1, -1)
    x_hat = (np.moveaxis(cache.x, 1, -1) - cache.mean) * cache.inverse_std
    batch = tuple(range(grad.ndim - 1))
    grad_bias, grad_weight = grad.sum(axis=batch), (grad * x_hat).sum(axis=batch)
    grad_x = grad
    if cache.training:  # in evaluation mean and variance are constants
        count = grad[..., 0].size
        grad_x = grad - grad_bias / count - x_hat * grad_weight / count
    grad_x = grad_x * cache.inverse_std if cache.weight is None else grad_x * cache.inverse_std * cache.weight
    has_weight = cache.weight is not None
    return np.moveaxis(grad_x, -1, 1), grad_weight if has_weight else None, grad_bias if cache.has_bias else None


def batch_norm_forward(
    x: np.ndarray,
    weight: np.ndarray | None = None,
    bias: np.ndarray | None = None,
    running_mean: np.ndarray | None = None,
    running_var: np.ndarray | None = None,
    *,
    training: bool,
    momentum: float = 0.1,
    eps: float = 1e-5,
) -> tuple[np.ndarray, BatchNormCache]:
    """The same as the plain version, block by block, with each block read while it is in the cache.

    The mean comes first and the squared distances from it second: one pass over sums of x and x^2 would be 1-2 %
    wrong in float32 at mean 100. The running averages are not changed; those after this batch are in the cache.

    Args:
        x: (N, C), (N, C, L) or (N, C, H, W).
        weight, bias, running_mean, running_var: (C,) or None.
        training: normalize with the batch (True) or with the running averages (False).
        momentum: the batch's share in the new running averages.
        eps: added to the variance.

    Returns:
        out of x's shape, and the cache.

    Raises:
        ValueError: a dtype or shape that does not fit; training with a single value per channel, whose variance is 0;
            evaluation without running averages.
    """
    _check_arguments(x, weight, bias, running_mean, running_var, training)
    momentum, eps = real_number("momentum", momentum), real_number("eps", eps)
    images = _images(x)
    count, length = images.shape[0] * images.shape[2], images.shape[2]
    if training or running_mean is None or running_var is None:
        mean, var = _batch_statistics(images)
    else:
        mean, var = running_mean, running_var
    if training and count and running_mean is not None and running_var is not None:
        running_mean = (1 - momentum) * running_mean + momentum * mean
        running_var = (1 - momentum) * running_var + momentum * (count / (count - 1)) * var
    inverse_std = 1 / np.sqrt(var + eps)
    scale = inverse_std if weight is None else inverse_std * weight
    shift = -mean * scale if bias is None else bias - mean * scale
    scale, shift, out = _spread(scale, length), _spread(shift, length), np.empty_like(images)
    for block in _blocks(images):
        np.multiply(images[block], scale, out=out[block])
        out[block] += shift
    cache = BatchNormCache(x, weight, bias is not None, mean, inverse_std, training, running_mean, running_var)
    return out.reshape(x.shape), cache


def batch_norm_backward(
    grad_out: np.ndarray, cache: BatchNormCache
) -> tuple[np.ndarray, np.ndarray | None, np.ndarray | None]:
    """grad_out of x's shape -> grad_x, grad_weight, grad_bias (None for one that was not given).

    The plain version's three terms, sorted by what they multiply: grad_x = a * grad_out + b * x + c, with three
    numbers per channel.
    """
    x, weight, has_bias, mean, inverse_std, training, *_ = cache
    check_grad_out(grad_out, x.shape, x.dtype)
    images, grads = _images(x), _images(grad_out)
    length = images.shape[2]
    center, buffer = _spread(mean, length), _buffer(images)
    grad_bias, grad_weight = np.zeros_like(mean), np.zeros_like(mean)
    for block in _blocks(images):
        centered = np.subtract(images[block], center, out=buffer[: len(images[block])])
        grad_weight += inverse_std * np.einsum("ncl,ncl->c", centered, grads[block])
        grad_bias += np.einsum("ncl->c", grads[block])
    a = inverse_std if weight is None else inverse_std * weight
    b = c = np.zeros_like(mean)
    if training:  # in evaluation mean and variance are constants
        count = max(images.shape[0] * length, 1)
        b = -a * inverse_std * grad_weight / count
        c = -a * grad_bias / count - b * mean
    a, b, c, grad_x = _spread(a, length), _spread(b, length), _spread(c, length), np.empty_like(images)
    for block in _blocks(images):
        grad = np.multiply(grads[block], a, out=grad_x[block])
        grad += np.multiply(images[block], b, out=buffer[: len(grad)])
        grad += c
    return grad_x.reshape(x.shape), None if weight is None else grad_weight, grad_bias if has_bias else None


def _batch_statistics(images: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Mean and variance (over n) of every channel of images (N, C, L), each (C,); zeros for an empty batch."""
    count = max(images.shape[0] * images.shape[2], 1)
    mean = images.sum(axis=(0, 2)) / count
    squares, center, buffer = np.zeros_like(mean), _spread(mean, images.shape[2]), _buffer(images)
    for block in _blocks(images):
        centered = np.subtract(images[block], center, out=buffer[: len(images[block])])
        squares += np.einsum("ncl,ncl->c", centered, centered)
    return mean, squares / count


def _images(x: np.ndarray) -> np.ndarray:
    """x as (N, C, L), all places of a channel in one row; for x (N, C), L is 1."""
    return x.reshape(*x.shape[:2], math.prod(x.shape[2:]))


def _spread(per_channel: np.ndarray, length: int) -> np.ndarray:
    """(C,) -> (C, L): with one number for each place NumPy's loops run over whole images, not over single rows."""
    return np.repeat(per_channel, length).reshape(len(per_channel), length)


def _block_size(images: np.ndarray) -> int:
    """As many images as fit the cache together, at least one."""
    return max(1, BLOCK_BYTES // max(1, math.prod(images.shape[1:]) * images.itemsize))


def _blocks(images: np.ndarray) -> Iterator[slice]:
    """The batch, a block of images at a time."""
    step = _block_size(images)
    for first in range(0, len(images), step):
        yield slice(first, first + step)


def _buffer(images: np.ndarray) -> np.ndarray:
    """Room for what is computed from one block, used again for the next."""
    return np.empty((min(len(images), _block_size(images)), *images.shape[1:]), dtype=images.dtype)


def _check_arguments(
    x: np.ndarray,
    weight: np.ndarray | None,
    bias: np.ndarray | None,
    running_mean: np.ndarray | None,
    running_var: np.ndarray | None,
    training: bool,
) -> None:
    params = {"weight": weight, "bias": bias, "running_mean": running_mean, "running_var": running_var}
    check_float(x=x, **params)
    check_layout("x", x, "(N, C)", "(N, C, L)", "(N, C, H, W)")
    check_per_channel(x, **params)
    if (running_mean is None) != (running_var is None):
        raise ValueError("running_mean and running_var go together: give both or neither")
    if training and x.shape[0] * math.prod(x.shape[2:]) == 1:
        raise ValueError(f"training needs more than 1 value per channel, but x.shape={x.shape}")
    if not training and running_mean is None:
        raise ValueError("running_mean and running_var must be given where training=False")
