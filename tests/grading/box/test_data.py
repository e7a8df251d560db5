"""Values cross the box as data and arrive exactly as they left; anything that is not data is refused or a handle."""

import json

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra import numpy as nps

from cnncourse.grading.box.data import DataError, Decoder, Encoder, Handle

PLAIN = st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text() | st.binary()
PLAIN |= st.complex_numbers(allow_nan=False)
DTYPES = nps.scalar_dtypes().filter(lambda kind: kind.kind in "biufc" and kind.itemsize <= 16)


def refuse(value):
    raise DataError(f"no data: {type(value)}")


def across(value, hand_out=refuse, limit=10**7):
    encoder = Encoder(hand_out, limit)
    tree = json.loads(json.dumps(encoder.tree(value)))
    return Decoder(encoder.buffers, lambda handle: handle).value(tree)


def identical(a, b) -> bool:
    if type(a) is not type(b):
        return False
    if isinstance(a, (list, tuple)):
        return len(a) == len(b) and all(map(identical, a, b))
    if isinstance(a, dict):
        return list(a) == list(b) and all(identical(a[key], b[key]) for key in a)
    return a == b


@given(st.recursive(PLAIN, lambda part: st.lists(part) | st.tuples(part, part) | st.dictionaries(st.text(), part)))
def test_plain_data_keep_value_and_type(value):
    """None, numbers, text, bytes, lists, tuples and dicts arrive equal and of the same types, all the way down."""
    assert identical(across(value), value)


@given(nps.arrays(DTYPES, nps.array_shapes(min_dims=0, max_dims=4, min_side=0, max_side=4)))
def test_arrays_keep_dtype_shape_and_bytes(array):
    """An array arrives with its exact dtype, shape and bits, NaN and byte order included."""
    got = across(array)
    assert got.dtype == array.dtype
    assert got.shape == array.shape
    assert got.tobytes() == array.tobytes()


@pytest.mark.parametrize("value", [np.float32(1.5), np.int64(-3), np.bool_(True), np.float64(2.5), np.str_("é")])
def test_numpy_scalars_stay_numpy_scalars(value):
    """np.float64(2.5) is not turned into a float: a case may ask which it is."""
    got = across(value)
    assert type(got) is type(value)
    assert got == value


def test_what_is_no_data_becomes_a_handle():
    """An object, a subclass and an array of objects stay where they are."""

    class Sneaky(np.ndarray):
        pass

    values = [object(), np.zeros(2).view(Sneaky), np.array([object()], dtype=object), {1, 2}]
    got = across(values, lambda value: Handle(7, type(value).__name__))
    assert got == [Handle(7, "object"), Handle(7, "Sneaky"), Handle(7, "ndarray"), Handle(7, "set")]


def test_a_value_beyond_the_limit_is_refused_before_it_is_copied():
    """A lazy array of 8 TB (stride 0) is refused by its size, not built."""
    with pytest.raises(DataError, match="larger than"):
        across(np.broadcast_to(np.float64(0), (10**6, 10**6)))


def test_a_list_that_holds_itself_is_refused():
    """Endless nesting ends in a refusal."""
    endless: list = []
    endless.append(endless)
    with pytest.raises(DataError, match="nested deeper"):
        across(endless)


FORGED = [
    ["a", "<f8", [2], 5],  # no such buffer
    ["a", "<f8", [2], 0],  # does not fit its bytes
    ["a", "<f8", [-1], 0],
    ["a", "<f8", [10**30], 0],
    ["a", "|O8", [1], 0],  # objects: would be pointers
    ["a", "<f8,<f8", [1], 0],
    ["a", "<M8", [1], 0],
    ["s", "<f8", "0"],
    ["c", "1", "2"],
    ["h", "1", "x"],
    ["p", "pickle"],
    ["d", [1]],
    ["d", [["l"], 1]],
    [],
    {"a": 1},
]


@pytest.mark.parametrize("tree", FORGED, ids=str)
def test_forged_trees_are_refused(tree):
    """Bytes that no honest sender makes raise DataError, and nothing else."""
    with pytest.raises(DataError):
        Decoder([b"\0" * 8], lambda handle: handle).value(tree)
