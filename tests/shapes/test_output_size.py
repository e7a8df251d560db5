"""How many windows fit: the lecture's numbers, PyTorch's, and what is refused."""

import pytest
import torch
import torch.nn.functional as F
from hypothesis import given
from hypothesis import strategies as st

from cnncourse.shapes import conv_output_size, conv_transpose_output_size


@pytest.mark.parametrize(
    ("size", "kernel_size", "options", "expected"),
    [
        (7, 3, {}, 5),
        (7, 3, {"stride": 2}, 3),
        (7, 3, {"stride": 3}, 2),
        (7, 3, {"stride": 3, "mode": "ceil"}, 3),
        (7, 3, {"padding": 1}, 7),
        (32, 5, {"stride": 3, "mode": "exact"}, 10),
        (227, 11, {"stride": 4, "mode": "exact"}, 55),
        (7, 3, {"dilation": 3}, 1),
        (1, 1, {}, 1),
    ],
)
def test_by_hand(size, kernel_size, options, expected):
    """The places that the lecture counts: (7 - 3)/2 + 1 = 3, and so on."""
    assert conv_output_size(size, kernel_size, **options) == expected


@given(
    size=st.integers(1, 30),
    kernel_size=st.integers(1, 7),
    stride=st.integers(1, 5),
    padding=st.integers(0, 4),
    dilation=st.integers(1, 3),
)
def test_floor_is_what_a_convolution_makes(size, kernel_size, stride, padding, dilation):
    """PyTorch's convolution gives this many places, and raises where this raises."""
    options = {"stride": stride, "padding": padding, "dilation": dilation}
    x, weight = torch.zeros(1, 1, size), torch.zeros(1, 1, kernel_size)
    if dilation * (kernel_size - 1) + 1 > size + 2 * padding:
        with pytest.raises(ValueError, match="does not fit into size"):
            conv_output_size(size, kernel_size, **options)
    else:
        assert conv_output_size(size, kernel_size, **options) == F.conv1d(x, weight, **options).shape[2]


@given(
    size=st.integers(1, 30),
    kernel_size=st.integers(1, 7),
    stride=st.integers(1, 9),
    padding=st.integers(0, 3),
    dilation=st.integers(1, 3),
)
def test_ceil_is_what_ceil_mode_makes(size, kernel_size, stride, padding, dilation):
    """PyTorch's pooling in ceil_mode gives this many places: a window that starts in the right padding is none."""
    padding = min(padding, kernel_size // 2)
    options = {"stride": stride, "padding": padding, "dilation": dilation}
    try:
        expected = F.max_pool1d(torch.zeros(1, 1, size), kernel_size, ceil_mode=True, **options).shape[2]
    except RuntimeError:
        with pytest.raises(ValueError, match="does not fit into size"):
            conv_output_size(size, kernel_size, mode="ceil", **options)
    else:
        assert conv_output_size(size, kernel_size, mode="ceil", **options) == expected


@given(size=st.integers(1, 40), kernel_size=st.integers(1, 9), stride=st.integers(1, 9))
def test_counts_the_windows(size, kernel_size, stride):
    """Counting the windows one by one gives the same; "exact" raises just where the last one leaves pixels over."""
    starts = range(0, size - kernel_size + 1, stride)
    if not starts:
        return
    assert conv_output_size(size, kernel_size, stride=stride) == len(starts)
    if starts[-1] + kernel_size == size:
        assert conv_output_size(size, kernel_size, stride=stride, mode="exact") == len(starts)
    else:
        with pytest.raises(ValueError, match="is no whole number"):
            conv_output_size(size, kernel_size, stride=stride, mode="exact")


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        ({"size": 0}, "size must be a whole number of at least 1, but is 0"),
        ({"kernel_size": 0}, "kernel_size must be a whole number of at least 1, but is 0"),
        ({"stride": 0}, "stride must be a whole number of at least 1, but is 0"),
        ({"padding": -1}, "padding must be a whole number of at least 0, but is -1"),
        ({"dilation": 0}, "dilation must be a whole number of at least 1, but is 0"),
        ({"size": 7.0}, "size must be a whole number of at least 1, but is 7.0"),
        ({"stride": True}, "stride must be a whole number of at least 1, but is True"),
        ({"mode": "round"}, 'mode must be "floor", "ceil" or "exact", but is \'round\''),
        ({"size": 2, "dilation": 2}, "the output size would be -2: a window of 5 does not fit into size 2"),
        ({"stride": 3, "mode": "exact"}, r"stride 3 does not fit: \(7 \+ 2\*0 - 3\)/3 \+ 1 = 2.33"),
    ],
)
def test_errors_name_argument_and_value(arguments, message):
    """Each error says which argument, what it was, and what was expected."""
    arguments = {"size": 7, "kernel_size": 3, **arguments}
    with pytest.raises(ValueError, match=message):
        conv_output_size(arguments.pop("size"), arguments.pop("kernel_size"), **arguments)


@given(
    size=st.integers(1, 9),
    kernel_size=st.integers(1, 4),
    stride=st.integers(1, 4),
    padding=st.integers(0, 4),
    output_padding=st.integers(0, 4),
    dilation=st.integers(1, 3),
)
def test_transposed_size_is_pytorchs(size, kernel_size, stride, padding, output_padding, dilation):
    """PyTorch's transposed convolution gives this size, and raises where this raises."""
    options = {"stride": stride, "padding": padding, "output_padding": output_padding, "dilation": dilation}
    x, weight = torch.zeros(1, 1, size), torch.zeros(1, 1, kernel_size)
    try:
        expected = F.conv_transpose1d(x, weight, **options).shape[2]
    except RuntimeError:
        with pytest.raises(ValueError, match=r"output_padding must be smaller than|the output size would be"):
            conv_transpose_output_size(size, kernel_size, **options)
    else:
        assert conv_transpose_output_size(size, kernel_size, **options) == expected


def test_transposed_size_by_hand():
    """Filters of 3 pixels, painted 2 apart: two of them reach over 5, four over 9; padding takes one from each side."""
    assert conv_transpose_output_size(2, 3, stride=2) == 5
    assert conv_transpose_output_size(4, 3, stride=2, padding=1, output_padding=1) == 8
    with pytest.raises(ValueError, match="the output size would be 0: size=1, kernel_size=2, stride=1, padding=1"):
        conv_transpose_output_size(1, 2, padding=1)
