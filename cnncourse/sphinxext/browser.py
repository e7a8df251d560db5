"""A headless Chromium, for printing the book and for looking at it as a reader's browser would."""

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

NAMES = ("chromium", "chromium-browser", "google-chrome")
QUIET = (  # nothing but the pages asked for may open a connection
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)


class NoBrowserError(RuntimeError):
    """There is no Chromium on this machine."""


def find_chromium() -> str:
    """The path of Chromium; raises `NoBrowserError` that says what to install."""
    for name in NAMES:
        path = shutil.which(name)
        if path:
            return path
    raise NoBrowserError(f"none of {', '.join(NAMES)} is on the PATH: install Debian's package chromium")


@contextmanager
def open_browser() -> Iterator[Any]:
    """A Playwright browser on that Chromium."""
    from playwright.sync_api import sync_playwright

    path = find_chromium()
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=list(QUIET))
        try:
            yield browser
        finally:
            browser.close()
