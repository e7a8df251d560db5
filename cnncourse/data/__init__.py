"""Data sets: some are drawn or shipped and need no network, some are downloaded once and checked.

Images are float32 in [0, 1] with layout ``N, C, H, W``; labels are int64. Nothing here imports torch.
"""

from cnncourse.data.batches import Minibatches, split
from cnncourse.data.digits import load_digits
from cnncourse.data.downloaded import CIFAR10_CLASSES, load_cifar10, load_mnist
from cnncourse.data.drawn_shapes import SHAPE_NAMES, ShapeImages, make_shapes
from cnncourse.data.fetch import DownloadError
from cnncourse.data.photographs import load_photographs, natural_patches

__all__ = [
    "CIFAR10_CLASSES",
    "SHAPE_NAMES",
    "DownloadError",
    "Minibatches",
    "ShapeImages",
    "load_cifar10",
    "load_digits",
    "load_mnist",
    "load_photographs",
    "make_shapes",
    "natural_patches",
    "split",
]
