"""The training loop and its rates: claims 001, 002, 006 and 007."""

import math

import numpy as np

from cnncourse.claims.evidence import Evidence, holds_if
from cnncourse.layers_numpy import Linear


def eecs_445_001() -> Evidence:
    rng = np.random.default_rng(0)
    x, slope = rng.normal(size=(256, 4)), np.array([1.0, -2.0, 0.5, 3.0])
    weight, steps = np.zeros(4), 100
    losses = []
    for _ in range(steps):
        batch = rng.integers(256, size=32)  # 1. sample a batch
        error = x[batch] @ weight - x[batch] @ slope
        weight -= 0.1 * (2 / 32) * x[batch].T @ error  # 2. backprop, 3. update
        losses.append(float(np.mean(error**2)))
    return holds_if(
        losses[-1] < 1e-3 * losses[0],
        f"The three steps, {steps} times on a linear model with 4 weights and batches of 32: the squared error falls "
        f"from {losses[0]:.1f} to {losses[-1]:.0e}.",
    )


def eecs_445_002() -> Evidence:
    rng = np.random.default_rng(0)
    x = np.linspace(-1, 1, 60)
    y = np.sin(3 * x) + 0.3 * rng.normal(size=60)
    train, validation = np.arange(60) % 3 != 0, np.arange(60) % 3 == 0

    def error(degree: int, fitted: np.ndarray, on: np.ndarray) -> float:
        return float(np.mean((np.polyval(np.polyfit(x[fitted], y[fitted], degree), x[on]) - y[on]) ** 2))

    degrees = range(1, 16)
    by_train = min(degrees, key=lambda degree: error(degree, train, train))
    by_validation = min(degrees, key=lambda degree: error(degree, train, validation))
    return Evidence(
        "literature-only",
        "Common practice; for deep nets one held-out set usually takes the place of the folds. Why not choose by the "
        f"training loss: among polynomials of degree 1 to 15 on 40 noisy points it picks degree {by_train}, the "
        f"held-out points pick degree {by_validation}.",
    )


def eecs_445_006() -> Evidence:
    half, tenth = (math.log(part) / math.log(0.97) for part in (0.5, 0.1))
    left = 0.97**100
    return holds_if(
        math.isclose(half, 22.76, abs_tol=0.01),
        f"A factor 0.97 each epoch halves the rate every {half:.1f} epochs, leaves a tenth after {tenth:.1f} and "
        f"{left:.4f} after 100.",
    )


def eecs_445_007() -> Evidence:
    layers = Linear(3072, 50), Linear(50, 10)
    parameters = sum(array.size for layer in layers for array in layer.params.values())
    return holds_if(
        parameters == 154_160,
        f"A net with 50 hidden neurons on 3,072 inputs and 10 classes: 3072 · 50 + 50 + 50 · 10 + 10 = {parameters:,} "
        "parameters.",
    )
