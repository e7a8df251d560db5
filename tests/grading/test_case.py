import subprocess
import sys

import numpy as np
import pytest

from cnncourse.grading import Case, case, stable_hash


def make(name="a name", **options):
    return case("f", name, **{"points": 2, "hint": "think", **options})(lambda student, rng: None)


def test_a_decorated_function_becomes_a_case_that_is_hidden_unless_it_says_otherwise():
    made = make()
    assert isinstance(made, Case)
    assert (made.function, made.name, made.points, made.hint, made.visible) == ("f", "a name", 2, "think", False)
    assert make(visible=True).visible is True


@pytest.mark.parametrize("points", [0, -1, float("nan"), float("inf"), True, "2"])
def test_points_that_could_give_or_take_anything_odd_are_refused_by_name(points):
    with pytest.raises(ValueError, match="points of case 'a name'"):
        make(points=points)


@pytest.mark.parametrize("hint", ["", "  ", None])
def test_a_case_without_a_hint_is_refused(hint):
    with pytest.raises(ValueError, match="hint of case"):
        make(hint=hint)


def test_the_generator_depends_on_seed_and_name_and_on_nothing_else():
    first = make().rng(7).normal(size=3)
    np.testing.assert_array_equal(first, make(points=9, hint="other").rng(7).normal(size=3))
    assert not np.array_equal(first, make().rng(8).normal(size=3))
    assert not np.array_equal(first, make("another name").rng(7).normal(size=3))


def test_the_hash_of_a_name_is_the_same_in_another_process():
    """Python's own hash of a text differs from process to process, and a regrade would draw other inputs."""
    program = "from cnncourse.grading import stable_hash; print(stable_hash('stride'))"
    other = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    assert int(other.stdout) == stable_hash("stride")


def test_grading_is_imported_with_numpy_alone():
    """A student without torch, scipy and the command-line extras can run every visible case."""
    program = "import sys, cnncourse.grading; print(sorted(m.split('.')[0] for m in sys.modules))"
    other = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    assert not {"torch", "scipy", "nbgrader", "nbformat", "jupytext", "click", "rich"} & set(eval(other.stdout))
