"""The real book, built and served as its host will serve it, and a browser to read it with. For `make site-check`."""

import os
import subprocess
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

ROOT = Path(__file__).parents[2]
NODE_TOOLS = {"lighthouse": "12.8.2", "html-validate": "9.5.1"}


@pytest.fixture(scope="session")
def site() -> Path:
    """The folder of the built book; it is built first where anything changed."""
    from cnncourse.sphinxext.build import build_book

    return build_book(ROOT).parent


@pytest.fixture(scope="session")
def address(site: Path) -> Iterator[str]:
    """The address of the served book, which ends in the published prefix."""
    from cnncourse.sphinxext.serve import serve

    with serve(site) as at:
        yield at


@pytest.fixture(scope="session")
def browser(site: Path) -> Iterator[Any]:
    """Chromium; a skip without one, a failure where CI=true."""
    from cnncourse.sphinxext.browser import NoBrowserError, open_browser

    try:
        with open_browser() as opened:
            yield opened
    except NoBrowserError as error:
        if os.environ.get("CI") == "true":
            pytest.fail(str(error))
        pytest.skip(str(error))


@pytest.fixture(scope="session")
def node_tools() -> Path:
    """The folder of the npm tools' programs, installed once into build/cache/npm."""
    folder = ROOT / "build/cache/npm"
    programs = folder / "node_modules/.bin"
    if not all((programs / name).exists() for name in NODE_TOOLS):
        wanted = [f"{name}@{version}" for name, version in NODE_TOOLS.items()]
        folder.mkdir(parents=True, exist_ok=True)
        subprocess.run(["npm", "install", "--prefix", str(folder), "--no-fund", "--no-audit", *wanted], check=True)
    return programs


@pytest.fixture(scope="session")
def pages(site: Path) -> list[str]:
    """Every page of the site but the redirects, by its path."""
    found = (page for page in sorted(site.rglob("*.html")) if "_static" not in page.parts)
    return [page.relative_to(site).as_posix() for page in found if "<main" in page.read_text(encoding="utf-8")]
