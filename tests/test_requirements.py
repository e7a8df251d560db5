"""requirements.lock holds what the course's environment needs: all of it, pinned, and nothing else."""

import importlib.metadata
import re
from pathlib import Path

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name
from packaging.version import Version

ROOT = Path(__file__).resolve().parents[1]
PYTHON = {"python_version": "3.11", "python_full_version": "3.11.0"}  # the lock is made for it
INSTALLERS = {"pip"}  # comes with the environment itself


@pytest.fixture(scope="module")
def locked() -> dict[str, Requirement]:
    """The lines of the lock by canonical name."""
    lines = [line.partition("#")[0].strip() for line in (ROOT / "requirements.lock").read_text().splitlines()]
    found = [Requirement(line) for line in lines if line]
    return {canonicalize_name(requirement.name): requirement for requirement in found}


@pytest.fixture(scope="module")
def needed() -> dict[str, list[Requirement]]:
    """By canonical name: every requirement that leads to the package, starting from the extra `dev`."""
    found: dict[str, list[Requirement]] = {}
    visited: set[tuple[str, str]] = set()
    waiting = [("cnncourse", extra) for extra in ("", "dev")]
    while waiting:
        name, extra = waiting.pop()
        if (name, extra) in visited:
            continue
        visited.add((name, extra))
        for line in importlib.metadata.requires(name) or []:
            requirement = Requirement(line)
            if requirement.marker and not requirement.marker.evaluate({**PYTHON, "extra": extra}):
                continue
            key = canonicalize_name(requirement.name)
            waiting += [(key, wanted) for wanted in ("", *requirement.extras)]
            if key != "cnncourse":
                found.setdefault(key, []).append(requirement)
    return found


def test_everything_needed_is_pinned_and_nothing_else(locked, needed):
    assert set(needed) - set(locked) - INSTALLERS == set()
    assert set(locked) - set(needed) == set()


def test_a_pin_lies_within_every_bound(locked, needed):
    for name, requirements in needed.items():
        pins = [pin.version for pin in locked[name].specifier] if name in locked else []
        for requirement in requirements:
            assert all(requirement.specifier.contains(Version(pin), prereleases=True) for pin in pins), (
                f"{name}: {pins} lies outside of {requirement}"
            )


def test_every_line_is_a_pin(locked):
    loose = [str(line) for line in locked.values() if [pin.operator for pin in line.specifier] != ["=="]]
    assert loose == []


def test_every_extra_that_a_text_names_exists():
    """pip only warns of an unknown extra, and installs without it."""
    extras = set(importlib.metadata.metadata("cnncourse").get_all("Provides-Extra"))
    places = ("*.md", "book/**/*.md", "deploy/**/*.*", "cnncourse/**/*.py")
    texts = [text for place in places for text in ROOT.glob(place)]
    named = {
        (str(text.relative_to(ROOT)), extra)
        for text in texts
        for listed in re.findall(r"(?:cnncourse|'\.)\[([a-z, ]+)\]", text.read_text(encoding="utf-8"))
        for extra in re.split(", *", listed)
    }
    assert named
    assert {place for place in named if place[1] not in extras} == set()
