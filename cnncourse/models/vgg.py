"""VGG (Simonyan and Zisserman, 2015): 3x3 convolutions and 2x2 pools, in the paper's configurations."""

from torch import Tensor, nn

CONFIGURATIONS: dict[str, tuple[tuple[int, ...], ...]] = {  # one tuple per block; each block ends in a pool
    "A": ((64,), (128,), (256, 256), (512, 512), (512, 512)),
    "B": ((64, 64), (128, 128), (256, 256), (512, 512), (512, 512)),
    "D": ((64, 64), (128, 128), (256, 256, 256), (512, 512, 512), (512, 512, 512)),
    "E": ((64, 64), (128, 128), (256,) * 4, (512,) * 4, (512,) * 4),
}


class VGG(nn.Module):
    """One of the paper's networks without batch normalization: A is VGG-11, B VGG-13, D VGG-16, E VGG-19.

    The net pictured in the Michigan lecture is B: 10 convolutions, 3 linear layers, 133,047,848 parameters
    (claim eecs-445-070).

    Args:
        configuration: "A", "B", "D" or "E". C, with its 1x1 convolutions, is not provided.
        classes: number of scores.

    Shapes: x (N, 3, 224, 224) to scores (N, classes).

    Raises:
        ValueError: for another configuration.
    """

    def __init__(self, configuration: str = "B", *, classes: int = 1000) -> None:
        super().__init__()
        if configuration not in CONFIGURATIONS:
            raise ValueError(f"configuration expects one of {', '.join(CONFIGURATIONS)}, got {configuration!r}")
        layers: list[nn.Module] = []
        in_channels = 3
        for block in CONFIGURATIONS[configuration]:
            for width in block:
                layers += [nn.Conv2d(in_channels, width, 3, padding=1), nn.ReLU(inplace=True)]
                in_channels = width
            layers.append(nn.MaxPool2d(2))
        self.features = nn.Sequential(*layers)  # (512, 7, 7): 224 halved five times
        self.classifier = nn.Sequential(
            nn.Linear(512 * 7 * 7, 4096),
            nn.ReLU(inplace=True),
            nn.Dropout(),
            nn.Linear(4096, 4096),
            nn.ReLU(inplace=True),
            nn.Dropout(),
            nn.Linear(4096, classes),
        )

    def forward(self, x: Tensor) -> Tensor:
        """Scores of each class, before any softmax."""
        return self.classifier(self.features(x).flatten(1))
