"""The page template: every section page of a chapter has all its parts, in order. The build stops where one lacks."""

import re
from collections.abc import Sequence

from docutils import nodes
from sphinx.application import Sphinx
from sphinx.util import logging

from cnncourse.sphinxext.part import PagePart

PARTS = ("outcomes", "prerequisites", "page-time", "take-away", "quiz", "claims", "graded")
SECTION_PAGE = re.compile(r"book/\d+-[^/]+/(?!index$)[^/]+")

logger = logging.getLogger(__name__)


def template_problem(found: Sequence[tuple[str, int]]) -> tuple[str, int] | None:
    """The first part that is missing or out of order, as (what is wrong, line), or None for a whole page.

    `found` holds (name of the part, line) from top to bottom. More than the template asks for is welcome.
    """
    line, rest = 1, list(found)
    for part in PARTS:
        names = [name for name, _ in rest]
        if part not in names:
            present = part in [name for name, _ in found]
            problem = "stands too early" if present else "is missing"
            return f"page template: {{{part}}} {problem}; the order is {', '.join(PARTS)}", line
        at = names.index(part)
        line = rest[at][1]
        rest = rest[at + 1 :]
    return None


def check_page(app: Sphinx, doctree: nodes.document) -> None:
    """Warn, and so stop the build, when the page just read lacks a part."""
    if not SECTION_PAGE.fullmatch(app.env.docname):
        return
    found = [(node["part"], node.line or 1) for node in doctree.findall(PagePart)]
    problem = template_problem(found)
    if problem:
        logger.warning(problem[0], location=(app.env.docname, problem[1]))


def setup(app: Sphinx) -> None:
    app.connect("doctree-read", check_page)
