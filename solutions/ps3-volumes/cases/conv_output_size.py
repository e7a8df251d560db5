"""Cases of `conv_output_size`: 12 points."""

from cnncourse.grading import case, expect_equal, expect_raises


@case(
    "conv_output_size",
    "a window of 3 on 7 pixels, strides 1 and 2",
    points=2,
    visible=True,
    hint="Draw the 7 pixels and count the places of the first pixel of the window: 0, 1, 2, 3, 4 at stride 1.",
)
def size_by_hand(student, rng):
    expect_equal(student.call("conv_output_size", 7, 3), 5, name="the size for stride 1")
    expect_equal(student.call("conv_output_size", 7, 3, stride=2), 3, name="the size for stride 2")


@case(
    "conv_output_size",
    "a last step that does not fit is left out",
    points=1,
    visible=True,
    hint="At stride 3 the windows start at 0 and at 3; one at 6 would need pixels 7 and 8. So 2, a whole number.",
)
def size_left_out(student, rng):
    expect_equal(student.call("conv_output_size", 7, 3, stride=3), 2, name="the size for stride 3")


@case(
    "conv_output_size",
    "padding",
    points=2,
    hint="Padding adds pixels on both sides of the row. Where does the row start, and how long is it now?",
)
def size_padded(student, rng):
    from torch import zeros
    from torch.nn.functional import conv1d

    size, stride, padding = int(rng.integers(9, 40)), int(rng.integers(2, 4)), int(rng.integers(1, 3))
    for kernel_size in (3, 4, 5):
        expected = conv1d(zeros(1, 1, size), zeros(1, 1, kernel_size), stride=1, padding=padding).shape[-1]
        expect_equal(student.call("conv_output_size", size, kernel_size, padding=padding), expected)
    for more in range(stride + 1):  # some of these leave pixels out, some do not
        expected = conv1d(zeros(1, 1, size + more), zeros(1, 1, 4), stride=stride, padding=padding).shape[-1]
        actual = student.call("conv_output_size", size + more, 4, stride=stride, padding=padding)
        expect_equal(actual, expected)


@case(
    "conv_output_size",
    "dilation",
    points=2,
    hint="A window of 3 with dilation 2 has gaps: it reaches over 5 pixels. How many with a window of F?",
)
def size_dilated(student, rng):
    from torch import zeros
    from torch.nn.functional import conv1d

    size = int(rng.integers(15, 40))
    for dilation in (2, 3):
        expected = conv1d(zeros(1, 1, size), zeros(1, 1, 4), stride=2, padding=1, dilation=dilation).shape[-1]
        actual = student.call("conv_output_size", size, 4, stride=2, padding=1, dilation=dilation)
        expect_equal(actual, expected)


@case(
    "conv_output_size",
    'mode "ceil"',
    points=2,
    hint="Round up: a last window may hang over the right edge. But one that starts behind the last pixel, in the "
    "padding on the right, does not count.",
)
def size_rounded_up(student, rng):
    from torch import zeros
    from torch.nn.functional import max_pool1d

    start = int(rng.integers(8, 20))
    for size in range(start, start + 4):
        for kernel_size, stride, padding in ((3, 2, 0), (2, 3, 1), (3, 4, 1), (2, 2, 1)):
            options = {"stride": stride, "padding": padding}
            expected = max_pool1d(zeros(1, 1, size), kernel_size, **options, ceil_mode=True).shape[-1]
            expect_equal(student.call("conv_output_size", size, kernel_size, **options, mode="ceil"), expected)


@case(
    "conv_output_size",
    'mode "exact" refuses what does not fit',
    points=2,
    hint='Mode "exact" is the lecture\'s "cannot": raise a ValueError that names the stride, and only where pixels '
    "are left over.",
)
def size_exact(student, rng):
    places, stride = int(rng.integers(3, 9)), int(rng.integers(2, 5))
    fits = 3 + stride * (places - 1)  # pixels on which a window of 3 fits `places` times
    expect_equal(student.call("conv_output_size", fits, 3, stride=stride, mode="exact"), places)
    options = {"stride": stride, "mode": "exact"}
    expect_raises(student, "ValueError", "conv_output_size", fits + 1, 3, message_has=("stride",), **options)


@case(
    "conv_output_size",
    "a window larger than the padded row is refused",
    points=1,
    hint="A window of 5 on 3 pixels has no place at all: that is a ValueError, not a size of 0 or less.",
)
def size_too_small(student, rng):
    size, stride = int(rng.integers(1, 4)), int(rng.integers(1, 3))
    expect_raises(student, "ValueError", "conv_output_size", size, size + 3, stride=stride, padding=1)
