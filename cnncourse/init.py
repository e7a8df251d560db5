"""Starting weights: zero-mean random numbers whose variance keeps a signal's size from layer to layer.

A unit that adds up n inputs of variance 1 makes a sum of variance n * Var(weight). So Var(weight) = 1 / n keeps the
forward signal, 1 / (number of outputs) keeps the gradient, and the rules below differ in which they keep.

Only the variance matters, not the shape of the distribution; the functions are named after the rule and the shape.
Each takes the shape of a weight, (out_features, in_features) or (C_out, C_in / groups, K_h, K_w), and a NumPy
`Generator`, and returns an array of that shape.

Sources: LeCun et al., Efficient BackProp, 1998 (claim rwth-15-048); Glorot and Bengio, AISTATS 2010
(rwth-15-062, rwth-15-063); He et al., ICCV 2015 (rwth-15-067); the old rule of Torch (rwth-15-049).
"""

from __future__ import annotations

import math
from collections.abc import Sequence

import numpy as np
from numpy.typing import DTypeLike


def fan_in_and_fan_out(shape: Sequence[int]) -> tuple[int, int]:
    """How many inputs an output adds up, and how many outputs an input reaches.

    (10, 300), a linear layer of 300 inputs and 10 outputs: fan-in 300, fan-out 10. (16, 6, 5, 5), a convolution: each
    output adds 6 * 25 = 150 numbers, and each input reaches, with stride 1, 16 * 25 = 400 outputs.

    Raises:
        ValueError: fewer than two axes (a bias has no fan), or a size below 1.
    """
    if len(shape) < 2 or min(shape) < 1:
        raise ValueError(f"shape must be (outputs, inputs, *kernel) with sizes of at least 1, but is {tuple(shape)}")
    area = math.prod(shape[2:])
    return shape[1] * area, shape[0] * area


def lecun_normal(shape: Sequence[int], rng: np.random.Generator, *, dtype: DTypeLike = np.float32) -> np.ndarray:
    """Normal, variance 1 / fan_in: keeps the forward signal of linear units; the rule for SELU."""
    fan_in, _ = fan_in_and_fan_out(shape)
    return _normal(shape, rng, 1 / fan_in, dtype)


def lecun_uniform(shape: Sequence[int], rng: np.random.Generator, *, dtype: DTypeLike = np.float32) -> np.ndarray:
    """Uniform on +-sqrt(3 / fan_in), of variance 1 / fan_in."""
    fan_in, _ = fan_in_and_fan_out(shape)
    return _uniform(shape, rng, math.sqrt(3 / fan_in), dtype)


def glorot_normal(shape: Sequence[int], rng: np.random.Generator, *, dtype: DTypeLike = np.float32) -> np.ndarray:
    """Normal, variance 2 / (fan_in + fan_out): between what the signal and what the gradient ask for."""
    return _normal(shape, rng, 2 / sum(fan_in_and_fan_out(shape)), dtype)


def glorot_uniform(shape: Sequence[int], rng: np.random.Generator, *, dtype: DTypeLike = np.float32) -> np.ndarray:
    """Uniform on +-sqrt(6 / (fan_in + fan_out)), of variance 2 / (fan_in + fan_out)."""
    return _uniform(shape, rng, math.sqrt(6 / sum(fan_in_and_fan_out(shape))), dtype)


def he_normal(shape: Sequence[int], rng: np.random.Generator, *, dtype: DTypeLike = np.float32) -> np.ndarray:
    """Normal, variance 2 / fan_in: a ReLU passes half of the second moment, and the 2 puts it back."""
    fan_in, _ = fan_in_and_fan_out(shape)
    return _normal(shape, rng, 2 / fan_in, dtype)


def he_uniform(shape: Sequence[int], rng: np.random.Generator, *, dtype: DTypeLike = np.float32) -> np.ndarray:
    """Uniform on +-sqrt(6 / fan_in), of variance 2 / fan_in."""
    fan_in, _ = fan_in_and_fan_out(shape)
    return _uniform(shape, rng, math.sqrt(6 / fan_in), dtype)


def old_torch_uniform(shape: Sequence[int], rng: np.random.Generator, *, dtype: DTypeLike = np.float32) -> np.ndarray:
    """Uniform on +-1 / sqrt(fan_in), of variance 1 / (3 fan_in): the signal's variance falls to a third a layer.

    Still what PyTorch does to `nn.Linear` and `nn.Conv2d` when nobody asks for more, and so what the layers of
    this package do.
    """
    fan_in, _ = fan_in_and_fan_out(shape)
    return _uniform(shape, rng, 1 / math.sqrt(fan_in), dtype)


def old_torch_bias(
    weight_shape: Sequence[int], rng: np.random.Generator, *, dtype: DTypeLike = np.float32
) -> np.ndarray:
    """A bias for the outputs of a weight of this shape, uniform on +-1 / sqrt(fan_in): PyTorch's default."""
    fan_in, _ = fan_in_and_fan_out(weight_shape)
    return _uniform(weight_shape[:1], rng, 1 / math.sqrt(fan_in), dtype)


def _normal(shape: Sequence[int], rng: np.random.Generator, variance: float, dtype: DTypeLike) -> np.ndarray:
    return rng.normal(0.0, math.sqrt(variance), tuple(shape)).astype(dtype)


def _uniform(shape: Sequence[int], rng: np.random.Generator, bound: float, dtype: DTypeLike) -> np.ndarray:
    return rng.uniform(-bound, bound, tuple(shape)).astype(dtype)
