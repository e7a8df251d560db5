"""Loss functions with their gradients: how wrong the outputs are, as one number.

Each is a pair `<name>_forward(x, target) -> (loss, cache)` and `<name>_backward(grad_out, cache) -> grad_x`. The
loss is a scalar of x's dtype, and grad_out the scalar that comes down from above (1 where the loss is the end). The
means are those of PyTorch's defaults, except in `multiclass_hinge`. A batch of nothing has the loss NaN, as there.
"""

from __future__ import annotations

import numpy as np

from cnncourse.layers_numpy.checks import check_float, check_grad_out
from cnncourse.layers_numpy.sigmoid import sigmoid_forward
from cnncourse.layers_numpy.softmax import log_softmax_forward


def mse_forward(x: np.ndarray, target: np.ndarray) -> tuple[np.floating, tuple]:
    """Mean squared error over all elements; x and target of one shape, whatever it is.

    Raises:
        ValueError: integers in x, or shapes that differ (they are never broadcast).
    """
    target = _same_shape(x, target)
    difference = x - target
    return _mean(difference * difference, x.size), (difference,)


def mse_backward(grad_out: float | np.ndarray, cache: tuple) -> np.ndarray:
    """grad_x = 2 (x - target) / number of elements, times grad_out."""
    (difference,) = cache
    return _scalar(grad_out, difference) * (2 / max(difference.size, 1)) * difference


def cross_entropy_forward(x: np.ndarray, target: np.ndarray) -> tuple[np.floating, tuple]:
    """Minus the logarithm of the probability that softmax gives the right class, averaged over the batch.

    x holds the scores before the softmax (logits): (N, C), (N, C, d1, ...) or (C,) for one example. target holds
    class numbers 0 .. C - 1 as integers, of x's shape without C; or, of x's own shape and float, probabilities.
    Scores (1, 1, 1, 1) say nothing, so each of 4 classes has 1/4 and the loss is log 4 = 1.386. A class that the
    scores rule out (-inf) and nobody wants costs nothing; PyTorch says NaN there where the target is probabilities.

    Raises:
        ValueError: x is no float array with a class axis, target's shape does not fit, or a class is out of range.
    """
    check_float(x=x)
    target = np.asarray(target)
    dim = 0 if x.ndim == 1 else 1
    wanted = _class_probabilities(x, target, dim)
    log_probability, _ = log_softmax_forward(x, dim=dim)
    count = x.size // x.shape[dim]
    # Where nothing is wanted, 0 * -inf must be 0.
    terms = np.multiply(wanted, log_probability, out=np.zeros_like(x), where=wanted != 0)
    return -_mean(terms, count), (log_probability, wanted, dim, count)


def cross_entropy_backward(grad_out: float | np.ndarray, cache: tuple) -> np.ndarray:
    """grad_x = (softmax(x) - wanted probabilities) / batch size, times grad_out: how far off each class is."""
    log_probability, wanted, dim, count = cache
    probability = np.exp(log_probability)
    # One class is certain, so the wanted probabilities sum to 1; soft targets may sum to anything.
    total = wanted.sum(axis=dim, keepdims=True)
    return (_scalar(grad_out, probability) / max(count, 1)) * (probability * total - wanted)


def binary_cross_entropy_with_logits_forward(x: np.ndarray, target: np.ndarray) -> tuple[np.floating, tuple]:
    """Cross-entropy of a yes-or-no answer, mean over all elements; x the logits, target 0, 1 or between.

    -t log s(x) - (1 - t) log(1 - s(x)) = (1 - t) x - log s(x), written so that neither exp(1000) nor log(0) is met.

    Raises:
        ValueError: integers in x, or shapes that differ.
    """
    target = _same_shape(x, target)
    with np.errstate(invalid="ignore"):  # an infinite logit may be NaN, as in PyTorch
        terms = (1 - target) * x - np.minimum(x, 0) + np.log1p(np.exp(-np.abs(x)))
    return _mean(terms, x.size), (x, target)


def binary_cross_entropy_with_logits_backward(grad_out: float | np.ndarray, cache: tuple) -> np.ndarray:
    """grad_x = (sigmoid(x) - target) / number of elements, times grad_out."""
    x, target = cache
    return (_scalar(grad_out, x) / max(x.size, 1)) * (sigmoid_forward(x)[0] - target)


def multiclass_hinge_forward(x: np.ndarray, target: np.ndarray) -> tuple[np.floating, tuple]:
    """Every wrong class should score at least 1 below the right one; what is missing is summed.

    x (N, C), target (N,) integers. Per example: sum over j != y of max(0, x_j - x_y + 1); averaged over the batch.
    Scores (3, 1, 2.5) with right class 0: max(0, -1) + max(0, 0.5) = 0.5.
    The lectures' form; PyTorch's `multi_margin_loss` also divides by C.

    Raises:
        ValueError: x is no float array (N, C), target's shape does not fit, or a class is out of range.
    """
    check_float(x=x)
    if x.ndim != 2:
        raise ValueError(f"x must have the axes (N, C), but has shape {x.shape}")
    wanted = _class_probabilities(x, np.asarray(target), 1, only_classes=True)
    right = np.where(wanted == 1, x, 0).sum(axis=1, keepdims=True)
    margins = np.where(wanted == 1, 0, np.maximum(x - right + 1, 0))
    return _mean(margins, len(x)), (margins, wanted)


def multiclass_hinge_backward(grad_out: float | np.ndarray, cache: tuple) -> np.ndarray:
    """Each class within the margin is pushed down by 1 / N, and the right class up by as many."""
    margins, wanted = cache
    inside = (margins > 0).astype(margins.dtype)
    push = inside - wanted * inside.sum(axis=1, keepdims=True)
    return (_scalar(grad_out, margins) / max(len(margins), 1)) * push


def kl_div_forward(x: np.ndarray, target: np.ndarray) -> tuple[np.floating, tuple]:
    """Kullback-Leibler divergence, sum of target * (log target - x), divided by the batch size (`batchmean`).

    x (N, ...) holds log-probabilities, target probabilities of the same shape; 0 * log 0 counts as 0.

    Raises:
        ValueError: integers in x, no batch axis, or shapes that differ.
    """
    target = _same_shape(x, target)
    if x.ndim == 0:
        raise ValueError("x must have a batch axis, but is a single number")
    log_target = np.log(np.where(target == 0, 1, target))  # 0 where the target is 0, and 0 * 0 there below
    return _mean(target * (log_target - x), len(x)), (target,)


def kl_div_backward(grad_out: float | np.ndarray, cache: tuple) -> np.ndarray:
    """grad_x = -target / N, times grad_out."""
    (target,) = cache
    return (_scalar(grad_out, target) / max(len(target), 1)) * -target


def _mean(terms: np.ndarray, count: int) -> np.floating:
    """Sum of the terms over `count`, in their dtype; NaN for an empty batch."""
    return terms.sum() / terms.dtype.type(count) if count else terms.dtype.type(np.nan)


def _scalar(grad_out: float | np.ndarray, like: np.ndarray) -> np.ndarray:
    grad_out = np.asarray(grad_out, dtype=like.dtype)
    check_grad_out(grad_out, (), like.dtype)
    return grad_out


def _same_shape(x: np.ndarray, target: np.ndarray) -> np.ndarray:
    """The target as an array of x's dtype; refused where the shapes differ."""
    check_float(x=x)
    target = np.asarray(target)
    if x.shape != target.shape:
        raise ValueError(f"x and target must have one shape: x.shape={x.shape}, target.shape={target.shape}")
    return target.astype(x.dtype, copy=False)


def _class_probabilities(x: np.ndarray, target: np.ndarray, dim: int, *, only_classes: bool = False) -> np.ndarray:
    """What is wanted of each class: a 1 at the right one (one-hot) for class numbers, else the target itself."""
    if x.ndim == 0:
        raise ValueError("x must have a class axis, but is a single number")
    if x.shape[dim] == 0:
        raise ValueError(f"x must have at least 1 class, but x.shape={x.shape}")
    if target.dtype.kind == "f" and target.shape == x.shape and not only_classes:
        return target.astype(x.dtype, copy=False)
    expected = x.shape[:dim] + x.shape[dim + 1 :]
    if target.dtype.kind not in "iu" or target.shape != expected:
        raise ValueError(
            f"target must hold integer classes of shape {expected}: "
            f"x.shape={x.shape}, target.shape={target.shape}, target.dtype={target.dtype}"
        )
    classes = x.shape[dim]
    if target.size and not (target.min() >= 0 and target.max() < classes):
        raise ValueError(f"target must lie in 0 .. {classes - 1}, but spans {target.min()} .. {target.max()}")
    wanted = np.zeros(x.shape, dtype=x.dtype)
    np.put_along_axis(wanted, np.expand_dims(target, dim), 1, axis=dim)
    return wanted
