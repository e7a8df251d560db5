"""The modules of convolution and pooling: PyTorch's own modules with the same weights give the same."""

import pytest
import torch
from torch import nn

from cnncourse import layers_torch as twins

CONVOLUTIONS = [
    ("Conv2d", (4, 6, (3, 2), (2, 1), (1, 0), (1, 2), 2), (2, 4, 9, 8)),
    ("Conv1d", (4, 6, 3, 2, 1, 2, 2), (2, 4, 9)),
    ("ConvTranspose2d", (4, 6, (3, 2), 2, 1, 1, 2, True, (1, 2)), (2, 4, 5, 6)),
]
POOLS = [
    ("MaxPool2d", (3, 2, 1, 2), {"ceil_mode": True}),
    ("MaxPool2d", (2,), {}),
    ("AvgPool2d", (3, 2, 1, True, False), {}),
    ("AvgPool2d", ((2, 3),), {}),
]


@pytest.mark.parametrize(("name", "arguments", "shape"), CONVOLUTIONS)
def test_convolutions_agree_with_torch(name, arguments, shape):
    """The same arguments in the same order, the same names in the state, and the same output."""
    module, reference = getattr(twins, name)(*arguments), getattr(nn, name)(*arguments)
    module.load_state_dict(reference.state_dict())
    x = torch.randn(shape, generator=torch.Generator().manual_seed(0))
    torch.testing.assert_close(module(x), reference(x), rtol=1e-4, atol=1e-5)


@pytest.mark.parametrize(("name", "arguments", "shape"), CONVOLUTIONS)
def test_start_like_torch(name, arguments, shape):
    """Weights and biases are uniform within the bounds of PyTorch's, reproducibly for a generator."""
    reference = getattr(nn, name)(*arguments)
    one, two = (getattr(twins, name)(*arguments, rng=torch.Generator().manual_seed(0)) for _ in range(2))
    bound = reference.weight[0].numel() ** -0.5
    assert torch.equal(one.weight, two.weight)
    assert 0.8 * bound < one.weight.abs().max() <= bound
    assert one.bias.abs().max() <= bound
    assert one.weight.shape == reference.weight.shape
    assert one.bias.shape == reference.bias.shape


@pytest.mark.parametrize(("name", "arguments", "options"), POOLS)
def test_pools_agree_with_torch(name, arguments, options):
    """The same arguments in the same order give the same output."""
    x = torch.randn(2, 3, 9, 11, generator=torch.Generator().manual_seed(0))
    module, reference = (getattr(package, name)(*arguments, **options) for package in (twins, nn))
    torch.testing.assert_close(module(x), reference(x))


def test_global_average():
    """The mean of each channel, as AdaptiveAvgPool2d(1)."""
    x = torch.randn(2, 3, 4, 5, generator=torch.Generator().manual_seed(0))
    torch.testing.assert_close(twins.GlobalAvgPool2d()(x), nn.AdaptiveAvgPool2d(1)(x))


@pytest.mark.parametrize("name", ["Conv2d", "Conv1d", "ConvTranspose2d"])
def test_without_bias(name):
    """No bias, no parameter of it; dtype is that of the weight."""
    module = getattr(twins, name)(1, 1, 3, bias=False, dtype=torch.float64)
    assert [(n, p.dtype) for n, p in module.named_parameters()] == [("weight", torch.float64)]


def test_locally_connected_has_weights_for_every_place():
    """30 filters of 5x5x3 at 32x32 places: 2,304,000 weights and 30,720 biases, and a convolution where all agree."""
    module = twins.LocallyConnected2d(3, 30, 32, 5, padding=2)
    assert (module.weight.numel(), module.bias.numel()) == (2_304_000, 30_720)
    assert module.weight.abs().max() <= 75**-0.5
    assert twins.LocallyConnected2d(3, 2, (5, 6), 3, 2, bias=False).bias is None
    with torch.no_grad():
        module.weight[:] = module.weight[:, :1, :1].clone()
        x = torch.randn(1, 3, 32, 32, generator=torch.Generator().manual_seed(0))
        expected = nn.functional.conv2d(x, module.weight[:, 0, 0], padding=2) + module.bias
        torch.testing.assert_close(module(x), expected, rtol=1e-4, atol=1e-5)


def test_padding_of_more_than_half_a_window_is_refused():
    """As in PyTorch: a window would see nothing but padding."""
    with pytest.raises(ValueError, match="padding must be at most half the window: padding=2, kernel_size=3"):
        twins.max_pool2d(torch.zeros(1, 1, 4, 4), 3, padding=2)
