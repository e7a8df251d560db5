"""The thirteen outlines that `make_shapes` draws, each as a yes-or-no question about a point.

Every outline lives in the unit disk: an object of radius r is the outline scaled by r. A function takes
coordinates ``u`` (to the right) and ``v`` (downwards), arrays of one shape, and says which points are inside.
"""

from collections.abc import Callable

import numpy as np
from numpy.typing import NDArray

Points = NDArray[np.float64]
Inside = NDArray[np.bool_]


def _disk(u: Points, v: Points) -> Inside:
    return u**2 + v**2 <= 1


def _ring(u: Points, v: Points) -> Inside:
    return (u**2 + v**2 <= 1) & (u**2 + v**2 >= 0.55**2)


def _square(u: Points, v: Points) -> Inside:
    return np.maximum(abs(u), abs(v)) <= 0.7


def _frame(u: Points, v: Points) -> Inside:
    distance = np.maximum(abs(u), abs(v))
    return (distance <= 0.7) & (distance >= 0.37)


def _triangle(u: Points, v: Points) -> Inside:
    # three half-planes, each 1/2 away from the center, whose normals are 120 degrees apart
    sides = [np.cos(t) * u + np.sin(t) * v for t in np.deg2rad([90, 210, 330])]
    return np.max(sides, axis=0) <= 0.5


def _plus(u: Points, v: Points) -> Inside:
    return (np.minimum(abs(u), abs(v)) <= 0.27) & (np.maximum(abs(u), abs(v)) <= 0.95)


def _bar(u: Points, v: Points) -> Inside:
    return (abs(u) <= 0.95) & (abs(v) <= 0.27)


def _two_bars(u: Points, v: Points) -> Inside:
    return (abs(u) <= 0.75) & (abs(abs(v) - 0.45) <= 0.2)


def _corner(u: Points, v: Points) -> Inside:
    upright = (abs(u + 0.45) <= 0.24) & (abs(v) <= 0.7)
    foot = (abs(v - 0.46) <= 0.24) & (abs(u) <= 0.69)
    return upright | foot


def _tee(u: Points, v: Points) -> Inside:
    roof = (abs(v + 0.45) <= 0.24) & (abs(u) <= 0.7)
    stem = (abs(u) <= 0.24) & (abs(v) <= 0.7)
    return roof | stem


def _crescent(u: Points, v: Points) -> Inside:
    return (u**2 + v**2 <= 1) & ((u - 0.5) ** 2 + v**2 >= 0.8**2)


def _bow_tie(u: Points, v: Points) -> Inside:
    return (abs(v) <= 0.15 + 0.6 * abs(u)) & (abs(u) <= 0.78)


def _half_disk(u: Points, v: Points) -> Inside:
    return (u**2 + (v - 0.4) ** 2 <= 0.9**2) & (v <= 0.4)


OUTLINES: dict[str, Callable[[Points, Points], Inside]] = {
    "disk": _disk,
    "ring": _ring,
    "square": _square,
    "frame": _frame,
    "triangle": _triangle,
    "plus": _plus,
    "bar": _bar,
    "two bars": _two_bars,
    "corner": _corner,
    "tee": _tee,
    "crescent": _crescent,
    "bow tie": _bow_tie,
    "half disk": _half_disk,
}
