"""Signatures in the API reference: one element a parameter. Ten thousand elements on a page slow it down."""

from cnncourse.sphinxext.finish.page import Page


def flatten(page: Page) -> None:
    """Replace what stands inside a parameter or a return type by its text, unless it is a link."""
    for part in page.soup.select(".sig-param, .sig-return-typehint, .sig-name, .sig-prename"):
        if not part.find("a"):
            part.string = part.get_text()
