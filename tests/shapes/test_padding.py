"""Padding: what keeps the size, how it is filled, and how often each pixel is used."""

import numpy as np
import pytest
import torch
import torch.nn.functional as F
from hypothesis import given
from hypothesis import strategies as st

from cnncourse.shapes import conv_output_size, pad2d, same_padding, usage_count


@given(size=st.integers(1, 40), half=st.integers(0, 5), dilation=st.integers(1, 3))
def test_same_padding_keeps_the_size(size, half, dilation):
    """For every odd kernel, at any dilation."""
    padding = same_padding(2 * half + 1, dilation=dilation)
    assert conv_output_size(size, 2 * half + 1, padding=padding, dilation=dilation) == size


def test_same_padding_refuses_even_kernels():
    """No padding on both sides keeps the size under a 4-wide window."""
    with pytest.raises(ValueError, match=r"kernel_size must be odd .* but is 4"):
        same_padding(4)


@pytest.mark.parametrize("mode", ["constant", "reflect", "replicate", "circular"])
@pytest.mark.parametrize("padding", [0, 2, (1, 2)])
def test_pad2d_agrees_with_torch(mode, padding):
    """Every mode fills as PyTorch's does, height and width apart."""
    x = np.random.default_rng(0).standard_normal((2, 3, 4, 5)).astype(np.float32)
    pad_h, pad_w = (padding, padding) if isinstance(padding, int) else padding
    expected = F.pad(torch.tensor(x), (pad_w, pad_w, pad_h, pad_h), mode=mode).numpy()
    padded = pad2d(x, padding, mode)
    np.testing.assert_array_equal(padded, expected)
    assert padded.dtype == np.float32


def test_pad2d_fills_with_a_value():
    """One pixel of 7 around one pixel of 1."""
    np.testing.assert_array_equal(pad2d(np.ones((1, 1)), 1, value=7), [[7, 7, 7], [7, 1, 7], [7, 7, 7]])


@pytest.mark.parametrize(
    ("x", "padding", "mode", "message"),
    [
        (np.ones((3, 3)), -1, "constant", "padding must be a whole number of at least 0, but is -1"),
        (np.ones((3, 3)), (1, 2, 3), "constant", r"padding must be a whole number or 2 of them, but is \(1, 2, 3\)"),
        (np.ones((3, 3)), 1, "mirror", "mode must be one of constant, reflect, replicate, circular, but is 'mirror'"),
        (np.ones(3), 1, "constant", r"x must be \(\.\.\., H, W\), but x.shape=\(3,\)"),
        (np.ones((3, 4)), 3, "reflect", r"padding 3 is too much for mode 'reflect': x.shape=\(3, 4\)"),
        (np.ones((4, 3)), 4, "circular", r"padding 4 is too much for mode 'circular': x.shape=\(4, 3\)"),
    ],
)
def test_pad2d_errors(x, padding, mode, message):
    """Each error names the argument and its value."""
    with pytest.raises(ValueError, match=message):
        pad2d(x, padding, mode)


def test_usage_by_hand():
    """7x7 under 3x3: 1 2 3 3 3 2 1 along the first row, 9 inside; with padding 1 the corners have 4, the edges 6."""
    valid, padded = usage_count(7, 3), usage_count(7, 3, padding=1)
    np.testing.assert_array_equal(valid[0], [1, 2, 3, 3, 3, 2, 1])
    np.testing.assert_array_equal(valid[3], [3, 6, 9, 9, 9, 6, 3])
    np.testing.assert_array_equal(padded[0], [4, 6, 6, 6, 6, 6, 4])


@given(
    height=st.integers(5, 12),
    width=st.integers(5, 12),
    kernel_size=st.integers(1, 3),
    padding=st.integers(0, 1),
    stride=st.integers(1, 2),
    layers=st.integers(0, 2),
)
def test_usage_is_the_gradient_of_a_sum_of_ones(height, width, kernel_size, padding, stride, layers):
    """With weights of 1, a pixel's gradient counts the paths from it to all outputs."""
    x = torch.zeros(1, 1, height, width, dtype=torch.float64, requires_grad=True)
    out = x
    for _ in range(layers):
        if min(out.shape[2:]) + 2 * padding < kernel_size:
            return
        weight = torch.ones(1, 1, kernel_size, kernel_size, dtype=torch.float64)
        out = F.conv2d(out, weight, stride=stride, padding=padding)
    (expected,) = torch.autograd.grad(out.sum(), x)
    counts = usage_count((height, width), kernel_size, padding=padding, stride=stride, layers=layers)
    np.testing.assert_array_equal(counts, expected[0, 0].numpy())
