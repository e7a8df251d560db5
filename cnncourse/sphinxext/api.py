"""The API reference: docstrings as they are written here, and `{function-index}`, from function to page to exercise."""

import re
from typing import Any

from docutils import nodes
from sphinx.application import Sphinx
from sphinx.util.docutils import SphinxDirective

from cnncourse.sphinxext.elements import HtmlElement, element, words
from cnncourse.sphinxext.records import records

CODE = re.compile(r"(``.+?``|`[^`]+`)")


def as_rst(app: Sphinx, what: str, name: str, obj: Any, options: Any, lines: list[str]) -> None:
    """Docstrings mark code with single backticks and use `*` and `|` as plain signs; tell reStructuredText so."""
    for i, line in enumerate(lines):
        parts = CODE.split(line)
        parts[::2] = [re.sub(r"([*|])", r"\\\1", part) for part in parts[::2]]
        parts[1::2] = [f"``{part.strip('`')}``" for part in parts[1::2]]
        lines[i] = "".join(parts)


class FunctionIndex(SphinxDirective):
    """`{function-index}`: each graded function with its reference, the pages that teach it, and its assignment."""

    def run(self) -> list[nodes.Node]:
        self.env.note_reread()
        node = element("div", class_="function-index")
        node["function-index"] = True
        return [node]


def graded_functions(app: Sphinx) -> dict[str, list[tuple[str, str]]]:
    """Each graded function with the (page, assignment) pairs that name it, in the order of names."""
    found: dict[str, list[tuple[str, str]]] = {}
    for page, entries in records(app.env, "graded").items():
        for assignment, function in entries:
            found.setdefault(function, []).append((page, assignment))
    return dict(sorted(found.items()))


def make_tables(app: Sphinx, doctree: nodes.document, docname: str) -> None:
    """Fill each function index, now that every page has been read."""
    for place in list(doctree.findall(HtmlElement)):
        if place.get("function-index"):
            place += _table(app, docname)


def _table(app: Sphinx, docname: str) -> HtmlElement:
    titles = ("Function", "Taught on", "Graded in")
    head = element("tr", *(words("th", title, scope="col") for title in titles))
    rows = []
    for function, places in graded_functions(app).items():
        pages = [_link(app, docname, page, app.env.titles[page].astext()) for page, _ in places]
        between = [node for page in pages for node in (page, nodes.Text(", "))][:-1]
        assignments = sorted({assignment for _, assignment in places})
        name = element("th", _reference(app, docname, function), scope="row")
        rows.append(element("tr", name, element("td", *between), words("td", ", ".join(assignments))))
    return element("table", element("thead", head), element("tbody", *rows), class_="table")


def _link(app: Sphinx, docname: str, page: str, text: str, anchor: str = "") -> HtmlElement:
    address = app.builder.get_relative_uri(docname, page) + anchor
    return words("a", text, href=address, class_="reference internal")


def _reference(app: Sphinx, docname: str, function: str) -> nodes.Node:
    """The function's name, as a link into the API reference where it stands there."""
    for full, entry in app.env.get_domain("py").objects.items():  # type: ignore[attr-defined]  # the Python domain's
        if full.rpartition(".")[2] == function and "layers_torch" not in full:
            return element("code", _link(app, docname, entry.docname, function, f"#{entry.node_id}"))
    return words("code", function)


def setup(app: Sphinx) -> None:
    app.setup_extension("sphinx.ext.autodoc")
    app.add_directive("function-index", FunctionIndex)
    app.connect("autodoc-process-docstring", as_rst, priority=100)  # before napoleon
    app.connect("doctree-resolved", make_tables)
