"""Windows over an image: where they lie, and their pixels copied side by side ("im2col"), block by block.

A convolution is a matrix product, once the pixels under each window stand in one column. Copying all windows of a
batch at once costs K_h * K_w times the memory of the batch, and the copies are cold again when the product reads them.
So the copying goes block by block: as many images, or as many rows of one image, as fill about a megabyte, which the
product then finds in the cache.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from cnncourse.shapes import conv_output_size
from cnncourse.shapes.arguments import pair
from cnncourse.shapes.checks import check_pool_padding
from cnncourse.shapes.output_size import Mode

BLOCK_BYTES = 1 << 20  # a core's second-level cache holds one to two megabytes


@dataclass(frozen=True)
class Window:
    """Size and steps of a window, each as (height, width) in pixels."""

    kernel_size: tuple[int, int]
    stride: tuple[int, int] = (1, 1)
    padding: tuple[int, int] = (0, 0)
    dilation: tuple[int, int] = (1, 1)

    def out_size(self, size: tuple[int, ...], mode: Mode = "floor") -> tuple[int, int]:
        """(H_out, W_out) for an image of `size` (H, W); raises as `conv_output_size` does."""
        steps = zip(size, self.kernel_size, self.stride, self.padding, self.dilation, strict=True)
        height, width = (conv_output_size(n, k, stride=s, padding=p, dilation=d, mode=mode) for n, k, s, p, d in steps)
        return height, width


def pool_window(kernel_size: Any, stride: Any, padding: Any, dilation: Any) -> Window:
    """A pooling layer's arguments, checked: stride is kernel_size if None, padding at most half of kernel_size."""
    size, pad, step = pair("kernel_size", kernel_size), pair("padding", padding, minimum=0), pair("dilation", dilation)
    check_pool_padding(padding, kernel_size)
    return Window(size, size if stride is None else pair("stride", stride), pad, step)


def overlap(offset: int, stride: int, size: int, places: int) -> tuple[slice, slice]:
    """Which windows see a real pixel at one entry of the kernel, along one axis, and which pixels these are.

    Window number `place` has this entry at pixel place * stride + offset, where `offset` is the entry's own position
    minus the padding; pixels run from 0 to size - 1. With 5 pixels, padding 1, stride 2, the first of 3 entries lies
    at -1, 1, 3 for the windows 0, 1, 2: windows 1 and 2 see pixels 1 and 3.

    Returns:
        (windows, pixels), two slices of the same length, which may be 0.
    """
    first = min(max(0, -(offset // stride)), places)  # -(a // b) is a/b negated, rounded up
    last = max(min(places, -((offset - size) // stride)), first)
    start = first * stride + offset
    return slice(first, last), slice(start, start + (last - first) * stride, stride) if last > first else slice(0, 0)


def blocks(images: int, rows: int, bytes_per_row: int) -> Iterator[tuple[slice, slice]]:
    """(images, output rows) of one block after the other: whole images while they fit, else some rows of one."""
    fitting = max(1, BLOCK_BYTES // max(1, bytes_per_row))  # rows
    if fitting >= rows:
        step = fitting // rows
        for image in range(0, images, step):
            yield slice(image, min(images, image + step)), slice(0, rows)
    else:
        step = -(-rows // -(-rows // fitting))  # equal blocks rather than a small last one
        for image in range(images):
            for row in range(0, rows, step):
                yield slice(image, image + 1), slice(row, min(rows, row + step))


def image_blocks(images: int, bytes_per_image: int) -> tuple[int, list[slice]]:
    """How many images at most fill a block, and the images of one block after the other."""
    step = max(1, BLOCK_BYTES // max(1, bytes_per_image))
    return min(step, max(images, 1)), [slice(first, min(images, first + step)) for first in range(0, images, step)]


def columns(x: NDArray[Any], window: Window, out_size: tuple[int, int]) -> Iterator[tuple[slice, slice, NDArray[Any]]]:
    """The pixels under all windows of x (N, C, H, W), block by block.

    Yields:
        (images, rows, cols): which images and output rows the block holds, and
        cols (n, C, K_h, K_w, n_rows, W_out). The array is overwritten by the next block.
    """
    (images, channels), (k_h, k_w), (h_out, w_out) = x.shape[:2], window.kernel_size, out_size
    shape = (channels, k_h, k_w)
    buffer = None
    for block, rows in blocks(images, h_out, channels * k_h * k_w * w_out * x.itemsize):
        full = (block.stop - block.start, *shape, rows.stop - rows.start, w_out)
        if buffer is None or buffer.shape[4] != full[4]:
            buffer = np.zeros(full, dtype=x.dtype)  # the left and right borders stay 0 from here on
        cols = buffer[: full[0]]
        copy_windows(x[block], cols, window, rows.start)
        yield block, rows, cols


def copy_windows(x: NDArray[Any], cols: NDArray[Any], window: Window, first_row: int) -> None:
    """cols (n, C, K_h, K_w, n_rows, W_out) <- the pixels of x (n, C, H, W) under each entry of the kernel.

    Rows outside the image become 0; places left and right of it are not touched.
    """
    height, width = x.shape[2:]
    across = [horizontal_overlap(j, window, width, cols.shape[5]) for j in range(cols.shape[3])]
    for i in range(cols.shape[2]):
        rows, pixel_rows = vertical_overlap(i, window, first_row, height, cols.shape[4])
        cols[:, :, i, :, : rows.start] = 0
        cols[:, :, i, :, rows.stop :] = 0
        for j, (places, pixels) in enumerate(across):
            cols[:, :, i, j, rows, places] = x[:, :, pixel_rows, pixels]


def add_windows(grad_x: NDArray[Any], cols: NDArray[Any], window: Window, first_row: int) -> None:
    """The way back: each entry of cols (n, C, K_h, K_w, n_rows, W_out) is added to the pixel it was copied from."""
    height, width = grad_x.shape[2:]
    across = [horizontal_overlap(j, window, width, cols.shape[5]) for j in range(cols.shape[3])]
    for i in range(cols.shape[2]):
        rows, pixel_rows = vertical_overlap(i, window, first_row, height, cols.shape[4])
        for j, (places, pixels) in enumerate(across):
            grad_x[:, :, pixel_rows, pixels] += cols[:, :, i, j, rows, places]


def vertical_overlap(i: int, window: Window, first_row: int, height: int, rows: int) -> tuple[slice, slice]:
    """`overlap` of kernel row i, for `rows` output rows from `first_row` on."""
    offset = i * window.dilation[0] - window.padding[0] + first_row * window.stride[0]
    return overlap(offset, window.stride[0], height, rows)


def horizontal_overlap(j: int, window: Window, width: int, places: int) -> tuple[slice, slice]:
    """`overlap` of kernel column j."""
    return overlap(j * window.dilation[1] - window.padding[1], window.stride[1], width, places)
