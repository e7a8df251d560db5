"""The interactive figures of the book, by the name that `{interactive}` takes."""

from collections.abc import Callable

from cnncourse.figures.interactive.flip import flip
from cnncourse.figures.interactive.im2col import im2col
from cnncourse.figures.interactive.max_pool import max_pool
from cnncourse.figures.interactive.momentum import momentum
from cnncourse.figures.interactive.receptive import receptive
from cnncourse.figures.interactive.slide import slide, strides
from cnncourse.figures.interactive.stepper import Stepper
from cnncourse.figures.interactive.volume import volume

FIGURES: dict[str, Callable[[], Stepper]] = {
    "slide": slide,
    "strides": strides,
    "volume": volume,
    "im2col": im2col,
    "max-pool": max_pool,
    "flip": flip,
    "receptive-field": receptive,
    "momentum": momentum,
}
