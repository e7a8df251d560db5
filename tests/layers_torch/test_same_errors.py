"""Both packages refuse the same shapes and options, with the same words; and both say which dtypes they refuse."""

import numpy as np
import pytest
import torch

from cnncourse import layers_numpy, layers_torch

IMAGE = (2, 4, 7, 8)
# layer, shapes of the arrays in order (None: left out), options, what the error says
REFUSED = [
    ("conv2d", [IMAGE[1:], (6, 4, 3, 3)], {}, "x must be (N, C_in, H, W), but x.shape=(4, 7, 8)"),
    ("conv2d", [IMAGE, (6, 4, 3)], {}, "weight must be (C_out, C_in / groups, K_h, K_w), but weight.shape=(6, 4, 3)"),
    (
        "conv2d",
        [(8, 1, 28, 28), (16, 3, 5, 5)],
        {},
        "weight expects 3 input channels, but x has 1: x.shape=(8, 1, 28, 28), weight.shape=(16, 3, 5, 5)",
    ),
    (
        "conv2d",
        [IMAGE, (6, 4, 3, 3), (1,)],
        {},
        "bias must be of shape (6,): bias.shape=(1,), weight.shape=(6, 4, 3, 3)",
    ),
    ("conv2d", [IMAGE, (6, 4, 3, 3), (6, 1, 1)], {}, "bias must be of shape (6,): bias.shape=(6, 1, 1)"),
    ("conv2d", [IMAGE, (6, 2, 3, 3)], {"groups": 4}, "groups=4 must divide the 4 input and 6 output channels"),
    ("conv2d", [IMAGE, (6, 4, 9, 3)], {}, "the output size would be -1: a window of 9 does not fit into size 7"),
    ("conv2d", [IMAGE, (6, 4, 3, 3)], {"padding": "same"}, "padding must be a whole number of at least 0"),
    ("conv1d", [IMAGE, (6, 4, 3)], {}, "x must be (N, C_in, L), but x.shape=(2, 4, 7, 8)"),
    (
        "conv1d",
        [(2, 4, 7), (6, 4, 3, 3)],
        {},
        "weight must be (C_out, C_in / groups, K), but weight.shape=(6, 4",
    ),
    ("conv1d", [(2, 4, 7), (6, 3, 3)], {}, "weight expects 3 input channels, but x has 4: x.shape=(2, 4, 7), weight"),
    ("conv1d", [(2, 4, 7), (6, 4, 3), (1,)], {}, "bias must be of shape (6,): bias.shape=(1,), weight.shape=(6, 4, 3)"),
    ("conv_transpose2d", [IMAGE[1:], (4, 3, 3, 3)], {}, "x must be (N, C_in, H, W), but x.shape=(4, 7, 8)"),
    ("conv_transpose2d", [IMAGE, (4, 3, 3)], {}, "weight must be (C_in, C_out / groups, K_h, K_w), but weight.shape"),
    ("conv_transpose2d", [IMAGE, (3, 4, 3, 3)], {}, "weight expects 3 input channels, but x has 4: x.shape=(2, 4, 7"),
    ("conv_transpose2d", [IMAGE, (4, 3, 3, 3), (1,)], {}, "bias must be of shape (3,): bias.shape=(1,), weight.shape"),
    ("conv_transpose2d", [IMAGE, (4, 3, 3, 3)], {"groups": 3}, "groups=3 must divide the 4 input"),
    ("conv_transpose2d", [IMAGE, (4, 3, 3, 3)], {"output_padding": 1}, "output_padding must be smaller than stride"),
    (
        "conv_transpose2d",
        [IMAGE, (4, 3, 1, 1)],
        {"padding": (4, 0)},
        "the output size would be -1: size=7, kernel",
    ),
    ("locally_connected2d", [IMAGE[1:], (6, 5, 6, 4, 3, 3)], {}, "x must be (N, C_in, H, W), but x.shape=(4, 7, 8)"),
    ("locally_connected2d", [IMAGE, (6, 4, 3, 3)], {}, "weight must be (C_out, H_out, W_out, C_in, K_h, K_w), but"),
    ("locally_connected2d", [IMAGE, (6, 5, 6, 3, 3, 3)], {}, "weight expects 3 input channels, but x has 4: x.shape"),
    ("locally_connected2d", [IMAGE, (6, 6, 5, 4, 3, 3)], {}, "weight must have a filter for each of the (5, 6) places"),
    ("locally_connected2d", [IMAGE, (6, 5, 6, 4, 3, 3), (6, 1, 1)], {}, "bias must be of shape (6, 5, 6): bias.shape"),
    ("max_pool2d", [IMAGE[1:]], {"kernel_size": 2}, "x must be (N, C, H, W), but x.shape=(4, 7, 8)"),
    (
        "max_pool2d",
        [IMAGE],
        {"kernel_size": 3, "padding": 2},
        "padding must be at most half the window: padding=2, k",
    ),
    ("max_pool2d", [IMAGE], {"kernel_size": 9}, "the output size would be 0: a window of 9 does not fit into size 7"),
    ("avg_pool2d", [IMAGE[1:]], {"kernel_size": 2}, "x must be (N, C, H, W), but x.shape=(4, 7, 8)"),
    (
        "avg_pool2d",
        [IMAGE],
        {"kernel_size": 3, "padding": 2},
        "padding must be at most half the window: padding=2, k",
    ),
    ("avg_pool2d", [IMAGE], {"kernel_size": 9}, "the output size would be 0: a window of 9 does not fit into size 7"),
    ("global_avg_pool2d", [IMAGE[1:]], {}, "x must be (N, C, H, W), but x.shape=(4, 7, 8)"),
    ("global_avg_pool2d", [(2, 4, 0, 8)], {}, "x must have pixels, but x.shape=(2, 4, 0, 8)"),
    ("flatten", [(4,)], {}, "x must have at least 2 axes, but x.shape=(4,)"),
    (
        "linear",
        [(2, 5), (3, 4)],
        {},
        "weight expects 4 input features, but x has 5: x.shape=(2, 5), weight",
    ),
    ("linear", [(2, 5), (5,)], {}, "weight must be (out_features, in_features), but weight.shape=(5,)"),
    ("linear", [(), (3, 4)], {}, "x must have at least 1 axes, but x.shape=()"),
    ("linear", [(2, 5), (3, 5), (1,)], {}, "bias must be of shape (3,): bias.shape=(1,), weight.shape=(3, 5)"),
    (
        "prelu",
        [IMAGE, (3,)],
        {},
        "weight must have 1 slope or one for each of 4 channels: x.shape=(2, 4, 7, 8)",
    ),
    ("prelu", [IMAGE, (4, 1)], {}, "weight must be (C), but weight.shape=(4, 1)"),
    ("softmax", [IMAGE], {"dim": 4}, "dim=4 is no axis of x: x.shape=(2, 4, 7, 8)"),
    ("log_softmax", [IMAGE], {"dim": 1.0}, "dim=1.0 is no axis of x: x.shape=(2, 4, 7, 8)"),
    ("batch_norm", [(4,)], {"training": True}, "x must be (N, C), (N, C, L) or (N, C, H, W), but x.shape=(4,)"),
    (
        "batch_norm",
        [IMAGE, (1,)],
        {"training": True},
        "weight must have one number for each of 4 channels: x.shape=(2, 4, 7, 8), weight.shape=(1,)",
    ),
    ("batch_norm", [IMAGE, None, None, (4,)], {"training": True}, "running_mean and running_var go together"),
    ("batch_norm", [(1, 4)], {"training": True}, "training needs more than 1 value per channel, but x.shape=(1, 4)"),
    ("batch_norm", [IMAGE], {"training": False}, "running_mean and running_var must be given where training=False"),
    (
        "layer_norm",
        [IMAGE],
        {"normalized_shape": 7},
        "x must end in the axes of normalized_shape: x.shape=(2",
    ),
    (
        "layer_norm",
        [IMAGE],
        {"normalized_shape": ()},
        "x must end in the axes of normalized_shape: x.shape=(2",
    ),
    (
        "layer_norm",
        [IMAGE],
        {"normalized_shape": (7, 8.0)},
        "normalized_shape must be a whole number of at least 1",
    ),
    ("local_response_norm", [(2, 4)], {"size": 5}, "x must have at least 3 axes, but x.shape=(2, 4)"),
    ("local_response_norm", [IMAGE], {"size": 0}, "size must be a whole number of at least 1, but is 0"),
    ("dropout", [IMAGE], {"p": 1.5}, "p must be a probability from 0 to 1, but is 1.5"),
    ("alpha_dropout", [IMAGE], {"p": float("nan")}, "p must be a probability from 0 to 1, but is nan"),
]
WITHOUT_SHAPES = {"relu", "leaky_relu", "elu", "selu", "sigmoid", "tanh", "lecun_tanh"}  # any shape fits
SHAPES = {  # of arrays that fit, for each layer
    "conv2d": [IMAGE, (6, 4, 3, 3), (6,)],
    "conv1d": [(2, 4, 7), (6, 4, 3), (6,)],
    "conv_transpose2d": [IMAGE, (4, 6, 3, 3), (6,)],
    "locally_connected2d": [IMAGE, (6, 5, 6, 4, 3, 3), (6, 5, 6)],
    "linear": [(2, 5), (3, 5), (3,)],
    "prelu": [IMAGE, (4,)],
    "batch_norm": [IMAGE, (4,), (4,), (4,), (4,)],
}
OPTIONS = {
    "max_pool2d": {"kernel_size": 2},
    "avg_pool2d": {"kernel_size": 2},
    "batch_norm": {"training": True},
    "layer_norm": {"normalized_shape": 8},
    "local_response_norm": {"size": 3},
}
LAYERS = sorted(name.removesuffix("_forward") for name in vars(layers_numpy) if name.endswith("_forward"))


def both(name):
    return getattr(layers_numpy, f"{name}_forward"), getattr(layers_torch, name)


@pytest.mark.parametrize(("name", "shapes", "options", "message"), REFUSED)
def test_same_words(name, shapes, options, message):
    """The twin says what the layer by hand says, and neither broadcasts."""
    forward, twin = both(name)
    arrays = [None if shape is None else np.zeros(shape) for shape in shapes]
    with pytest.raises(ValueError) as by_hand:
        forward(*arrays, **options)
    assert message in str(by_hand.value)
    with pytest.raises(ValueError) as by_twin:
        twin(*(None if array is None else torch.tensor(array) for array in arrays), **options)
    assert str(by_twin.value) == str(by_hand.value)


def test_every_layer_is_in_the_list():
    """A new layer needs its row above, unless no shape is wrong."""
    assert sorted({name for name, *_ in REFUSED} | WITHOUT_SHAPES) == LAYERS


@pytest.mark.parametrize("name", LAYERS)
def test_dtypes(name):
    """Integers are refused, and so is an array of another dtype than x, or what is no array at all, each by name."""
    forward, twin = both(name)
    options, shapes = OPTIONS.get(name, {}), SHAPES.get(name, [IMAGE])
    arrays = [np.ones(shape, np.float32) for shape in shapes]
    names = list(forward.__annotations__)[: len(shapes)]
    assert forward(*arrays, **options)[0].dtype == np.float32
    assert twin(*map(torch.tensor, arrays), **options).dtype == torch.float32
    for position, wrong in enumerate(names):
        for value, said in ((np.int64, "float.*, but is .*int64"), (np.float64, "is .*float64, but x is .*float32")):
            if wrong == "x" and value is np.float64:
                continue
            changed = [a.astype(value) if i == position else a for i, a in enumerate(arrays)]
            with pytest.raises(ValueError, match=f"^{wrong} .*{said}"):
                forward(*changed, **options)
            with pytest.raises(ValueError, match=f"^{wrong} .*{said}"):
                twin(*map(torch.tensor, changed), **options)
        lists = [a.tolist() if i == position else a for i, a in enumerate(arrays)]
        with pytest.raises(ValueError, match=f"^{wrong} must be a NumPy array, but is a list"):
            forward(*lists, **options)
        lists = [a.tolist() if i == position else torch.tensor(a) for i, a in enumerate(arrays)]
        with pytest.raises(ValueError, match=f"^{wrong} must be a tensor, but is a list"):
            twin(*lists, **options)


@pytest.mark.parametrize("name", ["Conv2d", "Conv1d", "ConvTranspose2d"])
def test_groups_that_do_not_divide(name):
    """A module whose channels do not fall into equal groups is refused when it is made."""
    with pytest.raises(ValueError, match="groups=3 must divide the 4 input and 6 output channels"):
        getattr(layers_torch, name)(4, 6, 3, groups=3)
