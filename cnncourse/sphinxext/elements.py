"""One docutils node for any HTML element, so that a directive builds its markup as a tree of nodes.

Text inside stays docutils nodes: links, mathematics and citations in a quiz or a claim box resolve as elsewhere.
"""

from html import escape
from typing import Any

from docutils import nodes
from sphinx.application import Sphinx

VOID = {"input", "br", "hr", "img"}


class HtmlElement(nodes.General, nodes.Element):
    """An HTML element: `tag`, `attrs` (a dict; None leaves an attribute out, True writes it bare), children."""


def element(tag: str, *children: nodes.Node, **attrs: Any) -> HtmlElement:
    """Make a node for `<tag …>children</tag>`; `class_` and `for_` stand for the reserved words, `_` for `-`."""
    named = {name.rstrip("_").replace("_", "-"): value for name, value in attrs.items()}
    return HtmlElement("", *children, tag=tag, attrs=named)


def words(tag: str, text: str, **attrs: Any) -> HtmlElement:
    """An element that holds plain text."""
    return element(tag, nodes.Text(text), **attrs)


def start_tag(tag: str, attrs: dict[str, Any]) -> str:
    """The start tag as HTML, values escaped."""
    written = [tag]
    for name, value in attrs.items():
        if value is True:
            written.append(name)
        elif value is not None and value is not False:
            written.append(f'{name}="{escape(str(value))}"')
    return f"<{' '.join(written)}>"


def visit_html(translator: Any, node: HtmlElement) -> None:
    translator.body.append(start_tag(node["tag"], node["attrs"]))


def depart_html(translator: Any, node: HtmlElement) -> None:
    if node["tag"] not in VOID:
        translator.body.append(f"</{node['tag']}>")


def pass_by(translator: Any, node: HtmlElement) -> None:
    """Other output formats show the children alone."""


def setup(app: Sphinx) -> None:
    app.add_node(
        HtmlElement,
        html=(visit_html, depart_html),
        latex=(pass_by, pass_by),
        text=(pass_by, pass_by),
    )
