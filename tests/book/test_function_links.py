"""From a function's page to its place in the reference, to the exercise that grades it, and back again."""

from pathlib import Path
from urllib.parse import urljoin

import pytest
from bs4 import BeautifulSoup

from cnncourse.sphinxext.uses import names_in

ENTRY = "book/functions.html#cnncourse.shapes.output_size.conv_output_size"
GRADED = "book/1-sample/page.html#graded-conv_output_size"


@pytest.fixture(scope="module")
def read(built_sample: Path):
    """A function that reads a page of the built sample."""
    return lambda name: BeautifulSoup((built_sample / name).read_text(), "html.parser")


def targets(page: str, links) -> list[str]:
    """Where links of a page lead, from the site's root."""
    return [urljoin(page, link["href"]) for link in links]


def test_the_index_leads_to_the_reference_the_pages_and_the_exercise(read):
    """Each function that a page uses or an exercise grades has one row; without a reference its name is no link."""
    index = read("book/index.html")
    known, unknown = index.select(".function-index tbody tr")

    assert known.th.text == "conv_output_size"
    assert targets("book/index.html", known.select("a")) == [ENTRY, "book/1-sample/page.html", GRADED]
    assert unknown.th.text == "places"
    assert unknown.th.a is None
    assert targets("book/index.html", unknown.select("a")) == [
        "book/1-sample/page.html",
        "book/1-sample/page.html#graded-places",
    ]


def test_a_page_leads_to_the_reference(read):
    """The names in its text, in its graded box and in the list at its end are links to the entry."""
    page = read("book/1-sample/page.html")
    links = [link for link in page.select("article a") if link.code and "conv_output_size" in link.text]

    assert [link.text for link in links] == ["conv_output_size(7, 3)", "conv_output_size", "conv_output_size"]
    assert set(targets("book/1-sample/page.html", links)) == {ENTRY}
    assert page.select_one("#graded-conv_output_size a")
    assert page.select_one(".part-functions a")


def test_the_reference_leads_back(read):
    """The entry names the page that uses the function and the exercise that grades it; an unused one names none."""
    entries = read("book/functions.html").select("dl.py.function")
    used = next(entry for entry in entries if entry.dt["id"] == ENTRY.partition("#")[2])

    links = targets("book/functions.html", used.select(".used-on a"))
    assert links == ["book/1-sample/page.html", GRADED]
    assert [entry.select(".used-on") for entry in entries if entry is not used] == [[]] * (len(entries) - 1)


def test_imports_and_shown_sources_are_uses():
    """A cell's imports from the package count, and the functions of a file of the package that a page shows."""
    code = "import numpy as np\nfrom cnncourse.shapes import pad2d, summary\nfrom math import pi\n"
    shown = "def conv2d_forward_plain(x):\n    return x\n"

    assert names_in(code, None) == [("cnncourse.shapes", "pad2d"), ("cnncourse.shapes", "summary")]
    assert names_in(shown, Path("/a/cnncourse/b/cnncourse/layers_numpy/conv.py")) == [
        ("cnncourse.layers_numpy.conv", "conv2d_forward_plain")
    ]
    assert names_in(shown, Path("/a/other.py")) == []
    assert names_in("out = (", None) == []
