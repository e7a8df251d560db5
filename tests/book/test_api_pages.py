"""The API reference names everything that the package offers."""

import re
from pathlib import Path

import pytest

import cnncourse.layers_numpy

API = Path(__file__).parents[2] / "book" / "api"
MODULES = set(re.findall(r"automodule:: ([\w.]+)", "".join(page.read_text() for page in API.glob("*.md"))))
OFFERED = sorted(
    name for name, thing in vars(cnncourse.layers_numpy).items() if hasattr(thing, "__module__") and name[0] != "_"
)


@pytest.mark.parametrize("name", OFFERED)
def test_every_layer_is_documented(name: str):
    """The module that defines a layer of `cnncourse.layers_numpy` stands on a page of the reference."""
    assert getattr(cnncourse.layers_numpy, name).__module__ in MODULES
