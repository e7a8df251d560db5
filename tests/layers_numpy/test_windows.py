"""Where windows lie, and how the work is cut into blocks."""

import itertools

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from cnncourse.layers_numpy import windows
from cnncourse.layers_numpy.windows import (
    Window,
    add_windows,
    blocks,
    columns,
    copy_windows,
    image_blocks,
    overlap,
    pool_window,
)

WINDOWS = [
    Window((1, 1)),
    Window((2, 3)),
    Window((3, 2), (2, 1), (1, 2), (1, 3)),
    Window((2, 3), (1, 3), (3, 1), (3, 1)),
    Window((2, 2), (3, 2), (2, 3), (2, 2)),
]


def entries(window, first_row, out_size, size):
    """Each entry of the kernel at each place: its index in the columns, and the pixel below it where there is one."""
    for i, j, row, col in itertools.product(*map(range, window.kernel_size), *map(range, out_size)):
        pixel = (
            (row + first_row) * window.stride[0] + i * window.dilation[0] - window.padding[0],
            col * window.stride[1] + j * window.dilation[1] - window.padding[1],
        )
        inside = all(0 <= place < n for place, n in zip(pixel, size, strict=True))
        yield (i, j, row, col), pixel if inside else None


def test_overlap_by_hand():
    """5 pixels, padding 1, stride 2: entry 0 of the windows 0, 1, 2 lies at -1, 1, 3, so 1 and 2 see pixels 1, 3."""
    assert overlap(-1, 2, 5, 3) == (slice(1, 3), slice(1, 5, 2))
    assert overlap(0, 1, 5, 5) == (slice(0, 5), slice(0, 5, 1))
    assert overlap(-9, 2, 5, 3) == (slice(3, 3), slice(0, 0))


@given(offset=st.integers(-12, 12), stride=st.integers(1, 4), size=st.integers(1, 9), places=st.integers(1, 9))
def test_overlap_is_who_sees_what(offset, stride, size, places):
    """The windows listed are those whose entry lies on a pixel, and the pixels are where it lies."""
    seeing, seen = overlap(offset, stride, size, places)
    expected = [(p, p * stride + offset) for p in range(places) if 0 <= p * stride + offset < size]
    pairs = list(zip(range(places)[seeing], range(size)[seen], strict=True))
    assert pairs == expected
    assert 0 <= seeing.start <= seeing.stop <= places


@pytest.mark.parametrize("first_row", [0, 1])
@pytest.mark.parametrize("window", WINDOWS, ids=str)
def test_copy_and_add_entry_by_entry(window, first_row):
    """What is copied is the pixel under each entry, 0 outside the image; what is added goes back to that pixel."""
    x = np.random.default_rng(0).standard_normal((2, 3, 6, 7))
    h_out, w_out = window.out_size(x.shape[2:])
    out_size = (h_out - first_row, w_out)
    cols, expected, grad = (np.zeros((2, 3, *n)) for n in ((*window.kernel_size, *out_size), (6, 7), (6, 7)))
    shares = np.random.default_rng(1).standard_normal(cols.shape)
    copy_windows(x, cols, window, first_row)
    add_windows(grad, shares, window, first_row)
    for entry, pixel in entries(window, first_row, out_size, (6, 7)):
        here = (..., *entry)
        if pixel is None:
            np.testing.assert_array_equal(cols[here], 0)
        else:
            np.testing.assert_array_equal(cols[here], x[:, :, pixel[0], pixel[1]])
            expected[:, :, pixel[0], pixel[1]] += shares[here]
    np.testing.assert_allclose(grad, expected, atol=1e-12)


@pytest.mark.parametrize("window", WINDOWS, ids=str)
def test_copy_clears_what_is_above_and_below(window):
    """A buffer that held another block has its rows outside the image set to 0."""
    x = np.ones((1, 1, 6, 7))
    clean = np.zeros((1, 1, *window.kernel_size, *window.out_size((6, 7))))
    copy_windows(x, clean, window, 0)
    used = clean.copy()
    for entry, pixel in entries(window, 0, clean.shape[4:], (6, 7)):
        in_a_column_of_the_image = clean[0, 0, :, entry[1], :, entry[3]].any()
        if pixel is None and in_a_column_of_the_image:
            used[0, 0][entry] = 7
    copy_windows(x, used, window, 0)
    np.testing.assert_array_equal(used, clean)


def test_window_options():
    """A window steps by 1, is not padded and has no gaps, unless told; sizes are rounded down, or up."""
    assert Window((2, 3)).out_size((5, 7)) == (4, 5)
    window = Window((2, 3), (2, 3), (1, 0), (1, 2))
    assert window.out_size((5, 9)) == (3, 2)
    assert window.out_size((5, 9), mode="ceil") == (3, 3)  # a fourth row of windows would start below the image
    with pytest.raises(ValueError, match="zip"):
        window.out_size((5, 9, 9))


def test_pool_window():
    """stride is kernel_size if None, an int serves both axes, and half a window of padding is the most."""
    assert pool_window((2, 3), None, 0, 1) == Window((2, 3), (2, 3))
    assert pool_window(3, (1, 2), (1, 0), 2) == Window((3, 3), (1, 2), (1, 0), (2, 2))
    assert pool_window((4, 1), 1, (2, 0), 1) == Window((4, 1), (1, 1), (2, 0))
    assert pool_window((5, 1), 1, (2, 0), (3, 1)).padding == (2, 0)
    for arguments, message in {
        ((3, 1), None, (2, 0), 1): r"^padding must be at most half the window: padding=\(2, 0\), kernel_size=\(3, 1\)$",
        ((1, 4), None, (0, 3), (1, 3)): "^padding must be at most half the window",  # of 4 entries, 3 apart
        (0, None, 0, 1): "^kernel_size must be a whole number of at least 1, but is 0$",
        (1, 0, 0, 1): "^stride must be a whole number of at least 1, but is 0$",
        (1, None, -1, 1): "^padding must be a whole number of at least 0, but is -1$",
        (1, None, 0, 0): "^dilation must be a whole number of at least 1, but is 0$",
    }.items():
        with pytest.raises(ValueError, match=message):
            pool_window(*arguments)


@given(images=st.integers(0, 9), rows=st.integers(1, 20), row_bytes=st.integers(1, 1 << 21))
def test_blocks_cover_everything_once(images, rows, row_bytes):
    """Every output row of every image is in one block, and no block is larger than the cache, but for a single row."""
    seen = np.zeros((images, rows), dtype=int)
    for block, part in blocks(images, rows, row_bytes):
        seen[block, part] += 1
        count = (block.stop - block.start) * (part.stop - part.start)
        assert count == 1 or count * row_bytes <= windows.BLOCK_BYTES
    assert (seen == 1).all()


def test_small_images_share_a_block():
    """Ten images of 8 rows of 10 kB make one block of 13 images' worth; large images go by equal parts of rows."""
    assert list(blocks(10, 8, 10_000)) == [(slice(0, 10), slice(0, 8))]
    assert [rows for _, rows in blocks(1, 9, 300_000)] == [slice(0, 3), slice(3, 6), slice(6, 9)]
    assert len(list(blocks(26, 8, 10_000))) == 2


def test_blocks_are_as_large_as_fits(monkeypatch):
    """Of 8 bytes: images of one byte go by eight, of 3 rows by two; rows of 3 bytes by two."""
    monkeypatch.setattr(windows, "BLOCK_BYTES", 8)
    assert [images for images, _ in blocks(17, 1, 1)] == [slice(0, 8), slice(8, 16), slice(16, 17)]
    assert [images for images, _ in blocks(3, 3, 1)] == [slice(0, 2), slice(2, 3)]
    assert list(blocks(2, 8, 1)) == [(slice(0, 1), slice(0, 8)), (slice(1, 2), slice(0, 8))]
    assert [rows for _, rows in blocks(1, 3, 3)] == [slice(0, 2), slice(2, 3)]
    assert [rows for _, rows in blocks(1, 2, 9)] == [slice(0, 1), slice(1, 2)]
    assert list(blocks(9, 1, 0)) == [(slice(0, 8), slice(0, 1)), (slice(8, 9), slice(0, 1))]
    assert image_blocks(9, 1) == (8, [slice(0, 8), slice(8, 9)])
    assert image_blocks(9, 0) == (8, [slice(0, 8), slice(8, 9)])
    assert image_blocks(5, 4) == (2, [slice(0, 2), slice(2, 4), slice(4, 5)])
    assert image_blocks(2, 9) == (1, [slice(0, 1), slice(1, 2)])
    assert image_blocks(2, 1) == (2, [slice(0, 2)])
    assert image_blocks(0, 1) == (1, [])


@pytest.mark.parametrize("padding", [2, 1], ids=["9 rows of places", "7 rows of places"])
def test_columns_do_not_remember(padding, monkeypatch):
    """One buffer serves all blocks: no pixel of an earlier block stays in the padding of a later one."""
    x = np.random.default_rng(0).standard_normal((3, 2, 7, 6))
    window = Window((3, 3), (1, 2), (padding, 1))
    out_size = window.out_size((7, 6))
    whole = np.concatenate([cols.copy() for _, _, cols in columns(x, window, out_size)])
    # Single rows, unequal rows, as many rows as columns, equal rows, one image, two, all.
    for size in (1, 900, 1300, 2000, 4000, 8000, 20000):
        monkeypatch.setattr(windows, "BLOCK_BYTES", size)
        parts = np.full(whole.shape, np.nan)
        for images, rows, cols in columns(x, window, out_size):
            parts[images, ..., rows, :] = cols
            assert cols.shape[::4] == (images.stop - images.start, rows.stop - rows.start)
        np.testing.assert_array_equal(parts, whole)


@given(images=st.integers(0, 30), image_bytes=st.integers(0, 1 << 21))
def test_image_blocks_cover_all_images(images, image_bytes):
    """Every image once, none of the blocks larger than announced, and none larger than the cache but for one image."""
    most, parts = image_blocks(images, image_bytes)
    sizes = [part.stop - part.start for part in parts]
    assert [image for part in parts for image in range(images)[part]] == list(range(images))
    assert most == max(sizes, default=1)
    assert most == 1 or most * image_bytes <= windows.BLOCK_BYTES


def test_columns_keep_the_dtype():
    """float32 pixels make float32 columns: half the memory, and twice the speed of the product."""
    x = np.ones((1, 1, 4, 4), np.float32)
    assert [cols.dtype for _, _, cols in columns(x, Window((2, 2)), (3, 3))] == [np.dtype(np.float32)]
