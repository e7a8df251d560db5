"""A course folder with five submissions that are not graded yet, made once and copied for each test."""

import os
import sys
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).parents[1]))  # for the helpers; importlib mode adds no path

from toy_class import answered, copy_course, hand_in, write_course

from cnncourse.grading.box.supervisor import missing_layer

WRONG = {"double": "def double(x):\n    return x * x", "pair": "def pair(x):\n    raise ValueError('no')"}


@pytest.fixture(scope="session")
def handed_in(tmp_path_factory) -> Path:
    missing = missing_layer()
    if missing and os.environ.get("CI"):
        pytest.fail(f"CI must be able to build a box; missing: {missing}")
    if missing:
        pytest.skip(f"no box can be built here; missing: {missing}")
    folder = write_course(tmp_path_factory.mktemp("runner") / "course")
    for i in range(5):
        hand_in(folder, f"student{i}", answered(folder, WRONG if i % 2 else {}))
    return folder


@pytest.fixture
def course(handed_in, tmp_path) -> Path:
    """A copy of the course, to be graded."""
    return copy_course(handed_in, tmp_path / "course")
