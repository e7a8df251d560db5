"""Python's colorsys for the hue, and a list of counts."""

import colorsys

import numpy as np


def color_histogram(image, bins):
    counts = [0] * bins
    for pixel in np.moveaxis(np.asarray(image, dtype=float), 0, -1).reshape(-1, 3):
        hue, _, _ = colorsys.rgb_to_hsv(*pixel)
        counts[min(int(hue * bins), bins - 1)] += 1
    return np.array(counts)
