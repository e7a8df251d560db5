"""The API reference names everything that the package offers."""

import importlib
import re
from pathlib import Path

import pytest

API = Path(__file__).parents[2] / "book" / "api"
MODULES = re.findall(r"automodule:: ([\w.]+)", "".join(page.read_text() for page in sorted(API.glob("*.md"))))
PACKAGES = [f"cnncourse.{name}" for name in ("shapes", "layers_numpy", "layers_torch", "data", "features", "models")]
SINGLE = [
    f"cnncourse.{name}"
    for name in ("losses", "gradcheck", "init", "optim", "schedules", "training", "monitoring", "variance")
]


def offered(package: str) -> list[str]:
    """The functions and classes that a package imports for its users."""
    things = vars(importlib.import_module(package)).items()
    own = [(name, str(getattr(thing, "__module__", ""))) for name, thing in things if name[0] != "_"]
    return sorted(name for name, module in own if module.startswith(f"{package}."))


OFFERED = [(package, name) for package in PACKAGES for name in offered(package)]


@pytest.mark.parametrize(("package", "name"), OFFERED, ids=lambda text: text.removeprefix("cnncourse."))
def test_what_a_package_offers_is_documented(package: str, name: str):
    """The module that defines a public function or class stands on a page of the reference."""
    assert getattr(importlib.import_module(package), name).__module__ in MODULES


@pytest.mark.parametrize("module", SINGLE)
def test_the_modules_beside_the_packages_are_documented(module: str):
    """Losses, optimizers and the rest of training stand there as well."""
    assert module in MODULES


def test_no_module_stands_in_the_reference_twice():
    """A function has one place to link to."""
    assert sorted(set(MODULES)) == sorted(MODULES)
