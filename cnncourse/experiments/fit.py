"""What the experiments share: data as tensors of a common scale, and one way to fit a small net."""

from collections.abc import Callable
from typing import Any

import numpy as np
import torch
from torch import Tensor, nn

from cnncourse.data import Minibatches, ShapeImages
from cnncourse.training import History, evaluate, train

Examples = tuple[Tensor, Tensor]


def examples(images: Any, labels: Any = None) -> Examples:
    """Images scaled to zero for mid-gray and about unit spread for strong contrast, and labels, as tensors."""
    if isinstance(images, ShapeImages):
        images, labels = images.images, images.labels
    device = "cuda" if torch.cuda.is_available() else "cpu"
    x = torch.as_tensor(np.asarray(images, np.float32) - np.float32(0.5)) / 0.25
    return x.to(device), torch.as_tensor(np.asarray(labels)).to(device)


def build(make: Callable[[], nn.Module], seed: int, like: Tensor) -> nn.Module:
    """A model whose initial weights depend on the seed alone, on the device of ``like``."""
    torch.manual_seed(seed)
    return make().to(like.device)


def fit(
    model: nn.Module,
    data: Examples,
    *,
    steps: int,
    seed: int,
    optimizer: torch.optim.Optimizer | None = None,
    scheduler: Any = None,
    batch_size: int = 32,
    callbacks: Any = (),
) -> History:
    """Train for at least so many steps, in whole epochs, with Adam (lr 0.003) if no optimizer is given."""
    batch_size = min(batch_size, len(data[0]))
    loader = Minibatches(*data, batch_size, drop_last=True, seed=seed)
    epochs = -(-steps // len(loader))
    chosen = optimizer or torch.optim.Adam(model.parameters(), lr=0.003)
    return train(model, loader, chosen, scheduler, callbacks, epochs=epochs)


def accuracy(model: nn.Module, data: Examples) -> float:
    """Share of right answers in eval mode."""
    return evaluate(model, *data)[1]
