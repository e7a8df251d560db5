"""Cases of `usage_count`: 10 points. All expected numbers come from counting windows one by one, not from a formula."""

import numpy as np

from cnncourse.grading import case, expect_close


@case(
    "usage_count",
    "7 pixels a side, window 3, by hand",
    points=2,
    visible=True,
    hint="Along one row the counts are 1, 2, 3, 3, 3, 2, 1. Rows and columns are counted independently: multiply.",
)
def usage_by_hand(student, rng):
    row = np.array([1, 2, 3, 3, 3, 2, 1])
    expect_close(student.call("usage_count", 7, 3), row[:, None] * row, name="the counts")


@case(
    "usage_count",
    "padding 1 by hand",
    points=2,
    visible=True,
    hint="With padding 1 a corner pixel is seen by 2 windows along each axis, so by 4. Count the image's pixels only.",
)
def usage_padded_by_hand(student, rng):
    row = np.array([2, 3, 3, 3, 3, 3, 2])
    expect_close(student.call("usage_count", 7, 3, padding=1), row[:, None] * row, name="the counts")


def _count_paths(height, width, kernel_size, padding, stride, layers):
    """Put a one into each pixel and push it through convolutions of ones: the sum of the output counts the paths."""
    from torch import eye, ones
    from torch.nn.functional import conv2d

    x = eye(height * width).double().reshape(-1, 1, height, width)
    for _ in range(layers):
        x = conv2d(x, ones(1, 1, kernel_size, kernel_size).double(), stride=stride, padding=padding)
    return x.sum(dim=(1, 2, 3)).reshape(height, width).numpy()


def _agree_with_counting(student, height, width, kernel_size, *, padding=0, stride=1, layers=1):
    expected = _count_paths(height, width, kernel_size, padding, stride, layers)
    options = {"padding": padding, "stride": stride, "layers": layers}
    counts = student.call("usage_count", (height, width), kernel_size, **options)
    expect_close(counts, expected, name="the counts")


@case(
    "usage_count",
    "an image that is not square",
    points=1,
    hint="size may be a pair (height, width); the result is (height, width) too.",
)
def usage_not_square(student, rng):
    _agree_with_counting(student, int(rng.integers(4, 7)), int(rng.integers(8, 11)), 3)


@case(
    "usage_count",
    "stride",
    points=2,
    hint="Only the windows that start at 0, stride, 2*stride, ... count. The last pixels may be seen by none.",
)
def usage_stride(student, rng):
    size, kernel_size = int(rng.integers(9, 13)), int(rng.integers(3, 5))
    _agree_with_counting(student, size, size, kernel_size, stride=2)
    _agree_with_counting(student, size, size, 4, stride=3, padding=1)


@case(
    "usage_count",
    "two and three layers",
    points=3,
    hint="A path goes from a pixel to an output of layer 1, and from there on. Start at the end: how many paths leave "
    "each output of layer 1? Its windows hand that number back to their pixels.",
)
def usage_layers(student, rng):
    size = int(rng.integers(8, 11))
    for layers in (2, 3):
        _agree_with_counting(student, size, size, 3, layers=layers)
        _agree_with_counting(student, size, size, 3, layers=layers, padding=1)
