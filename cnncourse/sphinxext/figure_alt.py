"""No picture without words: the build stops at an image whose alternative text is missing or is a file name."""

import re

from docutils import nodes
from sphinx.application import Sphinx
from sphinx.util import logging

FILE_NAME = re.compile(r"(^|/)[\w.-]+\.(png|svg|jpe?g|gif|webp)$")

logger = logging.getLogger(__name__)


def alt_problem(alt: str | None) -> str | None:
    """What is wrong with an alternative text, or None."""
    if not alt or not alt.strip():
        return "a picture has no alternative text: for a figure of code add `mystnb: image: alt:`"
    if FILE_NAME.search(alt.strip()):
        return f"a picture's alternative text is a file name: {alt!r}"
    return None


def line_of(node: nodes.Node) -> int:
    """The line of a node, or of the nearest node around it that knows one."""
    place: nodes.Node | None = node
    while place is not None:
        if place.line:
            return place.line
        place = place.parent
    return 1


def check_page(app: Sphinx, doctree: nodes.document, docname: str) -> None:
    """Warn, and so stop the build, at each picture of the page that a reader of words would miss."""
    for image in doctree.findall(nodes.image):
        problem = alt_problem(image.get("alt"))
        if problem:
            logger.warning(problem, location=(docname, line_of(image)))


def setup(app: Sphinx) -> None:
    app.connect("doctree-resolved", check_page)
