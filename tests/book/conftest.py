"""A small book of its own, built in a temporary folder: the machinery is tested on it, not on the real pages."""

import os
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
import yaml

from cnncourse.claims import Claim, Evidence, Settlement

ROOT = Path(__file__).parents[2]
SAMPLE = Path(__file__).parent / "sample"


def copy_sample(folder: Path) -> Path:
    """The sample book with the real configuration and assets."""
    shutil.copytree(SAMPLE, folder)
    config = yaml.safe_load((ROOT / "_config.yml").read_text())
    config["sphinx"]["config"]["redirects"] = {"errata": "book/errata.html"}
    config["launch_buttons"]["jupyterhub_url"] = "https://hub.example.org"
    (folder / "_config.yml").write_text(yaml.safe_dump(config))
    shutil.copytree(ROOT / "book" / "assets", folder / "book" / "assets")
    return folder


CLAIMS = {
    ident: Claim(ident, "eecs445", "Stride", text, "formula", "symbolic", verdict, "", "stride")
    for ident, text, verdict in (
        ("eecs-445-022", "Stride 1 gives 5 places.", "holds"),
        ("eecs-445-023", "Stride 2 gives 4 places.", "wrong"),
        ("eecs-445-024", "Stride 3 gives 2 places.", "holds"),
        ("eecs-445-025", "Nobody looked.", "holds"),
    )
}
EVIDENCE = {
    "eecs-445-022": Evidence("holds", "$(7 - 3)/1 + 1 = 5$."),
    "eecs-445-023": Evidence("wrong", "$(7 - 3)/2 + 1 = 3$.", "It gives 3 places."),
    "eecs-445-024": Evidence("imprecise", "$4/3$ is no whole number.", "Only with one column unread."),
}


def settle_sample(ident: str) -> Settlement | None:
    """The sample's settlements: one holds, one is wrong, one contradicts its ledger, one is open."""
    return Settlement(CLAIMS[ident], EVIDENCE[ident]) if ident in EVIDENCE else None


@pytest.fixture(scope="session", autouse=True)
def sample_ledger() -> Iterator[None]:
    """The scratch books read a ledger of four rows."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("cnncourse.claims.load_ledger", lambda: CLAIMS)
        patch.setattr("cnncourse.claims.settle", settle_sample)
        yield


@pytest.fixture(scope="session")
def copy_of_sample() -> Callable[[Path], Path]:
    """The function that copies the sample book to a new folder."""
    return copy_sample


@pytest.fixture
def scratch_book(tmp_path: Path) -> Path:
    """A copy of the sample book that a test may break."""
    return copy_sample(tmp_path / "book-root")


@pytest.fixture(scope="session")
def built_sample(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The sample book, built once; the folder of its HTML."""
    from cnncourse.sphinxext.build import build_book

    return build_book(copy_sample(tmp_path_factory.mktemp("sample") / "root")).parent


@pytest.fixture
def failure_of(capfd: pytest.CaptureFixture[str]) -> Callable[[Path], str]:
    """Build a book that must fail; what Sphinx and the error said."""

    def build(root: Path) -> str:
        from cnncourse.sphinxext.build import BookError, build_book

        with pytest.raises(BookError) as caught:
            build_book(root)
        return f"{capfd.readouterr().err}\n{caught.value}"

    return build


@pytest.fixture(scope="module")
def browser(built_sample: Path) -> Iterator[Any]:
    """Chromium; without one the test is skipped, and fails where CI=true says that one was installed.

    It opens after the build and closes with the module: pages that run kernels in between leave it unable to close.
    """
    from cnncourse.sphinxext.browser import NoBrowserError, open_browser

    try:
        with open_browser() as opened:
            yield opened
    except NoBrowserError as error:
        if os.environ.get("CI") == "true":
            pytest.fail(str(error))
        pytest.skip(str(error))


@pytest.fixture
def page(browser: Any) -> Any:
    """A fresh tab that collects what goes wrong in it."""
    tab = browser.new_page(viewport={"width": 1280, "height": 900})
    tab.troubles = []
    tab.on("console", lambda message: message.type == "error" and tab.troubles.append(message.text))
    tab.on("pageerror", lambda error: tab.troubles.append(str(error)))
    tab.on("request", lambda request: "127.0.0.1" in request.url or tab.troubles.append(request.url))
    yield tab
    tab.close()


@pytest.fixture(scope="session")
def address(built_sample: Path) -> Iterator[str]:
    """The sample book, served under its published prefix."""
    from cnncourse.sphinxext.serve import serve

    with serve(built_sample) as at:
        yield at
