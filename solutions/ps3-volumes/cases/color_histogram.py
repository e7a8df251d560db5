"""Cases of `color_histogram`: 8 points."""

import numpy as np

from cnncourse.grading import case, expect_close, expect_true


def _painted(*colors):
    """An image of one row, (3, 1, W), a pixel for each color."""
    return np.array(colors, dtype=float).T[:, None, :]


@case(
    "color_histogram",
    "two red pixels, a green and a blue one",
    points=2,
    visible=True,
    hint="Their hues are 0, 0, 1/3 and 2/3. In 3 bins they fall into the bins 0, 0, 1 and 2.",
)
def colors_by_hand(student, rng):
    image = _painted((1, 0, 0), (1, 0, 0), (0, 1, 0), (0, 0, 1))
    expect_close(student.call("color_histogram", image, 3), [2, 1, 1], name="the histogram")


@case(
    "color_histogram",
    "the color circle closes",
    points=2,
    visible=True,
    hint="A red with a little blue has the hue -0.05/6, which is 0.992 on the circle: the last bin. Take it modulo 1.",
)
def colors_around(student, rng):
    image = _painted((1, 0, 0.05), (1, 0.05, 0))
    expect_close(student.call("color_histogram", image, 6), [1, 0, 0, 0, 0, 1], name="the histogram")


@case(
    "color_histogram",
    "any colors, any number of bins",
    points=2,
    hint="Compare the hues of a few pixels with colorsys.rgb_to_hsv. Which channel is the largest decides the formula.",
)
def colors_random(student, rng):
    import colorsys

    image = rng.uniform(size=(3, int(rng.integers(8, 12)), int(rng.integers(13, 20))))
    for bins in (5, 8):
        expected = np.zeros(bins)
        for red, green, blue in image.reshape(3, -1).T:
            expected[int(colorsys.rgb_to_hsv(red, green, blue)[0] * bins)] += 1
        expect_close(student.call("color_histogram", image, bins), expected, name="the histogram")


@case(
    "color_histogram",
    "gray has no hue, and counts as 0",
    points=1,
    hint="Where red, green and blue are equal, the formula divides 0 by 0. Such a pixel goes into bin 0.",
)
def colors_gray(student, rng):
    gray = rng.uniform(0.1, 0.9, size=2)
    image = _painted((gray[0],) * 3, (gray[1],) * 3, (0, 0, 0), (0, 0, 1))
    expect_close(student.call("color_histogram", image, 4), [3, 0, 1, 0], name="the histogram")


@case(
    "color_histogram",
    "pixels from 0 to 255, counted in whole numbers",
    points=1,
    hint="Bytes wrap around: 3 - 5 is 254. Convert to float first. The counts are whole numbers.",
)
def colors_add_up(student, rng):
    import colorsys

    bins, per_bin = 7, rng.integers(1, 6, size=7)
    colors = []
    for place in np.repeat(np.arange(bins), per_bin):  # hues well inside their bins, whatever the rounding
        hue = (place + rng.uniform(0.2, 0.8)) / bins
        colors.append(colorsys.hsv_to_rgb(hue, rng.uniform(0.6, 1), rng.uniform(0.6, 1)))
    image = np.round(255 * _painted(*colors)).astype("uint8")
    counts = student.call("color_histogram", image, bins)
    expect_close(counts, per_bin, name="the histogram")
    expect_true(counts.dtype.kind in "iu", "the counts must be whole numbers", f"the dtype is {counts.dtype}")
