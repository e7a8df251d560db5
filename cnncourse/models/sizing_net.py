"""The example net of the Michigan lecture: 6 convolutions of 10 filters, 3 pools, 1 linear layer, 6,440 parameters."""

from torch import Tensor, nn


class SizingNet(nn.Sequential):
    """[CONV-RELU-CONV-RELU-POOL] x 3, then FC, on 32x32x3 images (claims eecs-445-049 to eecs-445-056).

    Every convolution is 3x3 with stride 1 and padding 1, which the lecture leaves out for all but the first; without
    it the sizes on the slide do not come out. Parameters: 280 + 5 * 910 + 1,610 = 6,440.

    Shapes: x (N, 3, 32, 32) to scores (N, classes).
    """

    def __init__(self, classes: int = 10, width: int = 10) -> None:
        layers: list[nn.Module] = []
        in_channels = 3
        for _ in range(3):
            for _ in range(2):
                layers += [nn.Conv2d(in_channels, width, 3, padding=1), nn.ReLU()]
                in_channels = width
            layers.append(nn.MaxPool2d(2))  # 32 -> 16 -> 8 -> 4
        super().__init__(*layers, nn.Flatten(), nn.Linear(width * 4 * 4, classes))

    def forward(self, x: Tensor) -> Tensor:
        """Scores of each class; no ReLU on them (claim eecs-445-058)."""
        return super().forward(x)
