import pytest

from cnncourse.grading.answer_imports import answer_imports


def found(*cells, **options):
    return answer_imports(cells, "f", **options)


@pytest.mark.parametrize(
    ("cells", "expected"),
    [
        (["import scipy.signal as s", "def f(x): return s.convolve(x)"], ["scipy.signal in line 1"]),
        (["def f(x):\n    from torch.nn.functional import conv2d\n"], ["torch.nn.functional.conv2d in line 2"]),
        (["from torch.nn import functional as F\n\ndef f(x): return F.relu(x)"], ["torch.nn.functional in line 1"]),
        (["from cnncourse.layers_numpy import f"], ["cnncourse.layers_numpy.f in line 1"]),
        (
            ["from cnncourse.layers_numpy.conv import conv2d_forward_plain as f"],
            ["cnncourse.layers_numpy.conv.conv2d_forward_plain in line 1"],
        ),
        (["def f(x): return __import__('scipy').signal"], ["scipy in line 1"]),
        (["import importlib\ndef f(x): return importlib.import_module('torch.nn')"], ["torch.nn in line 2"]),
        (["from scipy.signal import *", "def f(x): return convolve2d(x)"], ["scipy.signal.* in line 1"]),
        (
            ["try:\n    import torch\nexcept ImportError:\n    pass", "def f(x): return torch.conv2d(x)"],
            ["torch in line 2"],
        ),
        (["import torch", "g = torch.conv2d", "def f(x): return g(x)"], ["torch in line 1"]),
        (["import torch", "f = torch.conv2d"], ["torch in line 1"]),
        (["import scipy", "class A:\n    def g(self): return scipy", "def f(x): return A().g()"], ["scipy in line 1"]),
        (
            ["import scipy.signal\nimport scipy.ndimage", "def f(x): return scipy.ndimage.correlate(x)"],
            ["scipy.signal in line 1", "scipy.ndimage in line 2"],
        ),
    ],
)
def test_every_plain_road_to_the_answer_is_named_with_its_line(cells, expected):
    assert found(*cells) == expected


@pytest.mark.parametrize(
    "cells",
    [
        ["import numpy as np", "def f(x): return np.convolve(x, x)"],
        ["import torch", "def f(x): return x", "print(torch.conv2d, f)"],  # compares in a cell of its own: well done
        ["import torch", "def compare(): return torch.conv2d", "def f(x): return x"],
        ["def f(x):\n    import torch\n    return torch", "def f(x):\n    return x"],  # thought better of it
        ["import torch as conv", "conv = None", "def f(x): return conv"],
        ["import torch", "def f(torch): return torch"],  # an argument that is called so
        ["from cnncourse.data import digits", "def f(x): return digits()"],
        ["def f(x): return 'import torch'"],
        ["from .scipy import g\ndef f(x): return g(x)"],  # a file of the student's own
        ["import scipyx, torchlike", "def f(x): return scipyx, torchlike"],
    ],
)
def test_whoever_does_not_use_it_in_the_answer_is_not_accused(cells):
    assert found(*cells) == []


def test_a_cell_that_does_not_parse_stops_nothing():
    assert found("def f(:", "x = 1\0", "from torch import conv2d as f") == ["torch.conv2d in line 1"]


def test_a_task_set_in_torch_may_allow_it():
    cell = "import torch\ndef f(x):\n    import scipy\n    return torch.relu(x)"
    assert found(cell, allow=("torch",)) == ["scipy in line 3"]


def test_functions_that_call_each_other_end():
    assert found("def f(x): return g(x)\ndef g(x): return f(x)") == []
