"""Launch buttons that arrive: at the notebook of the page, on the branch that holds notebooks."""

import re

from cnncourse.sphinxext.finish.page import Page

BRANCH = "notebooks"
HUB_BRANCH = re.compile(r"branch=[^&]*")
BINDER_OR_COLAB = re.compile(r"(mybinder\.org/v2/gh/[^/]+/[^/]+/|/blob/)[^/?]+")


def point_at_notebooks(page: Page) -> None:
    """Rewrite each launch link from `main` and `.md` to the branch `notebooks` and `.ipynb`."""
    for link in page.soup.select(".dropdown-launch-buttons a[href]"):
        link["href"] = launch_address(link["href"])
        link["rel"] = "noopener"


def launch_address(address: str) -> str:
    """A launch address of the theme, on the branch of notebooks.

    >>> launch_address("https://mybinder.org/v2/gh/o/r/main?urlpath=lab/tree/book/page.md")
    'https://mybinder.org/v2/gh/o/r/notebooks?urlpath=lab/tree/book/page.ipynb'
    """
    address = re.sub(r"\.md(?=$|[?&])", ".ipynb", address)
    address = BINDER_OR_COLAB.sub(rf"\g<1>{BRANCH}", address)
    return HUB_BRANCH.sub(f"branch={BRANCH}", address)
