"""Learning-rate schedules: how large a step still is after so many epochs.

First the four of the lectures as plain functions of the epoch (a number, or an array to draw a curve), then the
schedulers: objects that set `optimizer.lr`, with PyTorch's names, defaults and values.

`learning_rate *= 0.97` every epoch (claim eecs-445-006) is `exponential_decay` with gamma = 0.97: the rate halves
every 22.8 epochs, is a tenth after 75.6, and 0.0476 of the start after 100.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from typing import Protocol, TypeVar

import numpy as np

Epoch = TypeVar("Epoch", float, np.ndarray)


def inverse_time_decay(epoch: Epoch, *, lr: float, rate: float) -> Epoch:
    """lr / (1 + rate * epoch), the lectures' 1/t: fast at first, then slower and slower; half at epoch 1 / rate."""
    return lr / (1 + rate * epoch)


def natural_decay(epoch: Epoch, *, lr: float, rate: float) -> Epoch:
    """lr * exp(-rate * epoch), the lectures' exp(-t): the same as `exponential_decay` with gamma = exp(-rate)."""
    return lr * np.exp(-rate * epoch)


def exponential_decay(epoch: Epoch, *, lr: float, gamma: float) -> Epoch:
    """lr * gamma**epoch: the rate times gamma, every epoch."""
    return lr * gamma**epoch


def step_decay(epoch: Epoch, *, lr: float, step_size: int, gamma: float = 0.1) -> Epoch:
    """lr * gamma**(epoch // step_size): the rate times gamma, every `step_size` epochs."""
    return lr * gamma ** (epoch // step_size)


def half_life(gamma: float) -> float:
    """Epochs until the rate has halved, where every epoch multiplies it by gamma: log(1/2) / log(gamma).

    0.97 gives 22.76.

    Raises:
        ValueError: gamma is not between 0 and 1, so the rate never halves.
    """
    if not 0 < gamma < 1:
        raise ValueError(f"gamma must lie between 0 and 1, but is {gamma}")
    return math.log(0.5) / math.log(gamma)


def gamma_for_half_life(epochs: float) -> float:
    """The factor per epoch that halves the rate in so many epochs: (1/2)**(1 / epochs); 0.97 is 22.76's.

    Raises:
        ValueError: epochs is not above 0.
    """
    if not epochs > 0:
        raise ValueError(f"epochs must be above 0, but is {epochs}")
    return 0.5 ** (1 / epochs)


class HasLearningRate(Protocol):
    """All that a scheduler asks of an optimizer."""

    lr: float


class LambdaLR:
    """The starting rate times `lr_lambda(epoch)`: any function of the epoch as a scheduler."""

    def __init__(self, optimizer: HasLearningRate, lr_lambda: Callable[[int], float]) -> None:
        self.optimizer, self.lr_lambda, self.base_lr, self.epoch = optimizer, lr_lambda, optimizer.lr, 0
        optimizer.lr = self.base_lr * lr_lambda(0)

    def step(self) -> None:
        """An epoch is over."""
        self.epoch += 1
        self.optimizer.lr = self.base_lr * self.lr_lambda(self.epoch)


class StepLR:
    """The rate times gamma, every `step_size` epochs."""

    def __init__(self, optimizer: HasLearningRate, step_size: int, gamma: float = 0.1) -> None:
        if not step_size >= 1:
            raise ValueError(f"step_size must be at least 1, but is {step_size}")
        self.optimizer, self.step_size, self.gamma, self.epoch = optimizer, step_size, gamma, 0

    def step(self) -> None:
        """An epoch is over."""
        self.epoch += 1
        if self.epoch % self.step_size == 0:
            self.optimizer.lr *= self.gamma


class ExponentialLR:
    """The rate times gamma, every epoch."""

    def __init__(self, optimizer: HasLearningRate, gamma: float) -> None:
        self.optimizer, self.gamma = optimizer, gamma

    def step(self) -> None:
        """An epoch is over."""
        self.optimizer.lr *= self.gamma


class ReduceLROnPlateau:
    """The rate times `factor`, when the metric has not become better for more than `patience` epochs.

    Better than the best so far by less than `threshold` does not count: relative to the best (`threshold_mode="rel"`)
    or in its units (`"abs"`). After a cut, `cooldown` epochs go by before bad ones count again; the rate never falls
    below `min_lr`, and a change smaller than `eps` is not made.

    Raises:
        ValueError: factor 1 or more, or an unknown mode.
    """

    def __init__(
        self,
        optimizer: HasLearningRate,
        mode: str = "min",
        factor: float = 0.1,
        patience: int = 10,
        threshold: float = 1e-4,
        threshold_mode: str = "rel",
        cooldown: int = 0,
        min_lr: float = 0.0,
        eps: float = 1e-8,
    ) -> None:
        if not factor < 1:
            raise ValueError(f"factor must be below 1, but is {factor}")
        if mode not in ("min", "max"):
            raise ValueError(f"mode must be 'min' or 'max', but is {mode!r}")
        if threshold_mode not in ("rel", "abs"):
            raise ValueError(f"threshold_mode must be 'rel' or 'abs', but is {threshold_mode!r}")
        self.optimizer, self.mode, self.factor, self.patience = optimizer, mode, factor, patience
        self.threshold, self.threshold_mode, self.cooldown = threshold, threshold_mode, cooldown
        self.min_lr, self.eps = min_lr, eps
        self.best = math.inf if mode == "min" else -math.inf
        self.bad_epochs = self.cooldown_left = 0

    def step(self, metrics: float) -> None:
        """An epoch is over, and this is its metric, usually the validation loss."""
        if self._is_better(float(metrics)):
            self.best, self.bad_epochs = float(metrics), 0
        else:
            self.bad_epochs += 1
        if self.cooldown_left > 0:
            self.cooldown_left -= 1
            self.bad_epochs = 0
        if self.bad_epochs > self.patience:
            smaller = max(self.optimizer.lr * self.factor, self.min_lr)
            if self.optimizer.lr - smaller > self.eps:
                self.optimizer.lr = smaller
            self.cooldown_left, self.bad_epochs = self.cooldown, 0

    def _is_better(self, metric: float) -> bool:
        sign = -1 if self.mode == "min" else 1
        if self.threshold_mode == "rel":
            return sign * metric > sign * self.best * (1 + sign * self.threshold)
        return sign * metric > sign * self.best + self.threshold
