"""Monitoring: claims 008, 010 and 011."""

import numpy as np

from cnncourse.claims.evidence import Evidence, holds_if, imprecise_if


def eecs_445_008() -> Evidence:
    rng = np.random.default_rng(0)
    sizes = (1, 4, 16, 64)
    variances = [rng.normal(size=(20_000, m)).mean(axis=1).var() for m in sizes]
    agrees = all(abs(variance * m - 1) < 0.05 for variance, m in zip(variances, sizes, strict=True))
    shown = ", ".join(f"{variance:.3g}" for variance in variances)
    return holds_if(
        agrees,
        f"Variance of the mean of m samples of variance 1, for m = 1, 4, 16, 64: {shown}, so the width falls as 1/√m. "
        "A learning rate that is too high widens the curve as well.",
    )


def eecs_445_010() -> Evidence:
    rng = np.random.default_rng(0)
    y = np.repeat([-1.0, 1.0], 200)
    x = rng.normal(size=(400, 2)) + 4 * y[:, None]  # two clouds, 8 standard deviations apart along each axis
    train = np.arange(400) % 2 == 0
    weight = np.linalg.lstsq(x[train], y[train], rcond=None)[0]
    accuracy = [float(np.mean(np.sign(x[part] @ weight) == y[part])) for part in (train, ~train)]
    return imprecise_if(
        accuracy == [1.0, 1.0],
        f"A linear classifier with 2 weights on two well separated clouds: training accuracy {accuracy[0]:.2f}, "
        f"validation accuracy {accuracy[1]:.2f}. No gap, and nothing that more capacity could gain.",
        right="No gap asks for more capacity only where the training accuracy itself is too low.",
    )


def eecs_445_011() -> Evidence:
    ratio = 0.0002 / 0.02
    return holds_if(bool(np.isclose(ratio, 0.01)), f"0.0002 / 0.02 = {ratio:.2g}.")
