"""The two assignments that grading is measured with, and well-behaved submissions of them."""

from pathlib import Path

import nbformat

from cnncourse.grading.derive import write_solution_notebook
from cnncourse.grading.nbgrader_run import run_nbgrader

SECRET = {"CNNCOURSE_SECRET": "the benchmark's secret"}
NUMPY_TEXT = '''\
# %%
import numpy as np

# %% nbgrader={"grade_id": "conv_output_size", "solution": true}
def conv_output_size(size, kernel_size, stride, padding):
    """How many windows fit."""
    ### BEGIN SOLUTION
    return (size + 2 * padding - kernel_size) // stride + 1
    ### END SOLUTION

# %% nbgrader={"grade_id": "correlate", "solution": true}
def correlate(x, weight):
    """x (H, W) with weight (K_h, K_w): every full window's sum of products."""
    ### BEGIN SOLUTION
    height, width = x.shape[0] - weight.shape[0] + 1, x.shape[1] - weight.shape[1] + 1
    out = np.zeros((height, width))
    for i in range(height):
        for j in range(width):
            out[i, j] = (x[i : i + weight.shape[0], j : j + weight.shape[1]] * weight).sum()
    return out
    ### END SOLUTION

# %%
image = np.add.outer(np.arange(6.0), np.arange(8.0))
correlate(image, np.ones((3, 3)))
'''
TORCH_TEXT = '''\
# %%
import torch
from torch import nn

torch.manual_seed(0)
print("PyTorch is ready")

# %% nbgrader={"grade_id": "make_net", "solution": true}
def make_net(channels):
    """A small net: convolution, ReLU, global average, linear to 2 classes."""
    ### BEGIN SOLUTION
    return nn.Sequential(
        nn.Conv2d(1, channels, 3), nn.ReLU(), nn.AdaptiveAvgPool2d(1), nn.Flatten(), nn.Linear(channels, 2)
    )
    ### END SOLUTION

# %% nbgrader={"grade_id": "train", "solution": true}
def train(net, images, labels, steps):
    """Losses of `steps` steps of SGD with momentum, as floats."""
    ### BEGIN SOLUTION
    x, target = torch.tensor(images), torch.tensor(labels)
    optimizer = torch.optim.SGD(net.parameters(), lr=0.5, momentum=0.9)
    losses = []
    for _ in range(steps):
        loss = nn.functional.cross_entropy(net(x), target)
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
        losses.append(float(loss))
    return losses
    ### END SOLUTION

# %%
images = torch.randn(64, 1, 8, 8).numpy()
labels = (images.std(axis=(1, 2, 3)) > 1).astype("int64")
losses = train(make_net(8), images, labels, 40)
print(len(losses), "steps")
'''
CASES = {
    "conv_output_size": """\
from cnncourse.grading import case, expect_equal


@case("conv_output_size", "seven by three", points=4, hint="Count the windows.", visible=True)
def seven_by_three(student, rng):
    expect_equal(student.call("conv_output_size", 7, 3, 1, 0), 5)


@case("conv_output_size", "stride and padding", points=6, hint="Padding is on both sides.")
def stride_and_padding(student, rng):
    for _ in range(5):
        size, padding, stride = (int(n) for n in rng.integers((8, 1, 2), (30, 4, 5)))
        expect_equal(student.call("conv_output_size", size, 5, stride, padding), (size + 2 * padding - 5) // stride + 1)
""",
    "correlate": """\
import numpy as np

from cnncourse.grading import case, expect_close


@case("correlate", "ones", points=4, hint="Nine ones.", visible=True)
def ones(student, rng):
    expect_close(student.call("correlate", np.ones((3, 3)), np.ones((3, 3))), [[9.0]])


@case("correlate", "random", points=6, hint="Do not flip.")
def random(student, rng):
    x, weight = rng.normal(size=(7, 6)), rng.normal(size=(3, 2))
    windows = np.lib.stride_tricks.sliding_window_view(x, weight.shape)
    expect_close(student.call("correlate", x, weight), (windows * weight).sum(axis=(2, 3)))
""",
    "make_net": """\
from cnncourse.grading import case, expect_true

ALLOW = ("torch",)


@case("make_net", "is a net", points=5, hint="Give the net back.")
def is_a_net(student, rng):
    expect_true(getattr(student.call("make_net", 4), "kind", "") == "Sequential", "it is no nn.Sequential")
""",
    "train": """\
import numpy as np

from cnncourse.grading import case, expect_true

ALLOW = ("torch",)


@case("train", "the loss goes down", points=15, hint="Set the gradients to zero in each step.")
def the_loss_goes_down(student, rng):
    scale = np.where(np.arange(64) % 2, 0.3, 2.0).astype(np.float32)
    images = rng.normal(size=(64, 1, 8, 8)).astype(np.float32) * scale[:, None, None, None]
    losses = student.call("train", student.call("make_net", 8), images, np.arange(64) % 2, 30)
    expect_true(type(losses) is list and len(losses) == 30, "there must be a loss for each step")
    expect_true(losses[-1] < 0.8 * losses[0], "the loss does not go down")
""",
}
ASSIGNMENTS = {
    "numpy-only": (NUMPY_TEXT, ("conv_output_size", "correlate")),
    "training": (TORCH_TEXT, ("make_net", "train")),
}
WRONG = {
    "conv_output_size": "def conv_output_size(size, kernel_size, stride, padding):\n    return size - kernel_size + 1",
    "train": "def train(net, images, labels, steps):\n    return [1.0] * steps",
}
PLAIN = """\
c = get_config()
c.CourseDirectory.course_id = "cnncourse"
c.CourseDirectory.source_directory, c.CourseDirectory.release_directory = "solutions", "exercises"
c.CourseDirectory.ignore = [".ipynb_checkpoints", "*.pyc", "__pycache__", "feedback", "*.py", "cases"]
c.Execute.timeout = 60
"""
OURS = """\
from cnncourse.grading.settings import configure

c = configure(get_config(), cell_seconds=60)
c.Autograde.autograde_preprocessors = [
    "cnncourse.grading.execute.BoxedExecute",
    *c.Autograde.autograde_preprocessors[1:],
]
"""


def write_course(folder: Path, name: str, submissions: int, *, plain: bool) -> Path:
    """A course folder with one of the assignments and its submissions; one in four gives a wrong answer."""
    text, functions = ASSIGNMENTS[name]
    source = folder / "solutions" / name
    (source / "cases").mkdir(parents=True)
    (source / f"{name}.py").write_text(text)
    for function in functions:
        (source / "cases" / f"{function}.py").write_text(CASES[function])
    write_solution_notebook(source)
    (folder / "nbgrader_config.py").write_text(OURS)
    run_nbgrader(folder, "generate_assignment", name, environment=SECRET)
    (folder / "nbgrader_config.py").write_text(PLAIN if plain else OURS)
    for number in range(submissions):
        _hand_in(folder, name, number)
    return folder


def _hand_in(folder: Path, name: str, number: int) -> None:
    solution = nbformat.read(folder / "solutions" / name / f"{name}.ipynb", as_version=4)
    cells = [cell for cell in solution.cells if cell.metadata.get("nbgrader", {}).get("solution")]
    answers = {cell.metadata.nbgrader.grade_id: cell.source for cell in cells} | (WRONG if number % 4 == 3 else {})
    notebook = nbformat.read(folder / "exercises" / name / f"{name}.ipynb", as_version=4)
    for cell in notebook.cells:
        cell.source = answers.get(cell.metadata.get("nbgrader", {}).get("grade_id"), cell.source)
    target = folder / "submitted" / f"student{number:03}" / name
    target.mkdir(parents=True)
    nbformat.write(notebook, target / f"{name}.ipynb")
