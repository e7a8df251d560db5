"""What the classes of convolution, pooling and normalization share: defaults, modes, dtypes, the arrays they hold."""

import numpy as np
import pytest

from cnncourse import layers_numpy as layers

# class, its required arguments, the shape of an input, the function it calls
CONVOLUTIONS = [
    (layers.Conv2d, (4, 6, 3), (2, 4, 7, 8), layers.conv2d_forward),
    (layers.Conv1d, (4, 6, 3), (2, 4, 9), layers.conv1d_forward),
    (layers.ConvTranspose2d, (4, 6, 3), (2, 4, 5, 6), layers.conv_transpose2d_forward),
    (layers.LocallyConnected2d, (4, 6, (7, 8), 3), (2, 4, 7, 8), layers.locally_connected2d_forward),
]
POOLS = [
    (layers.MaxPool2d, (3,), (2, 4, 8, 10), lambda x: layers.max_pool2d_forward(x, 3)),
    (layers.AvgPool2d, (3,), (2, 4, 8, 10), lambda x: layers.avg_pool2d_forward(x, 3)),
    (layers.GlobalAvgPool2d, (), (2, 4, 8, 10), layers.global_avg_pool2d_forward),
]
NORMS = [
    (layers.LayerNorm, (10,), (2, 4, 8, 10), lambda x: layers.layer_norm_forward(x, 10)),
    (layers.LocalResponseNorm, (3,), (2, 4, 8, 10), lambda x: layers.local_response_norm_forward(x, 3)),
]
OPTIONS = [
    (layers.Conv2d, (4, 6, 3), {"dilation": (2, 3), "padding": 1}, (2, 4, 9, 9), layers.conv2d_forward),
    (layers.Conv1d, (4, 6, 3), {"dilation": 3, "stride": 2}, (2, 4, 9), layers.conv1d_forward),
    (layers.LocallyConnected2d, (4, 6, (7, 8), 3), {"stride": 2}, (2, 4, 7, 8), layers.locally_connected2d_forward),
]
POOL_OPTIONS = [
    (layers.MaxPool2d, layers.max_pool2d_forward, {"ceil_mode": True}),
    (layers.MaxPool2d, layers.max_pool2d_forward, {"padding": 1, "dilation": 2, "stride": 1}),
    (layers.AvgPool2d, layers.avg_pool2d_forward, {"ceil_mode": True}),
    (layers.AvgPool2d, layers.avg_pool2d_forward, {"padding": 1}),
    (layers.AvgPool2d, layers.avg_pool2d_forward, {"padding": 1, "count_include_pad": True}),
    (layers.AvgPool2d, layers.avg_pool2d_forward, {"padding": 1, "count_include_pad": False, "stride": (1, 2)}),
]


def numbers(shape, dtype=np.float32):
    return np.random.default_rng(0).standard_normal(shape).astype(dtype)


@pytest.mark.parametrize(("kind", "arguments", "shape", "forward"), CONVOLUTIONS)
def test_defaults_of_convolutions(kind, arguments, shape, forward):
    """Without options: stride 1, no padding, no groups, a bias, float32 throughout."""
    layer = kind(*arguments)
    x = numbers(shape)
    expected, _ = forward(x, layer.params["weight"], layer.params["bias"])
    np.testing.assert_array_equal(layer.forward(x), expected)
    assert {array.dtype for array in layer.params.values()} == {np.dtype(np.float32)}


@pytest.mark.parametrize(("kind", "arguments", "options", "shape", "forward"), OPTIONS)
def test_options_of_convolutions(kind, arguments, options, shape, forward):
    """Each option reaches the function."""
    layer = kind(*arguments, **options, dtype=np.float64)
    x = numbers(shape, np.float64)
    expected, _ = forward(x, layer.params["weight"], layer.params["bias"], **options)
    np.testing.assert_array_equal(layer.forward(x), expected)
    assert {array.dtype for array in layer.params.values()} == {np.dtype(np.float64)}


@pytest.mark.parametrize(("kind", "arguments", "shape", "forward"), POOLS + NORMS)
def test_defaults_of_pools_and_norms(kind, arguments, shape, forward):
    """Without options: windows side by side, no padding, rounded down; the constants of the function."""
    x = numbers(shape)
    np.testing.assert_array_equal(kind(*arguments).forward(x), forward(x)[0])


@pytest.mark.parametrize(("kind", "forward", "options"), POOL_OPTIONS)
def test_options_of_pools(kind, forward, options):
    """Each option reaches the function, on an image where it matters."""
    x = numbers((2, 4, 8, 10))
    out, _ = forward(x, 3, **options)
    without, _ = forward(x, 3)
    np.testing.assert_array_equal(kind(3, **options).forward(x), out)
    assert out.shape != without.shape


@pytest.mark.parametrize(
    ("kind", "arguments"), [(kind, arguments) for kind, arguments, *_ in CONVOLUTIONS + POOLS + NORMS]
)
def test_modes_and_gradients_at_the_start(kind, arguments):
    """A new layer is in training and has no gradients yet; train and eval return the layer itself."""
    layer = kind(*arguments)
    assert layer.training is True
    assert layer.grads == {}
    assert layer.eval() is layer
    assert layer.training is False
    assert layer.train() is layer
    assert layer.training is True
    assert layer.train(False).training is False


@pytest.mark.parametrize(("kind", "arguments"), [(kind, arguments) for kind, arguments, *_ in CONVOLUTIONS])
def test_a_bad_kernel_is_named_when_the_layer_is_made(kind, arguments):
    """The error comes at once, and names the argument."""
    with pytest.raises(ValueError, match=r"^kernel_size must be a whole number of at least 1, but is 0$"):
        kind(*arguments[:-1], 0)


@pytest.mark.parametrize("kind", [layers.Conv2d, layers.Conv1d, layers.ConvTranspose2d])
def test_bad_groups_are_refused_when_the_layer_is_made(kind):
    """Three groups do not divide 4 channels."""
    with pytest.raises(ValueError, match="groups=3 must divide the 4 input and 6 output channels"):
        kind(4, 6, 3, groups=3)


@pytest.mark.parametrize(("kind", "arguments", "shape", "forward"), CONVOLUTIONS)
def test_every_float_is_checked(kind, arguments, shape, forward):
    """A bias of integers, or of another dtype than x, is refused by name."""
    params = kind(*arguments).params
    with pytest.raises(ValueError, match="bias must be float32 or float64, but is int64"):
        forward(numbers(shape), params["weight"], params["bias"].astype(int))
    with pytest.raises(ValueError, match="bias is float64, but x is float32"):
        forward(numbers(shape), params["weight"], params["bias"].astype(float))


@pytest.mark.parametrize(("kind", "arguments", "shape"), [(k, a, s) for k, a, s, _ in CONVOLUTIONS + POOLS + NORMS])
def test_a_gradient_of_another_dtype_is_refused(kind, arguments, shape):
    """float64 upstream of a float32 output would quietly make float64 gradients."""
    layer = kind(*arguments)
    out = layer.forward(numbers(shape))
    with pytest.raises(ValueError, match="grad_out is float64, but out is float32: both must be the same"):
        layer.backward(out.astype(float))
