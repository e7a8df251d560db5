"""Sequential: the chain rule through a row of layers, the names, the modes; and a network that learns by hand."""

import numpy as np
import pytest
import torch

from cnncourse import layers_numpy as layers
from cnncourse import layers_torch as twins
from cnncourse.gradcheck import gradcheck
from cnncourse.losses import cross_entropy_backward, cross_entropy_forward
from cnncourse.optim import SGD


def numbers(seed, *shape):
    return np.random.default_rng(seed).standard_normal(shape)


def small_net(seed=0):
    rng = np.random.default_rng(seed)
    return layers.Sequential(
        layers.Linear(4, 5, dtype=np.float64, rng=rng),
        layers.BatchNorm1d(5, dtype=np.float64),
        layers.Sequential(layers.Tanh(), layers.Linear(5, 3, dtype=np.float64, rng=rng)),
    )


def test_names_are_those_of_pytorch():
    """Place and name, through a Sequential within a Sequential, equal to the twin's named_parameters."""
    net = small_net()
    twin = twins.Sequential(
        twins.Linear(4, 5), twins.BatchNorm1d(5), twins.Sequential(twins.Tanh(), twins.Linear(5, 3))
    )
    names = ["0.weight", "0.bias", "1.weight", "1.bias", "2.1.weight", "2.1.bias"]
    assert list(net.params) == [name for name, _ in twin.named_parameters()] == names
    net.backward(np.ones_like(net.forward(numbers(1, 6, 4))))
    assert list(net.grads) == names


def test_gradient_goes_through_every_layer():
    """Checked by differences for x, and for every parameter of the net."""
    x = numbers(2, 6, 4)
    net = small_net()

    def backward_of_x(grad_out, cache):
        return net.backward(grad_out)

    gradcheck(lambda x: (net.forward(x), None), backward_of_x, [x])
    for name in net.params:

        def forward(value, name=name):
            net.params[name][...] = value
            return net.forward(x), None

        def backward(grad_out, cache, name=name):
            net.backward(grad_out)
            return net.grads[name]

        gradcheck(forward, backward, [net.params[name].copy()])


def test_modes_reach_every_layer():
    """eval and train go down to the last layer and back."""
    net = layers.Sequential(layers.Sequential(layers.Dropout(0.9)), layers.Tanh())
    x = numbers(3, 4, 5)
    assert not np.array_equal(net.forward(x), np.tanh(x))
    assert net.eval() is net
    np.testing.assert_array_equal(net.forward(x), np.tanh(x))
    assert net.train().training
    assert not np.array_equal(net.forward(x), np.tanh(x))


def test_params_are_the_layers_own_arrays():
    """An optimizer that moves them moves the network."""
    net = small_net()
    out = net.forward(numbers(4, 6, 4))
    net.backward(np.ones_like(out) * numbers(5, 6, 3))
    SGD(net.params, lr=0.1).step(net.grads)
    assert not np.allclose(net.forward(numbers(4, 6, 4)), out)


def test_empty_sequential_is_the_identity():
    """No layers: out is x, and the gradient passes."""
    net, x = layers.Sequential(), numbers(6, 2, 3)
    assert net.forward(x) is x
    assert net.backward(x) is x
    assert twins.Sequential()(torch.tensor(x)).shape == (2, 3)


def digits(count):
    """The first digits of scikit-learn's set, 8x8 pixels, enlarged to 24x24, with a border to 28x28."""
    data = pytest.importorskip("sklearn.datasets", reason="scikit-learn carries the digits").load_digits()
    images = np.kron(data.images[:count] / 16, np.ones((1, 3, 3)))
    return np.pad(images, ((0, 0), (2, 2), (2, 2)))[:, None], data.target[:count]


def test_lenet5_learns_as_its_twin():
    """50 float64 steps on digits with a backward written by hand: every parameter within 1e-8 of PyTorch's autograd."""
    images, labels = digits(64)
    net = layers.lenet5(dtype=np.float64, rng=np.random.default_rng(0))
    twin = twins.lenet5(dtype=torch.float64)
    twin.load_state_dict({name: torch.tensor(array) for name, array in net.params.items()})
    before = {name: array.copy() for name, array in net.params.items()}
    optimizer = SGD(net.params, lr=0.05, momentum=0.9)
    reference = torch.optim.SGD(twin.parameters(), lr=0.05, momentum=0.9)
    losses = []
    for step in range(50):
        batch = slice(step % 4 * 16, step % 4 * 16 + 16)
        x, target = images[batch], labels[batch]
        loss, cache = cross_entropy_forward(net.forward(x), target)
        net.backward(cross_entropy_backward(1.0, cache))
        optimizer.step(net.grads)
        losses.append(loss)
        reference.zero_grad()
        torch.nn.functional.cross_entropy(twin(torch.tensor(x)), torch.tensor(target)).backward()
        reference.step()
    for name, parameter in twin.named_parameters():
        np.testing.assert_allclose(net.params[name], parameter.detach().numpy(), rtol=0, atol=1e-8)
        assert np.abs(net.params[name] - before[name]).max() > 1e-3
    assert losses[-1] < losses[0] / 2


def test_lenet5_has_the_counted_parameters():
    """61,706 for 28x28 images of one channel; 32x32 without padding; other classes and channels."""
    net = layers.lenet5()
    assert sum(array.size for array in net.params.values()) == 61_706
    assert net.forward(np.zeros((2, 1, 28, 28), np.float32)).shape == (2, 10)
    other = layers.lenet5(3, in_channels=2, padding=0)
    assert other.forward(np.zeros((1, 2, 32, 32), np.float32)).dtype == np.float32
    assert twins.lenet5(3, in_channels=2, padding=0)(torch.zeros(1, 2, 32, 32)).shape == (1, 3)
