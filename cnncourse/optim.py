"""Optimizers by hand: from a gradient to a step.

An optimizer is made with the parameters, a dictionary from name to array (`net.params`), and `step(net.grads)` moves
those very arrays, in place, as PyTorch's do. A parameter without a gradient is left alone. `lr` may be changed at any
time, which is all that a schedule does (`cnncourse.schedules`). Options carry PyTorch's names and defaults, and the
steps are PyTorch's, one by one.

Weight decay here adds weight_decay * param to the gradient, so that every weight is also pulled towards zero.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

import numpy as np

Arrays = dict[str, np.ndarray]


class SGD:
    """Against the gradient, with momentum if wanted.

    Momentum keeps a velocity: velocity = momentum * velocity + grad, and the step is -lr * velocity. At momentum 0.9
    a steady gradient is in the end followed 1 / (1 - 0.9) = 10 times as fast. Nesterov's form looks one step ahead.

    Raises:
        ValueError: lr or momentum below 0; nesterov without momentum, or with dampening.
    """

    def __init__(
        self,
        params: Arrays,
        lr: float = 1e-3,
        momentum: float = 0.0,
        dampening: float = 0.0,
        weight_decay: float = 0.0,
        nesterov: bool = False,
    ) -> None:
        _check_not_negative(lr=lr, momentum=momentum, weight_decay=weight_decay)
        if nesterov and (momentum == 0 or dampening != 0):
            raise ValueError(f"nesterov needs momentum > 0 and dampening 0: {momentum=}, {dampening=}")
        self.params, self.lr, self.momentum = params, lr, momentum
        self.dampening, self.weight_decay, self.nesterov = dampening, weight_decay, nesterov
        self._velocity: Arrays = {}

    def step(self, grads: Mapping[str, np.ndarray | None]) -> None:
        """Move every parameter that has a gradient."""
        for name, param, grad in _with_gradient(self.params, grads, self.weight_decay):
            if self.momentum:
                if name in self._velocity:
                    velocity = self.momentum * self._velocity[name] + (1 - self.dampening) * grad
                else:
                    velocity = grad.copy()  # the first step is not dampened, as in PyTorch
                self._velocity[name] = velocity
                grad = grad + self.momentum * velocity if self.nesterov else velocity
            param -= self.lr * grad


class Adagrad:
    """Each weight has its own rate: lr over the root of the sum of all its squared gradients so far.

    A weight that is rarely asked keeps a large step. The sum only grows, so every step shrinks for ever.
    Duchi et al., JMLR 2011.
    """

    def __init__(
        self,
        params: Arrays,
        lr: float = 1e-2,
        lr_decay: float = 0.0,
        weight_decay: float = 0.0,
        initial_accumulator_value: float = 0.0,
        eps: float = 1e-10,
    ) -> None:
        _check_not_negative(lr=lr, lr_decay=lr_decay, weight_decay=weight_decay, eps=eps)
        _check_not_negative(initial_accumulator_value=initial_accumulator_value)
        self.params, self.lr, self.lr_decay = params, lr, lr_decay
        self.weight_decay, self.eps = weight_decay, eps
        self._sum = {name: np.full_like(param, initial_accumulator_value) for name, param in params.items()}
        self._steps = dict.fromkeys(params, 0)

    def step(self, grads: Mapping[str, np.ndarray | None]) -> None:
        """Move every parameter that has a gradient."""
        for name, param, grad in _with_gradient(self.params, grads, self.weight_decay):
            lr = self.lr / (1 + self._steps[name] * self.lr_decay)
            self._steps[name] += 1
            self._sum[name] = self._sum[name] + grad * grad
            param -= lr * grad / (np.sqrt(self._sum[name]) + self.eps)


class Adadelta:
    """Steps in the units of the weights: recent root mean square step over recent root mean square gradient.

    The running means forget with the factor rho, so the steps need not shrink, and no rate needs choosing (lr 1).
    Zeiler, arXiv 1212.5701, 2012.
    """

    def __init__(
        self, params: Arrays, lr: float = 1.0, rho: float = 0.9, eps: float = 1e-6, weight_decay: float = 0.0
    ) -> None:
        _check_not_negative(lr=lr, eps=eps, weight_decay=weight_decay)
        _check_fraction("rho", rho, closed=True)
        self.params, self.lr, self.rho = params, lr, rho
        self.eps, self.weight_decay = eps, weight_decay
        self._mean_square = {name: np.zeros_like(param) for name, param in params.items()}
        self._mean_square_step = {name: np.zeros_like(param) for name, param in params.items()}

    def step(self, grads: Mapping[str, np.ndarray | None]) -> None:
        """Move every parameter that has a gradient."""
        for name, param, grad in _with_gradient(self.params, grads, self.weight_decay):
            mean_square = self.rho * self._mean_square[name] + (1 - self.rho) * grad * grad
            mean_square_step = self._mean_square_step[name]
            move = np.sqrt(mean_square_step + self.eps) / np.sqrt(mean_square + self.eps) * grad
            self._mean_square[name] = mean_square
            self._mean_square_step[name] = self.rho * mean_square_step + (1 - self.rho) * move * move
            param -= self.lr * move


class RMSprop:
    """The gradient over the root of a running mean of its square: the sign counts more than the size.

    `centered` subtracts the square of the running mean gradient, which leaves its variance. Tieleman and Hinton, 2012.
    """

    def __init__(
        self,
        params: Arrays,
        lr: float = 1e-2,
        alpha: float = 0.99,
        eps: float = 1e-8,
        weight_decay: float = 0.0,
        momentum: float = 0.0,
        centered: bool = False,
    ) -> None:
        _check_not_negative(lr=lr, alpha=alpha, eps=eps, weight_decay=weight_decay, momentum=momentum)
        self.params, self.lr, self.alpha, self.eps = params, lr, alpha, eps
        self.weight_decay, self.momentum, self.centered = weight_decay, momentum, centered
        self._mean_square = {name: np.zeros_like(param) for name, param in params.items()}
        self._mean = {name: np.zeros_like(param) for name, param in params.items()}
        self._velocity = {name: np.zeros_like(param) for name, param in params.items()}

    def step(self, grads: Mapping[str, np.ndarray | None]) -> None:
        """Move every parameter that has a gradient."""
        for name, param, grad in _with_gradient(self.params, grads, self.weight_decay):
            mean_square = self.alpha * self._mean_square[name] + (1 - self.alpha) * grad * grad
            self._mean_square[name] = mean_square
            if self.centered:
                mean = self.alpha * self._mean[name] + (1 - self.alpha) * grad
                self._mean[name] = mean
                mean_square = mean_square - mean * mean
            velocity = self.momentum * self._velocity[name] + grad / (np.sqrt(mean_square) + self.eps)
            self._velocity[name] = velocity
            param -= self.lr * velocity


class Adam:
    """Running mean of the gradient over the root of the running mean of its square, both freed of their start at 0.

    At the first step both corrections cancel, and every weight moves by lr. Kingma and Ba, ICLR 2015.
    """

    def __init__(
        self,
        params: Arrays,
        lr: float = 1e-3,
        betas: tuple[float, float] = (0.9, 0.999),
        eps: float = 1e-8,
        weight_decay: float = 0.0,
    ) -> None:
        _check_not_negative(lr=lr, eps=eps, weight_decay=weight_decay)
        for index, beta in enumerate(betas):
            _check_fraction(f"betas[{index}]", beta)
        self.params, self.lr, self.betas = params, lr, betas
        self.eps, self.weight_decay = eps, weight_decay
        self._mean = {name: np.zeros_like(param) for name, param in params.items()}
        self._mean_square = {name: np.zeros_like(param) for name, param in params.items()}
        self._steps = dict.fromkeys(params, 0)

    def step(self, grads: Mapping[str, np.ndarray | None]) -> None:
        """Move every parameter that has a gradient."""
        beta_1, beta_2 = self.betas
        for name, param, grad in _with_gradient(self.params, grads, self.weight_decay):
            self._steps[name] += 1
            self._mean[name] = beta_1 * self._mean[name] + (1 - beta_1) * grad
            self._mean_square[name] = beta_2 * self._mean_square[name] + (1 - beta_2) * grad * grad
            mean = self._mean[name] / (1 - beta_1 ** self._steps[name])
            mean_square = self._mean_square[name] / (1 - beta_2 ** self._steps[name])
            param -= self.lr * mean / (np.sqrt(mean_square) + self.eps)


def _with_gradient(
    params: Arrays, grads: Mapping[str, np.ndarray | None], weight_decay: float
) -> Iterator[tuple[str, np.ndarray, np.ndarray]]:
    """Name, parameter and gradient, the decay added, of every parameter that has a gradient."""
    unknown = set(grads) - set(params)
    if unknown:
        raise ValueError(f"grads has names that params lacks: {sorted(unknown)}, params={sorted(params)}")
    for name, param in params.items():
        grad = grads.get(name)
        if grad is None:
            continue
        if grad.shape != param.shape:
            raise ValueError(f"grads[{name!r}] must have its parameter's shape: {grad.shape}, expected {param.shape}")
        yield name, param, grad + weight_decay * param if weight_decay else grad


def _check_not_negative(**options: float) -> None:
    for name, value in options.items():
        if not value >= 0:
            raise ValueError(f"{name} must be at least 0, but is {value}")


def _check_fraction(name: str, value: float, *, closed: bool = False) -> None:
    if not (0 <= value < 1 or (closed and value == 1)):
        raise ValueError(f"{name} must be from 0 to {'1' if closed else 'below 1'}, but is {value}")
