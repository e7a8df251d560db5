"""Hand-made features: claims 060 to 063."""

import colorsys

import numpy as np

from cnncourse.claims.evidence import Evidence, holds_if
from cnncourse.features import BagOfWords, color_histogram, hog


def eecs_445_060() -> Evidence:
    image = np.random.default_rng(0).uniform(size=(3, 6, 5))
    by_hand = [0] * 8
    for pixel in image.reshape(3, -1).T:
        by_hand[int(colorsys.rgb_to_hsv(*pixel)[0] * 8)] += 1  # add 1 to the bin of its hue
    counted = color_histogram(image, bins=8).tolist()
    return holds_if(
        counted == by_hand,
        f"Pixel by pixel, 30 random colors fall into 8 bins as {counted}, which sum to {sum(counted)}.",
    )


def eecs_445_061() -> Evidence:
    rows, columns = np.mgrid[0:32, 0:32]
    strongest = []
    for degrees in range(10, 180, 20):  # the middle of each of 9 bins
        angle = np.radians(degrees)
        ramp = columns * np.cos(angle) + rows * np.sin(angle)
        cells = hog(ramp).reshape(4, 4, 9)
        strongest.append(int(cells[1, 1].argmax()))
    return holds_if(
        strongest == list(range(9)),
        f"Ramps of brightness at 10°, 30°, …, 170° fall into the bins {strongest} of every 8 × 8 region.",
    )


def eecs_445_062() -> Evidence:
    length = hog(np.zeros((32, 32))).size
    return holds_if(length == 144, f"(32/8) · (32/8) · 9 = {length}, without overlapping blocks.")


def eecs_445_063() -> Evidence:
    rng = np.random.default_rng(0)
    images = [rng.normal(size=(n, 144)) for n in (5, 20, 80)]
    bags = BagOfWords(words=10).fit(images).transform(images)
    twice = BagOfWords(words=10).fit(images).transform([np.repeat(images[0], 2, axis=0)])
    return holds_if(
        bags.shape == (3, 10) and bool(np.allclose(twice[0], bags[0])),
        f"Images of 5, 20 and 80 patches become rows of one {bags.shape[0]} × {bags.shape[1]} matrix; an image with "
        "every patch twice keeps its row.",
    )
