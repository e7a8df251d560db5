"""A small convolutional net whose every choice is an argument: the experiments' guinea pig."""

from collections.abc import Sequence

from torch import Tensor, nn

POOLS = ("max", "avg", "stride", "subsample", "dilate", "none")


class SmallCNN(nn.Module):
    """Stages of convolution, ReLU and pooling, then one linear layer.

    Args:
        classes: number of scores.
        widths: channels of each stage.
        in_channels: of the images.
        kernel_size: odd.
        padding: "same" keeps the size in each convolution, "valid" loses kernel_size - 1.
        pool: after each stage but the last: "max" or "avg" 2x2 pooling, "stride" (the convolution itself has
            stride 2), "subsample" (every second row and column is kept), "dilate" (nothing is made smaller; the
            next convolution spreads its taps twice as far instead, and sees as much of the image) or "none".
        head: "gap" (the mean of each map goes into the linear layer, so it knows no positions) or "flatten".
        input_size: height and width of the images; needed for "flatten" only.

    Shapes: x (N, in_channels, H, W) to scores (N, classes).

    Raises:
        ValueError: for an unknown choice.
    """

    def __init__(
        self,
        classes: int,
        widths: Sequence[int] = (8, 16, 32),
        *,
        in_channels: int = 1,
        kernel_size: int = 3,
        padding: str = "same",
        pool: str = "max",
        head: str = "gap",
        input_size: int | None = None,
    ) -> None:
        super().__init__()
        if padding not in ("same", "valid") or pool not in POOLS or head not in ("gap", "flatten"):
            raise ValueError(f"unknown choice: padding={padding!r}, pool={pool!r}, head={head!r}")
        pad = kernel_size // 2 if padding == "same" else 0
        self.stages = nn.ModuleList()
        for k, width in enumerate(widths):
            last = k == len(widths) - 1
            stride = 2 if pool == "stride" and not last else 1
            spread = 2**k if pool == "dilate" else 1
            layers = [nn.Conv2d(in_channels, width, kernel_size, stride, pad * spread, spread), nn.ReLU()]
            if not last:
                layers += _pooling(pool)
            self.stages.append(nn.Sequential(*layers))
            in_channels = width
        features = widths[-1]
        if head == "flatten":
            if input_size is None:
                raise ValueError("head='flatten' needs input_size")
            features *= _map_size(input_size, len(widths), kernel_size, pad, pool) ** 2
        self.head = head
        self.classifier = nn.Linear(features, classes)

    def forward(self, x: Tensor) -> Tensor:
        """Scores of each class, before any softmax."""
        return self.classifier(self.features(x))

    def features(self, x: Tensor, depth: int | None = None) -> Tensor:
        """What the classifier sees after ``depth`` stages (all if not given): (N, features)."""
        x = self.maps(x, depth)
        return x.mean((2, 3)) if self.head == "gap" else x.flatten(1)

    def maps(self, x: Tensor, depth: int | None = None) -> Tensor:
        """Output of the first ``depth`` stages (all if not given): (N, C, H_out, W_out)."""
        for stage in self.stages[:depth]:
            x = stage(x)
        return x


class Subsample(nn.Module):
    """Keep every second row and column: the cheapest way to make a map smaller, and the control for pooling."""

    def forward(self, x: Tensor) -> Tensor:
        """(N, C, H, W) to (N, C, ceil(H/2), ceil(W/2))."""
        return x[:, :, ::2, ::2]


def _pooling(pool: str) -> list[nn.Module]:
    made = {"max": lambda: nn.MaxPool2d(2), "avg": lambda: nn.AvgPool2d(2), "subsample": Subsample}
    return [made[pool]()] if pool in made else []


def _map_size(size: int, stages: int, kernel_size: int, pad: int, pool: str) -> int:
    for k in range(stages):
        last = k == stages - 1
        stride = 2 if pool == "stride" and not last else 1
        spread = 2**k if pool == "dilate" else 1
        size = (size + spread * (2 * pad - kernel_size + 1) - 1) // stride + 1
        if not last and pool in ("max", "avg"):
            size //= 2
        elif not last and pool == "subsample":
            size = (size + 1) // 2
    return size
