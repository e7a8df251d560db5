"""Features made by hand, from before networks learned them: color histogram, HOG, bag of visual words."""

from cnncourse.features.bag_of_words import BagOfWords
from cnncourse.features.color_histogram import color_histogram, hue
from cnncourse.features.hog import dense_hog, hog

__all__ = ["BagOfWords", "color_histogram", "dense_hog", "hog", "hue"]
