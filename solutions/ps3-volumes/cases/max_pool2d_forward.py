"""Cases of `max_pool2d_forward`: 14 points."""

import numpy as np

from cnncourse.grading import case, expect_close, expect_tuple


@case(
    "max_pool2d_forward",
    "four windows by hand",
    points=3,
    visible=True,
    hint="The window at the top left holds 1, 1, 5, 6. Windows of 2 do not overlap, since the stride is the window.",
)
def pool_four_windows(student, rng):
    x = np.array([[1.0, 1, 2, 4], [5, 6, 7, 8], [3, 2, 1, 0], [1, 2, 3, 4]]).reshape(1, 1, 4, 4)
    out, _ = expect_tuple(student.call("max_pool2d_forward", x, 2), "(out, cache)")
    expect_close(out, [[[[6.0, 8.0], [3.0, 4.0]]]], name="out")


@case(
    "max_pool2d_forward",
    "a stride of its own, by hand",
    points=2,
    visible=True,
    hint="With a window of 2 and stride 1 the windows overlap: 2 places down and 3 across. All numbers are negative.",
)
def pool_overlapping(student, rng):
    x = np.array([[-1.0, -2, -3, -4], [-5, -9, -7, -8], [-9, -9, -6, -9]]).reshape(1, 1, 3, 4)
    out, _ = expect_tuple(student.call("max_pool2d_forward", x, 2, stride=1), "(out, cache)")
    expect_close(out, [[[[-1.0, -2.0, -3.0], [-5.0, -6.0, -6.0]]]], name="out")


def _pool_like_torch(student, x, kernel_size, **options):
    from torch import from_numpy
    from torch.nn.functional import max_pool2d

    expected = max_pool2d(from_numpy(x), kernel_size, **options).numpy()
    out, _ = expect_tuple(student.call("max_pool2d_forward", x, kernel_size, **options), "(out, cache)")
    expect_close(out, expected, name="out")


def _images(rng):
    """Positive pixels; heights and widths at which rounding a size up or down makes a difference."""
    return rng.uniform(1, 2, size=(2, 3, int(rng.choice([7, 11, 13])), int(rng.choice([13, 19]))))


@case(
    "max_pool2d_forward",
    "a window that is not square",
    points=2,
    hint="kernel_size is a number or a pair (height, width), and so is the stride that is left out.",
)
def pool_not_square(student, rng):
    _pool_like_torch(student, _images(rng), (2, 3))
    _pool_like_torch(student, _images(rng), (4, 1))


@case(
    "max_pool2d_forward",
    "stride, other for height than for width",
    points=2,
    hint="The window at (row, col) starts at pixel (row * stride_h, col * stride_w).",
)
def pool_stride(student, rng):
    _pool_like_torch(student, _images(rng), 2, stride=(1, 3))
    _pool_like_torch(student, _images(rng), 3, stride=(3, 2))


@case(
    "max_pool2d_forward",
    "padding never wins",
    points=2,
    hint="A zero of padding would be larger than every negative pixel. What is smaller than every number?",
)
def pool_padding(student, rng):
    _pool_like_torch(student, -_images(rng), 3, stride=2, padding=1)
    _pool_like_torch(student, -_images(rng), (2, 4), stride=2, padding=(1, 2))


@case(
    "max_pool2d_forward",
    "dilation",
    points=1,
    hint="The entries of the window stand apart: the slice top : top + reach : step.",
)
def pool_dilation(student, rng):
    _pool_like_torch(student, _images(rng), 2, stride=1, dilation=(2, 3))


@case(
    "max_pool2d_forward",
    "ceil_mode",
    points=1,
    hint='The size is that of conv_output_size with mode "ceil". What hangs over the edge is not there.',
)
def pool_ceil(student, rng):
    height, width = 2 * int(rng.integers(3, 6)), 3 * int(rng.integers(2, 5)) + 1
    _pool_like_torch(student, rng.uniform(1, 2, size=(1, 2, height, width)), 3, stride=(2, 3), ceil_mode=True)


@case(
    "max_pool2d_forward",
    "NaN is passed on",
    points=1,
    hint="A NaN says that something upstream is broken. A window that holds one gives NaN, so that you notice.",
)
def pool_nan(student, rng):
    x = rng.uniform(1, 2, size=(1, 1, 4, 6))
    x[0, 0, int(rng.integers(4)), int(rng.integers(6))] = np.nan
    _pool_like_torch(student, x, 2)
