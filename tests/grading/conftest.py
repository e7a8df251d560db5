"""Fixtures that several tests of grading share."""

import sys
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).parent))  # for the helpers beside the tests; importlib mode adds no path

from scratch_assignment import write_assignment


@pytest.fixture(scope="session")
def root() -> Path:
    """The repository."""
    return Path(__file__).resolve().parents[2]


@pytest.fixture
def scratch(tmp_path: Path) -> Path:
    """A course folder of its own with one small assignment, `ps0`."""
    write_assignment(tmp_path)
    return tmp_path
