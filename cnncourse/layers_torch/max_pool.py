"""Max pooling: of each window only the largest value goes on; the twin of `layers_numpy/max_pool.py`."""

from __future__ import annotations

from torch import Tensor, nn

from cnncourse.layers_torch.windows import pool_windows

Size = int | tuple[int, int]


def max_pool2d(
    x: Tensor,
    kernel_size: Size,
    *,
    stride: Size | None = None,
    padding: Size = 0,
    dilation: Size = 1,
    ceil_mode: bool = False,
) -> Tensor:
    """x (N, C, H, W) -> out (N, C, H_out, W_out); `max` over one axis sends the gradient to one entry, the first."""
    windows = pool_windows(x, kernel_size, stride, padding, dilation, ceil_mode=ceil_mode, fill=float("-inf"))
    return windows.flatten(-2).max(dim=-1).values


class MaxPool2d(nn.Module):
    """`max_pool2d` as a module."""

    def __init__(
        self,
        kernel_size: Size,
        stride: Size | None = None,
        padding: Size = 0,
        dilation: Size = 1,
        *,  # PyTorch's fifth argument is return_indices
        ceil_mode: bool = False,
    ) -> None:
        super().__init__()
        self.kernel_size, self.stride = kernel_size, kernel_size if stride is None else stride
        self.padding, self.dilation, self.ceil_mode = padding, dilation, ceil_mode

    def forward(self, x: Tensor) -> Tensor:
        """x (N, C, H, W) -> out (N, C, H_out, W_out)."""
        options = {"stride": self.stride, "padding": self.padding, "dilation": self.dilation}
        return max_pool2d(x, self.kernel_size, ceil_mode=self.ceil_mode, **options)
