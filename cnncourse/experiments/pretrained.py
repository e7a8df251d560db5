"""A net trained on the source shapes, and the maps of its stages as features for other tasks."""

from functools import lru_cache

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor, nn
from torch.nn import functional

from cnncourse.data import SHAPE_NAMES, load_digits, split
from cnncourse.experiments.experiment import Sizes
from cnncourse.experiments.fit import Examples, build, examples, fit
from cnncourse.experiments.tasks import draw_shapes
from cnncourse.models import SmallCNN

SOURCE, NEAR = SHAPE_NAMES[:8], SHAPE_NAMES[8:]
SIZE, WIDTHS = 24, (8, 16, 32, 32)
GRID = 3  # features are the maps averaged over a grid of 3 x 3


def draw(classes: tuple[str, ...], n: int, seed: int) -> Examples:
    """Images of these outlines, 24x24, brighter or darker than the background."""
    return examples(draw_shapes(n, seed, size=SIZE, classes=classes, dark=0.5))


def far_digits(n: int, test: int, seed: int) -> tuple[Examples, Examples]:
    """Training digits enlarged to 24x24, and others for the test."""
    images, labels = load_digits(size=SIZE)
    train_part, test_part = split(labels, [n, test], seed=seed)
    return examples(images[train_part], labels[train_part]), examples(images[test_part], labels[test_part])


def fresh(classes: int, seed: int, like: Tensor) -> SmallCNN:
    """An untrained net of the common architecture."""
    model = build(lambda: SmallCNN(classes, WIDTHS), seed, like)
    assert isinstance(model, SmallCNN)  # build returns what it was told to make
    return model


def pretrained(seed: int, sizes: Sizes) -> SmallCNN:
    """The net of this seed, trained on the source shapes; a copy, to be changed freely."""
    model = fresh(len(SOURCE), seed, torch.empty(0))
    model.load_state_dict(_trained_state(seed, sizes["source"], sizes["source_steps"]))
    return model.to("cuda" if torch.cuda.is_available() else "cpu")


@lru_cache(maxsize=1)  # the runner does all settings of a seed before it goes to the next
def _trained_state(seed: int, count: int, steps: int) -> dict[str, Tensor]:
    data = draw(SOURCE, count, 5000 + seed)
    model = fresh(len(SOURCE), seed, data[0])
    fit(model, data, steps=steps, seed=seed)
    return {name: value.clone() for name, value in model.state_dict().items()}


class GridClassifier(nn.Module):
    """The stages of a net, and a linear layer on their maps averaged over the 3x3 grid.

    Its last layer sees what a linear classifier on `stage_features` sees, so that tuning is compared with
    not tuning, and not one kind of head with another.
    """

    def __init__(self, base: SmallCNN, classes: int, seed: int) -> None:
        super().__init__()
        self.base = base
        torch.manual_seed(seed)
        self.classifier = nn.Linear(WIDTHS[-1] * GRID**2, classes).to(base.classifier.weight.device)

    def forward(self, x: Tensor) -> Tensor:
        """Scores of each class."""
        return self.classifier(functional.adaptive_avg_pool2d(self.base.maps(x), GRID).flatten(1))


@torch.no_grad()
def stage_features(model: SmallCNN, x: Tensor, depth: int) -> NDArray[np.float32]:
    """Outputs of the first ``depth`` stages, averaged over a 3x3 grid: (N, maps * 9)."""
    model.eval()
    parts = [functional.adaptive_avg_pool2d(model.maps(part, depth), GRID).flatten(1) for part in x.split(500)]
    return torch.cat(parts).cpu().numpy()
