"""What holds for every layer alike: PyTorch's defaults, one signature for plain and fast, and the modes of a class."""

import inspect

import numpy as np
import pytest
import torch
import torch.nn.functional as F

from cnncourse import layers_numpy

OWN_CHOICE = {  # (name, argument): where the field's default is none, or differs between its functions
    ("alpha_dropout", "training"),  # False in PyTorch's function, True in its `dropout`
    ("softmax", "dim"),  # PyTorch's None warns and guesses
    ("log_softmax", "dim"),
    ("Softmax", "dim"),
    ("LogSoftmax", "dim"),
    ("batch_norm", "training"),  # must be said
}
ARGUMENTS = {
    "AvgPool2d": (2,),
    "BatchNorm1d": (3,),
    "BatchNorm2d": (3,),
    "Conv1d": (2, 3, 3),
    "Conv2d": (2, 3, 3),
    "ConvTranspose2d": (2, 3, 3),
    "LayerNorm": (4,),
    "Linear": (4, 3),
    "LocalResponseNorm": (5,),
    "LocallyConnected2d": (2, 3, (8, 8), 3),
    "MaxPool2d": (2,),
}
CLASSES = {n: c for n, c in vars(layers_numpy).items() if inspect.isclass(c)}
FORWARDS = {n.removesuffix("_forward"): f for n, f in vars(layers_numpy).items() if n.endswith("_forward")}
PLAIN = {n: f for n, f in vars(layers_numpy).items() if n.endswith("_plain")}


def defaults(function):
    parameters = inspect.signature(function).parameters.values()
    return {p.name: p.default for p in parameters if p.default is not inspect.Parameter.empty}


def with_python_source(functions, module):
    """Those that PyTorch has too, with a signature to read: its built-in ones show none."""
    found = []
    for name in sorted(functions):
        try:
            inspect.signature(getattr(module, name))
        except (AttributeError, ValueError):
            continue
        found.append(name)
    return found


def assert_same_defaults(name, ours, theirs):
    for argument in set(ours) & set(theirs) - {"dtype"}:
        if (name, argument) not in OWN_CHOICE:
            assert ours[argument] == theirs[argument], f"{name}: {argument}"


@pytest.mark.parametrize("name", with_python_source(FORWARDS, F))
def test_defaults_of_functions_are_pytorchs(name):
    """eps, momentum, alpha, beta, slopes: whoever says nothing gets what PyTorch does."""
    assert_same_defaults(name, defaults(FORWARDS[name]), defaults(getattr(F, name)))


@pytest.mark.parametrize("name", with_python_source(CLASSES, torch.nn))
def test_defaults_of_classes_are_pytorchs(name):
    """The same for the classes."""
    assert_same_defaults(name, defaults(CLASSES[name]), defaults(getattr(torch.nn, name)))


def test_defaults_are_compared_at_all():
    """The two lists above are not empty by some change of names."""
    assert {"leaky_relu", "elu", "batch_norm", "layer_norm", "local_response_norm", "dropout"} <= set(
        with_python_source(FORWARDS, F)
    )
    assert {"Linear", "Conv2d", "MaxPool2d", "BatchNorm2d", "LayerNorm", "PReLU", "LocalResponseNorm"} <= set(
        with_python_source(CLASSES, torch.nn)
    )


@pytest.mark.parametrize("name", sorted(PLAIN))
def test_plain_and_fast_are_called_alike(name):
    """The definition takes the same arguments, in the same order, with the same defaults."""
    fast = getattr(layers_numpy, name.removesuffix("_plain"))
    ours, plain = inspect.signature(fast).parameters, inspect.signature(PLAIN[name]).parameters
    assert [(p.name, p.kind, p.default) for p in ours.values()] == [(p.name, p.kind, p.default) for p in plain.values()]


@pytest.mark.parametrize("name", sorted(CLASSES))
def test_modes_of_a_class(name):
    """A layer starts in training; eval and train switch it and give the layer back; its names agree."""
    layer = CLASSES[name](*ARGUMENTS.get(name, ()))
    assert layer.training is True
    assert layer.eval() is layer
    assert layer.training is False
    assert layer.train() is layer
    assert layer.training is True
    assert layer.train(False).training is False
    assert all(isinstance(array, np.ndarray) for array in layer.params.values())
