"""Where windows lie, and how the work is cut into blocks."""

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from cnncourse.layers_numpy import windows
from cnncourse.layers_numpy.windows import Window, blocks, columns, image_blocks, overlap


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


def test_columns_do_not_remember(monkeypatch):
    """One buffer serves all blocks: no pixel of an earlier block stays in the padding of a later one."""
    x = np.random.default_rng(0).standard_normal((3, 2, 7, 6))
    window = Window((3, 3), (1, 2), (2, 1))
    whole = np.concatenate([cols.copy() for _, _, cols in columns(x, window, (9, 3))])
    for size in (1, 900, 2000, 4000, 8000, 20000):  # single rows, unequal rows, equal rows, one image, two, all
        monkeypatch.setattr(windows, "BLOCK_BYTES", size)
        parts = np.full(whole.shape, np.nan)
        for images, rows, cols in columns(x, window, (9, 3)):
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
