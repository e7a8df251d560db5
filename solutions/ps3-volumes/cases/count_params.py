"""Cases of `count_params`: 14 points."""

from cnncourse.grading import case, expect_equal, expect_raises


def conv(out_channels, kernel_size, **options):
    return {"layer": "conv2d", "out_channels": out_channels, "kernel_size": kernel_size, **options}


def pool(kernel_size, **options):
    return {"layer": "max_pool2d", "kernel_size": kernel_size, **options}


@case(
    "count_params",
    "30 filters of 5x5x3",
    points=2,
    visible=True,
    hint="Each filter has 5*5*3 = 75 weights, since it is as deep as the image, and one bias.",
)
def params_of_filters(student, rng):
    layers = [conv(30, 5)]
    expect_equal(student.call("count_params", layers, (3, 32, 32)), [2280], name="the list")
    expect_equal(student.call("count_params", layers, (3, 32, 32), bias=False), [2250], name="the list without biases")


@case(
    "count_params",
    "the same 30 filters, not shared",
    points=2,
    visible=True,
    hint="Without sharing, every output value has 75 weights of its own. With padding 1 there are 30*30*30 of them, "
    "with padding 2 there are 32*32*30. The lecture's 3 million is neither.",
)
def params_unshared(student, rng):
    for padding, expected in ((1, 2_025_000), (2, 2_304_000)):
        layers = [conv(30, 5, padding=padding)]
        actual = student.call("count_params", layers, (3, 32, 32), bias=False, shared=False)
        expect_equal(actual, [expected], name=f"the list for padding {padding}")


@case(
    "count_params",
    "the lecture's net, row by row",
    points=3,
    visible=True,
    hint="280, then 910 for each convolution after it; pooling has none; the last layer sees a volume of 4*4*10 "
    "numbers: 10*160 + 10 = 1610. The slide's 1600 forgets the biases.",
)
def params_of_the_net(student, rng):
    block = [conv(10, 3, padding=1), {"layer": "relu"}, conv(10, 3, padding=1), {"layer": "relu"}, pool(2)]
    layers = [*block, *block, *block, {"layer": "linear", "out_features": 10}]
    later = [910, 0, 910, 0, 0]
    expect_equal(
        student.call("count_params", layers, (3, 32, 32)), [280, 0, 910, 0, 0, *later, *later, 1610], name="the list"
    )


def _torch_counts(layers, in_shape):
    """What PyTorch has in the same layers, each built for what really comes out of the one before."""
    from torch import nn, zeros

    x, counts = zeros(1, *in_shape), []
    for layer in layers:
        options = {name: value for name, value in layer.items() if name != "layer"}
        if layer["layer"] == "conv2d":
            module = nn.Conv2d(x.shape[1], **options)
        elif layer["layer"] == "max_pool2d":
            module = nn.MaxPool2d(**options)
        elif layer["layer"] == "linear":
            x = x.flatten(1)
            module = nn.Linear(x.shape[1], **options)
        else:
            module = nn.ReLU()
        x = module(x)
        counts.append(sum(parameter.numel() for parameter in module.parameters()))
    return counts


@case(
    "count_params",
    "strides, padding and an image that is not square",
    points=3,
    hint="Carry (C, H, W) from layer to layer. Pooling steps by its window where no stride is given; sizes are "
    "rounded down.",
)
def params_of_random_nets(student, rng):
    channels = int(rng.integers(2, 6))
    height, width = 8 * int(rng.integers(2, 5)) + 6, 8 * int(rng.integers(5, 8)) + 6  # padding matters to the end
    in_shape = (channels, height, width)
    layers = [
        conv(channels + 2, 3, stride=2, padding=1),
        pool(3, stride=2),
        {"layer": "relu"},
        conv(4, 2),
        pool(2),
        {"layer": "linear", "out_features": 7},
    ]
    expect_equal(student.call("count_params", layers, in_shape), _torch_counts(layers, in_shape), name="the list")


@case(
    "count_params",
    "two linear layers in a row",
    points=1,
    hint="After a linear layer with 20 outputs comes a vector of 20 numbers: the next has 20 weights for each output.",
)
def params_of_linear_layers(student, rng):
    first, second = int(rng.integers(15, 25)), int(rng.integers(5, 10))
    layers = [{"layer": "linear", "out_features": first}, {"layer": "linear", "out_features": second}]
    expect_equal(student.call("count_params", layers, (3, 4, 5)), _torch_counts(layers, (3, 4, 5)), name="the list")


@case(
    "count_params",
    "not shared, with biases and a stride",
    points=2,
    hint="Every output value has its own weights and its own bias: H_out * W_out times what the shared layer has.",
)
def params_unshared_strides(student, rng):
    height, width, filters = int(rng.integers(9, 13)), int(rng.integers(14, 19)), int(rng.integers(3, 7))
    places = ((height - 4) // 3 + 1) * ((width - 4) // 3 + 1)
    actual = student.call("count_params", [conv(filters, 4, stride=3)], (2, height, width), shared=False)
    expect_equal(actual, [places * filters * (4 * 4 * 2 + 1)], name="the list")


@case(
    "count_params",
    "an unknown layer is refused",
    points=1,
    hint="Raise a ValueError whose message names the layer: silence would count 0 parameters.",
)
def params_unknown_layer(student, rng):
    name = str(rng.choice(["conv5d", "attention", "softmacks"]))
    expect_raises(student, "ValueError", "count_params", [{"layer": name}], (3, 8, 8), message_has=(name,))
