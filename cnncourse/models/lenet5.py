"""LeNet-5 in the form in which it is taught and trained today."""

from torch import Tensor, nn


class LeNet5(nn.Sequential):
    """Two convolutions with tanh and 2x2 average pooling, then three linear layers (LeCun et al., 1998).

    It differs from the paper in three places, as nearly every implementation does: the second convolution sees
    all six maps instead of a hand-chosen table of them, pooling has no weights of its own, and the output is a
    linear layer instead of distances to prototype pictures.

    Args:
        classes: number of scores.
        in_channels: of the images.
        padding: of the first convolution: 2 takes 28x28 images (MNIST), 0 the paper's 32x32.

    Shapes: x (N, in_channels, 28, 28), or 32x32 with padding 0, to scores (N, classes).
    Parameters: 61,706 for 10 classes and one channel.
    """

    def __init__(self, classes: int = 10, *, in_channels: int = 1, padding: int = 2) -> None:
        super().__init__(
            nn.Conv2d(in_channels, 6, 5, padding=padding),  # (6, 28, 28)
            nn.Tanh(),
            nn.AvgPool2d(2),  # (6, 14, 14)
            nn.Conv2d(6, 16, 5),  # (16, 10, 10)
            nn.Tanh(),
            nn.AvgPool2d(2),  # (16, 5, 5)
            nn.Flatten(),
            nn.Linear(16 * 5 * 5, 120),
            nn.Tanh(),
            nn.Linear(120, 84),
            nn.Tanh(),
            nn.Linear(84, classes),
        )

    def forward(self, x: Tensor) -> Tensor:
        """Scores of each class, before any softmax."""
        return super().forward(x)
