"""Both packages of layers: the same files, the same public names, the same argument names and defaults."""

import inspect

import pytest
from torch import nn

from cnncourse import layers_numpy, layers_torch


def files_with_layers(package):
    """The files from which the package exports a class, a pair, or a twin of one; machinery is not compared."""
    exported = [*layers_of(package).values(), *classes_of(package).values(), package.lenet5]
    return {thing.__module__.removeprefix(package.__name__) for thing in exported}


def classes_of(package):
    return {n: c for n, c in vars(package).items() if inspect.isclass(c) and not n.startswith("_")}


def layers_of(package):
    """name -> function, where the NumPy package's `<name>_forward` counts as `<name>`."""
    ending = "_forward" if package is layers_numpy else ""
    functions = {n: f for n, f in vars(package).items() if inspect.isfunction(f) and not n.startswith("_")}
    return {n.removesuffix(ending): f for n, f in functions.items() if n.endswith(ending)}


def arguments(function):
    """Names, kinds and defaults; the annotations differ by nature, and so does the default of dtype."""
    if getattr(function, "__init__", None) is nn.Module.__init__:
        return []  # a module without options: PyTorch's own *args say nothing
    parameters = inspect.signature(function).parameters.values()
    return [(p.name, p.kind, None if p.name == "dtype" else p.default) for p in parameters]


EXTRA = {"lenet5"}  # a network, under one name in both


def test_same_files():
    """Each file with layers has its twin of the same name."""
    assert files_with_layers(layers_numpy) == files_with_layers(layers_torch)


def test_same_public_names():
    """Each exported pair and class has its twin, and no twin stands alone."""
    assert set(layers_of(layers_numpy)) | EXTRA == set(layers_of(layers_torch))
    assert set(classes_of(layers_numpy)) == set(classes_of(layers_torch))


def test_every_forward_has_its_backward():
    """Every exported `<name>_forward` stands beside a `<name>_backward` that takes (grad_out, cache)."""
    for name in layers_of(layers_numpy):
        backward = getattr(layers_numpy, f"{name}_backward")
        assert list(inspect.signature(backward).parameters) == ["grad_out", "cache"], name


@pytest.mark.parametrize("name", sorted(set(layers_of(layers_torch)) - EXTRA))
def test_same_arguments_of_functions(name):
    """Same names, same order, same defaults, keyword-only where the other is."""
    assert arguments(layers_of(layers_numpy)[name]) == arguments(layers_of(layers_torch)[name])


@pytest.mark.parametrize("name", sorted(classes_of(layers_torch)))
def test_same_arguments_of_classes(name):
    """A class and its module are made alike."""
    assert arguments(classes_of(layers_numpy)[name]) == arguments(classes_of(layers_torch)[name])


def test_same_arguments_of_lenet5():
    """The networks too."""
    assert arguments(layers_numpy.lenet5) == arguments(layers_torch.lenet5)
