"""A linear classifier on fixed features: how much of the answer can be read off them directly?"""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

STRENGTHS = (0.001, 0.01, 0.1, 1.0)  # scikit-learn's C: the smaller, the stronger the L2


def linear_accuracy(
    train_x: NDArray[np.floating],
    train_y: NDArray[np.int64],
    test_x: NDArray[np.floating],
    test_y: NDArray[np.int64],
    *,
    strengths: Sequence[float] = STRENGTHS,
) -> float:
    """Test accuracy of logistic regression on standardized features.

    The strength of its L2 is chosen on a quarter of the training set (the first strength, if there are fewer than
    40 examples to choose with); then it is fitted to all of it.

    Args:
        train_x, test_x: (N, ...), flattened here.
        train_y, test_y: (N,) classes.
    """
    from sklearn.linear_model import LogisticRegression
    from sklearn.pipeline import make_pipeline
    from sklearn.preprocessing import StandardScaler

    train_x, test_x = train_x.reshape(len(train_x), -1), test_x.reshape(len(test_x), -1)

    def score(strength: float, fit_part: slice, x: NDArray[np.floating], y: NDArray[np.int64]) -> float:
        model = make_pipeline(StandardScaler(), LogisticRegression(C=strength, max_iter=300, tol=1e-3))
        return float(model.fit(train_x[fit_part], train_y[fit_part]).score(x, y))

    best, quarter = strengths[0], len(train_x) // 4
    if quarter >= 10 and len(strengths) > 1:
        rest = slice(quarter, None)
        best = max(strengths, key=lambda c: score(c, rest, train_x[:quarter], train_y[:quarter]))
    return score(best, slice(None), test_x, test_y)
