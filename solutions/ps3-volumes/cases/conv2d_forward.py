"""Cases of `conv2d_forward`: 22 points. Each hidden one turns on one thing at a time."""

import numpy as np

from cnncourse.grading import case, expect_close, expect_dtype, expect_tuple


@case(
    "conv2d_forward",
    "one window by hand",
    points=3,
    visible=True,
    hint="1*10 + 2*20 + 3*30 + 4*40 = 300. With 200 you have turned the kernel around: here it is not flipped.",
)
def conv_one_window(student, rng):
    x = np.array([[1.0, 2.0], [3.0, 4.0]]).reshape(1, 1, 2, 2)
    weight = np.array([[10.0, 20.0], [30.0, 40.0]]).reshape(1, 1, 2, 2)
    out, _ = expect_tuple(student.call("conv2d_forward", x, weight), "(out, cache)")
    expect_close(out, [[[[300.0]]]], name="out")


@case(
    "conv2d_forward",
    "every window by hand",
    points=3,
    visible=True,
    hint="The image has 3 rows and 4 columns, so the window has 2 places down and 3 across. The first is 1*0 + 2*1.",
)
def conv_every_window(student, rng):
    x = np.arange(12.0).reshape(1, 1, 3, 4)
    weight = np.array([[1.0, 2.0], [0.0, 0.0]]).reshape(1, 1, 2, 2)
    out, _ = expect_tuple(student.call("conv2d_forward", x, weight), "(out, cache)")
    expect_close(out, [[[[2.0, 5.0, 8.0], [14.0, 17.0, 20.0]]]], name="out")


@case(
    "conv2d_forward",
    "channels add up, each filter has its bias",
    points=3,
    visible=True,
    hint="A filter is as deep as the image: its products are added over all channels, and then comes its own bias.",
)
def conv_channels(student, rng):
    x = np.array([1.0, 10.0]).reshape(1, 2, 1, 1)  # one pixel, two channels
    weight = np.array([[1.0, 1.0], [2.0, 0.0], [0.0, 3.0]]).reshape(3, 2, 1, 1)
    bias = np.array([100.0, 0.0, -1.0])
    out, _ = expect_tuple(student.call("conv2d_forward", x, weight, bias), "(out, cache)")
    expect_close(out, np.array([111.0, 2.0, 29.0]).reshape(1, 3, 1, 1), name="out")


def _agree_with_torch(student, x, weight, **options):
    from torch import from_numpy
    from torch.nn.functional import conv2d

    expected = conv2d(from_numpy(x), from_numpy(weight), **options).numpy()
    out, _ = expect_tuple(student.call("conv2d_forward", x, weight, **options), "(out, cache)")
    expect_close(out, expected, rtol=1e-9, atol=1e-9, name="out")


def _one_channel(rng):
    """An image and a filter of one channel, neither of them square, large enough for every option."""
    height, width = int(rng.integers(8, 11)), int(rng.integers(12, 15))
    return rng.normal(size=(1, 1, height, width)), rng.normal(size=(1, 1, 2, 3))


@case(
    "conv2d_forward",
    "several images, channels and filters",
    points=2,
    hint="out is (N, C_out, H_out, W_out): every image meets every filter, and images do not mix.",
)
def conv_batch(student, rng):
    channels = int(rng.integers(2, 5))
    x = rng.normal(size=(3, channels, 5, 7))
    _agree_with_torch(student, x, rng.normal(size=(channels + 1, channels, 3, 2)))


@case(
    "conv2d_forward",
    "stride, other for height than for width",
    points=3,
    hint="stride is a number or a pair (height, width). The window at (row, col) starts at pixel "
    "(row * stride_h, col * stride_w).",
)
def conv_stride(student, rng):
    x, weight = _one_channel(rng)
    for stride in (2, (1, 3), (3, 2)):
        _agree_with_torch(student, x, weight, stride=stride)


@case(
    "conv2d_forward",
    "padding, other for height than for width",
    points=3,
    hint="padding is a number or a pair (height, width): so many zeros above AND below, left AND right.",
)
def conv_padding(student, rng):
    x, weight = _one_channel(rng)
    for padding in (1, (2, 0), (1, 3)):
        _agree_with_torch(student, x, weight, padding=padding)


@case(
    "conv2d_forward",
    "dilation",
    points=2,
    hint="dilation is the step from one entry of the window to the next: the slice top : top + reach : step.",
)
def conv_dilation(student, rng):
    x, weight = _one_channel(rng)
    for dilation in (2, (1, 3), (3, 2)):
        _agree_with_torch(student, x, weight, dilation=dilation)


@case(
    "conv2d_forward",
    "groups",
    points=2,
    hint="With 2 groups and 4 channels, the first half of the filters sees channels 0 and 1, the other half 2 and 3.",
)
def conv_groups(student, rng):
    height, width = int(rng.integers(3, 6)), int(rng.integers(6, 9))
    x = rng.normal(size=(1, 4, height, width))
    _agree_with_torch(student, x, rng.normal(size=(6, 2, 2, 3)), groups=2)
    _agree_with_torch(student, x, rng.normal(size=(4, 1, 2, 3)), groups=4)


@case(
    "conv2d_forward",
    "float32 in, float32 out",
    points=1,
    hint="np.zeros makes float64; give it dtype=x.dtype.",
)
def conv_float32(student, rng):
    x, weight = rng.normal(size=(1, 1, 1, 1)), rng.normal(size=(1, 1, 1, 1))
    single = student.call("conv2d_forward", x.astype("float32"), weight.astype("float32"))
    expect_dtype(expect_tuple(single, "(out, cache)")[0], "float32", name="out")
    double = student.call("conv2d_forward", x, weight)
    expect_dtype(expect_tuple(double, "(out, cache)")[0], "float64", name="out")
