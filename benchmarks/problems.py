"""The six convolutions that are measured, from a color image's first layer to a 1x1 kernel."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
import torch
import torch.nn.functional as F


@dataclass(frozen=True)
class Problem:
    """A convolution of (batch, in_channels, size, size) with (out_channels, in_channels, kernel_size, kernel_size)."""

    name: str
    batch: int
    in_channels: int
    size: int
    out_channels: int
    kernel_size: int
    stride: int = 1
    padding: int = 0

    @property
    def options(self) -> dict[str, int]:
        """The keyword arguments of conv2d."""
        return {"stride": self.stride, "padding": self.padding}

    @property
    def out_size(self) -> int:
        """Pixels along each side of the output."""
        return (self.size + 2 * self.padding - self.kernel_size) // self.stride + 1

    @property
    def input_and_output_bytes(self) -> int:
        """What input and output take in float32."""
        pixels = self.in_channels * self.size**2 + self.out_channels * self.out_size**2
        return 4 * self.batch * pixels

    def arrays(self, batch: int | None = None) -> tuple[np.ndarray, np.ndarray, np.ndarray, np.ndarray]:
        """x, weight, bias and grad_out: standard normal float32, from seed 0."""
        rng, n = np.random.default_rng(0), batch or self.batch
        shapes = (
            (n, self.in_channels, self.size, self.size),
            (self.out_channels, self.in_channels, self.kernel_size, self.kernel_size),
            (self.out_channels,),
            (n, self.out_channels, self.out_size, self.out_size),
        )
        x, weight, bias, grad_out = (rng.standard_normal(shape, dtype=np.float32) for shape in shapes)
        return x, weight, bias, grad_out

    def __str__(self) -> str:
        steps = f", stride {self.stride}" * (self.stride > 1) + f", padding {self.padding}" * (self.padding > 0)
        return (
            f"{self.name}: {self.batch} x {self.in_channels} x {self.size} x {self.size}, "
            f"{self.out_channels} filters of {self.kernel_size} x {self.kernel_size}{steps}"
        )


PROBLEMS = (
    Problem("A", 32, 3, 32, 32, 3, padding=1),
    Problem("B", 32, 32, 32, 64, 3, padding=1),
    Problem("C", 16, 64, 56, 64, 3, padding=1),
    Problem("D", 8, 3, 227, 96, 11, stride=4),
    Problem("E", 128, 1, 28, 6, 5),
    Problem("F", 16, 256, 28, 64, 1),
)


class TorchConv:
    """PyTorch's convolution of a problem, forward and backward, ready to be timed."""

    def __init__(self, problem: Problem) -> None:
        x, weight, bias, grad_out = problem.arrays()
        self.inputs = [torch.from_numpy(array).requires_grad_() for array in (x, weight, bias)]
        self.grad_out, self.options = torch.from_numpy(grad_out), problem.options
        self.out = self.forward()

    def forward(self) -> Any:
        """The output, with the graph for its gradients."""
        return F.conv2d(*self.inputs, **self.options)

    def backward(self) -> Any:
        """The gradients of x, weight and bias."""
        return torch.autograd.grad(self.out, self.inputs, self.grad_out, retain_graph=True)
