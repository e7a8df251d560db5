"""The networks have the shapes and the parameters that the lectures and papers say."""

import pytest
import torch
from torch import nn

from cnncourse.models import VGG, LeNet5, SizingNet, SmallCNN
from cnncourse.models.local_net import LocalNet, Unshared2d
from cnncourse.models.small_cnn import POOLS


def params(model):
    """Number of parameters."""
    return sum(p.numel() for p in model.parameters())


def test_the_lectures_example_net_row_by_row():
    """280, then five times 910, then 1,610: 6,440 (claims eecs-445-050, 051, 054, 056); 32 to 16 to 8 to 4."""
    model = SizingNet()
    by_layer = [params(layer) for layer in model if params(layer)]
    x, sizes = torch.zeros(1, 3, 32, 32), []
    for layer in model:
        x = layer(x)
        if isinstance(layer, nn.MaxPool2d):
            sizes.append(tuple(x.shape[1:]))

    assert by_layer == [280, 910, 910, 910, 910, 910, 1610]
    assert params(model) == 6440
    assert sizes == [(10, 16, 16), (10, 8, 8), (10, 4, 4)]
    assert x.shape == (1, 10)


def test_lenet5_has_61706_parameters_and_takes_both_sizes():
    """28x28 with padding 2 and 32x32 without."""
    assert params(LeNet5()) == 61706
    assert LeNet5()(torch.zeros(2, 1, 28, 28)).shape == (2, 10)
    assert LeNet5(padding=0)(torch.zeros(2, 1, 32, 32)).shape == (2, 10)


@pytest.mark.parametrize(
    ("configuration", "count", "convolutions"),
    [("A", 132_863_336, 8), ("B", 133_047_848, 10), ("D", 138_357_544, 13), ("E", 143_667_240, 16)],
)
def test_vgg_has_the_papers_size(configuration, count, convolutions):
    """Parameters by configuration, B being the lecture's net (claim eecs-445-070); counted without memory for them."""
    with torch.device("meta"):
        model = VGG(configuration)
        out = model(torch.zeros(1, 3, 224, 224))

    assert params(model) == count
    assert sum(isinstance(layer, nn.Conv2d) for layer in model.features) == convolutions
    assert out.shape == (1, 1000)


def test_vgg_refuses_a_configuration_it_does_not_have():
    """C is named, and what there is."""
    with pytest.raises(ValueError, match="one of A, B, D, E, got 'C'"):
        VGG("C")


@pytest.mark.parametrize("pool", POOLS)
@pytest.mark.parametrize("padding", ["same", "valid"])
def test_small_cnn_knows_the_size_of_its_last_maps(pool, padding):
    """With head="flatten" the linear layer fits the maps, for every pooling, padding and an odd image size."""
    for size in (21, 24):
        model = SmallCNN(5, (3, 4, 6), pool=pool, padding=padding, head="flatten", input_size=size)
        assert model(torch.zeros(2, 1, size, size)).shape == (2, 5)


def test_all_poolings_of_small_cnn_have_equal_parameters():
    """A comparison of poolings compares nothing else."""
    assert len({params(SmallCNN(8, pool=pool)) for pool in POOLS}) == 1


def test_dilation_sees_as_far_as_pooling_and_keeps_the_size():
    """With "dilate" an output depends on 15 pixels across (1 + 2 * (1 + 2 + 4)), and maps stay 24x24."""
    model = SmallCNN(8, (2, 2, 2), pool="dilate")
    x = torch.zeros(1, 1, 24, 24, requires_grad=True)
    for parameter in model.parameters():
        nn.init.constant_(parameter, 0.1)
    maps = model.maps(x)
    maps[0, 0, 12, 12].backward()
    reached = x.grad[0, 0].nonzero()

    assert maps.shape[2:] == (24, 24)
    assert (reached.max(0).values - reached.min(0).values + 1).tolist() == [15, 15]


def test_features_stop_at_the_depth_asked_for():
    """Depth 1 of three stages gives the first stage's means."""
    model = SmallCNN(8, (3, 5, 7))

    assert [model.features(torch.zeros(2, 1, 16, 16), depth).shape[1] for depth in (1, 2, None)] == [3, 5, 7]


def test_small_cnn_refuses_unknown_choices():
    """A typo is named, and a flattened head needs the image size."""
    with pytest.raises(ValueError, match="pool='mean'"):
        SmallCNN(8, pool="mean")
    with pytest.raises(ValueError, match="needs input_size"):
        SmallCNN(8, head="flatten")


def test_unshared_with_equal_filters_everywhere_is_a_convolution():
    """Copying one filter bank to every position gives nn.Conv2d's output, stride 2, two channels."""
    conv, local = nn.Conv2d(2, 3, 3, stride=2), Unshared2d(2, 3, 3, 2, 9)
    with torch.no_grad():
        local.weight.copy_(conv.weight.reshape(3, -1).T.expand_as(local.weight))
        local.bias.copy_(conv.bias.expand_as(local.bias))
    x = torch.randn(4, 2, 9, 9)

    torch.testing.assert_close(local(x), conv(x), rtol=1e-5, atol=1e-5)


def test_both_local_nets_give_equally_many_outputs():
    """They differ in the number of weights only: each layer has the same shape out."""
    shared, unshared = LocalNet(4, shared=True), LocalNet(4, shared=False)
    x = y = torch.zeros(2, 1, 20, 20)
    for first, second in zip(shared, unshared, strict=True):
        x, y = first(x), second(y)
        assert x.shape == y.shape

    assert params(unshared) > 10 * params(shared)
