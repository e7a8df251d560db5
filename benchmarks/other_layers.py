"""What is measured beside convolution and pooling: batch normalization, and one training step of LeNet-5.

Each function gives pairs of calls, (ours, PyTorch's), that do the same work on the same numbers and return it; the
harness times them. `benchmarks.environment` must have been imported before.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
import torch
import torch.nn.functional as F

from cnncourse.layers_numpy import batch_norm_backward, batch_norm_forward, lenet5
from cnncourse.losses import cross_entropy_backward, cross_entropy_forward
from cnncourse.models.lenet5 import LeNet5
from cnncourse.optim import SGD

Pair = tuple[Callable[[], Any], Callable[[], Any]]  # ours, PyTorch's

BATCH_NORM_SHAPES = {
    "A": (32, 32, 32, 32),  # the outputs of the convolutions A, B, C and E of the layer table
    "B": (32, 64, 32, 32),
    "C": (16, 64, 56, 56),
    "E": (128, 6, 28, 28),
}


def batch_norm_pairs(shape: tuple[int, int, int, int], seed: int = 0) -> dict[str, Pair]:
    """Training forward and backward of batch norm over x of this shape, float32, as {"forward", "backward"}."""
    rng = np.random.default_rng(seed)
    x, grad_out = (rng.standard_normal(shape, dtype=np.float32) for _ in range(2))
    weight, bias, mean = (rng.standard_normal(shape[1], dtype=np.float32) for _ in range(3))
    var = np.ones(shape[1], dtype=np.float32)
    tensors = [torch.tensor(array, requires_grad=True) for array in (x, weight, bias)]
    running = torch.tensor(mean), torch.tensor(var)
    upstream = torch.tensor(grad_out)

    def forward() -> Any:
        return batch_norm_forward(x, weight, bias, mean, var, training=True)

    def torch_forward() -> torch.Tensor:
        return F.batch_norm(tensors[0], *running, *tensors[1:], training=True)

    _, cache = forward()
    out = torch_forward()

    def backward() -> Any:
        return batch_norm_backward(grad_out, cache)

    def torch_backward() -> Any:
        return torch.autograd.grad(out, tensors, upstream, retain_graph=True)

    return {"forward": (forward, torch_forward), "backward": (backward, torch_backward)}


def lenet5_step_pair(batch: int = 32, seed: int = 0) -> Pair:
    """One training step on 28x28 images: forward, cross-entropy, backward, SGD with momentum; returns the loss."""
    rng = np.random.default_rng(seed)
    x = rng.standard_normal((batch, 1, 28, 28), dtype=np.float32)
    target = rng.integers(0, 10, batch)
    net, twin = lenet5(rng=rng), LeNet5()
    twin.load_state_dict({name: torch.tensor(array) for name, array in net.params.items()})
    optimizer = SGD(net.params, lr=0.01, momentum=0.9)
    reference = torch.optim.SGD(twin.parameters(), lr=0.01, momentum=0.9)
    images, labels = torch.tensor(x), torch.tensor(target)

    def step() -> Any:
        loss, cache = cross_entropy_forward(net.forward(x), target)
        net.backward(cross_entropy_backward(1.0, cache))
        optimizer.step(net.grads)
        return loss

    def torch_step() -> Any:
        reference.zero_grad()
        loss = F.cross_entropy(twin(images), labels)
        loss.backward()
        reference.step()
        return loss.detach()

    return step, torch_step
