"""Optimizers: the first steps by hand, and every step equal to PyTorch's."""

import numpy as np
import pytest
import torch

from cnncourse import optim

CASES = [
    ("SGD", {"lr": 0.1}),
    ("SGD", {"lr": 0.1, "weight_decay": 0.2}),
    ("SGD", {"lr": 0.1, "momentum": 0.9}),
    ("SGD", {"lr": 0.1, "momentum": 0.9, "dampening": 0.3}),
    ("SGD", {"lr": 0.1, "momentum": 0.9, "nesterov": True, "weight_decay": 0.1}),
    ("Adagrad", {}),
    ("Adagrad", {"lr": 0.5, "lr_decay": 0.1, "weight_decay": 0.1, "initial_accumulator_value": 0.2}),
    ("Adadelta", {}),
    ("Adadelta", {"lr": 0.7, "rho": 0.5, "eps": 1e-3, "weight_decay": 0.1}),
    ("RMSprop", {}),
    ("RMSprop", {"lr": 0.1, "alpha": 0.8, "eps": 1e-2, "weight_decay": 0.1}),
    ("RMSprop", {"momentum": 0.9, "centered": True}),
    ("Adam", {}),
    ("Adam", {"lr": 0.1, "betas": (0.5, 0.7), "eps": 1e-2, "weight_decay": 0.1}),
]
each_case = pytest.mark.parametrize(("name", "options"), CASES, ids=lambda value: str(value))
each_name = pytest.mark.parametrize("name", ["SGD", "Adagrad", "Adadelta", "RMSprop", "Adam"])


def one_parameter(*values):
    return {"weight": np.array(values, dtype=np.float64)}


def test_sgd_momentum_by_hand():
    """Gradient 1 three times, lr 0.1, momentum 0.9: velocities 1, 1.9, 2.71, so 10 becomes 10 - 0.561."""
    params = one_parameter(10.0)
    optimizer = optim.SGD(params, lr=0.1, momentum=0.9)
    for _ in range(3):
        optimizer.step({"weight": np.ones(1)})
    np.testing.assert_allclose(params["weight"], [9.439], rtol=1e-12)


def test_nesterov_by_hand():
    """The first step already goes 1 + 0.9 of the gradient."""
    params = one_parameter(1.0)
    optim.SGD(params, lr=0.1, momentum=0.9, nesterov=True).step({"weight": np.ones(1)})
    np.testing.assert_allclose(params["weight"], [0.81], rtol=1e-12)


def test_first_adam_step_is_lr():
    """Whatever the gradient's size, Adam's first step has the length lr, against its sign."""
    params = one_parameter(1.0, 1.0)
    optim.Adam(params, lr=0.01).step({"weight": np.array([1000.0, -0.001])})
    np.testing.assert_allclose(params["weight"], [0.99, 1.01], rtol=1e-6)


def test_adagrad_by_hand():
    """Gradients 3, then 4: steps lr * 3/3 and lr * 4/5."""
    params = one_parameter(1.0)
    optimizer = optim.Adagrad(params, lr=0.1)
    optimizer.step({"weight": np.array([3.0])})
    np.testing.assert_allclose(params["weight"], [0.9], rtol=1e-9)
    optimizer.step({"weight": np.array([4.0])})
    np.testing.assert_allclose(params["weight"], [0.82], rtol=1e-9)


@each_case
def test_optimizer_steps_are_pytorchs(name, options):
    """Twenty float64 steps of two parameters, one of which has no gradient every third time, agree to 1e-12."""
    rng = np.random.default_rng(0)
    params = {"weight": rng.standard_normal((3, 4)), "bias": rng.standard_normal(3)}
    tensors = {key: torch.nn.Parameter(torch.tensor(value)) for key, value in params.items()}
    optimizer = getattr(optim, name)(params, **options)
    reference = getattr(torch.optim, name)(list(tensors.values()), **options)
    for step in range(20):
        grads = {key: rng.standard_normal(value.shape) for key, value in params.items()}
        if step % 3 == 2:
            grads["bias"] = None
        for key, tensor in tensors.items():
            tensor.grad = None if grads[key] is None else torch.tensor(grads[key])
        before = {key: None if grad is None else grad.copy() for key, grad in grads.items()}
        optimizer.step(grads)
        reference.step()
        for key in params:
            np.testing.assert_allclose(params[key], tensors[key].detach().numpy(), rtol=0, atol=1e-12)
            np.testing.assert_array_equal(grads[key], before[key], err_msg="a gradient was changed")


@each_name
def test_optimizer_follows_a_changed_lr(name):
    """lr set to 0 after some steps stops everything, also what momentum still holds."""
    params = one_parameter(1.0, 2.0)
    optimizer = getattr(optim, name)(params, lr=0.1)
    optimizer.step({"weight": np.ones(2)})
    after_one = params["weight"].copy()
    optimizer.lr = 0.0
    optimizer.step({"weight": np.ones(2)})
    np.testing.assert_array_equal(params["weight"], after_one)


@each_name
def test_optimizer_moves_the_same_array_and_keeps_its_dtype(name):
    """The arrays of the layer are moved themselves, and float32 stays float32."""
    weight = np.ones(3, dtype=np.float32)
    optimizer = getattr(optim, name)({"weight": weight}, lr=0.1)
    for _ in range(2):
        optimizer.step({"weight": np.ones(3, dtype=np.float32)})
    assert weight.dtype == np.float32
    assert (weight < 1).all()


def test_sgd_does_not_keep_the_gradient_array():
    """A gradient array that the caller fills anew is not the stored velocity."""
    params, grad = one_parameter(0.0), np.ones(1)
    optimizer = optim.SGD(params, lr=1.0, momentum=0.5)
    optimizer.step({"weight": grad})
    grad[:] = 0
    optimizer.step({"weight": grad})
    np.testing.assert_array_equal(params["weight"], [-1.5])


@each_name
def test_optimizer_errors(name):
    """A negative rate, a gradient of another shape or of an unknown name is refused by name."""
    make = getattr(optim, name)
    with pytest.raises(ValueError, match="lr must be at least 0, but is -1"):
        make(one_parameter(1.0), lr=-1)
    with pytest.raises(ValueError, match=r"grads\['weight'\] must have its parameter's shape: \(3,\), expected \(2,\)"):
        make(one_parameter(1.0, 2.0)).step({"weight": np.ones(3)})
    with pytest.raises(ValueError, match=r"names that params lacks: \['wieght'\]"):
        make(one_parameter(1.0)).step({"wieght": np.ones(1)})


def test_option_errors():
    """Options out of range are refused with their names and values."""
    with pytest.raises(ValueError, match="nesterov needs momentum > 0"):
        optim.SGD(one_parameter(1.0), nesterov=True)
    with pytest.raises(ValueError, match=r"dampening=0\.1"):
        optim.SGD(one_parameter(1.0), momentum=0.9, dampening=0.1, nesterov=True)
    with pytest.raises(ValueError, match=r"betas\[1\] must be from 0 to below 1, but is 1"):
        optim.Adam(one_parameter(1.0), betas=(0.9, 1.0))
    with pytest.raises(ValueError, match=r"rho must be from 0 to 1, but is 1\.1"):
        optim.Adadelta(one_parameter(1.0), rho=1.1)
    with pytest.raises(ValueError, match="lr must be at least 0, but is nan"):
        optim.SGD(one_parameter(1.0), lr=float("nan"))
