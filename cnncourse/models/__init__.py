"""Networks in PyTorch: the lectures' own, and small ones that train in seconds on one core."""

from cnncourse.models.lenet5 import LeNet5
from cnncourse.models.sizing_net import SizingNet
from cnncourse.models.small_cnn import SmallCNN
from cnncourse.models.vgg import VGG

__all__ = ["VGG", "LeNet5", "SizingNet", "SmallCNN"]
