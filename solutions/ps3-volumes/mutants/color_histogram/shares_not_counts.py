"""Returns shares that add up to 1.

fails:
- two red pixels, a green and a blue one
- the color circle closes
- any colors, any number of bins
- gray has no hue, and counts as 0
- pixels from 0 to 255, counted in whole numbers
points: 0
"""

import numpy as np


def color_histogram(image, bins):
    counts = np.zeros(bins, dtype=int)
    _, H, W = image.shape
    for i in range(H):
        for j in range(W):
            red, green, blue = (float(value) for value in image[:, i, j])
            largest = max(red, green, blue)
            spread = largest - min(red, green, blue)
            if spread == 0:
                hue = 0
            elif largest == red:
                hue = (green - blue) / spread / 6
            elif largest == green:
                hue = (2 + (blue - red) / spread) / 6
            else:
                hue = (4 + (red - green) / spread) / 6
            counts[int(hue % 1 * bins)] += 1
    return counts / counts.sum()
