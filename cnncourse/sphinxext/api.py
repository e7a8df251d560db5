"""The API reference: docstrings as they are written here, and `{function-index}`, from function to page to exercise."""

import re
import sys
from collections.abc import Sequence
from typing import Any

from docutils import nodes
from sphinx.application import Sphinx
from sphinx.util.docutils import SphinxDirective

from cnncourse.sphinxext.elements import HtmlElement, element, words
from cnncourse.sphinxext.function_links import graded_on, in_reading_order
from cnncourse.sphinxext.graded import graded_id
from cnncourse.sphinxext.records import records
from cnncourse.sphinxext.reference import Entry, entries, find, link, link_code
from cnncourse.sphinxext.uses import entries_used

CODE = re.compile(r"(``.+?``|`[^`]+`)")


def as_rst(app: Sphinx, what: str, name: str, obj: Any, options: Any, lines: list[str]) -> None:
    """Docstrings mark code with single backticks and use `*` and `|` as plain signs; tell reStructuredText so."""
    for i, line in enumerate(lines):
        parts = CODE.split(line)
        parts[::2] = [re.sub(r"([*|])", r"\\\1", part) for part in parts[::2]]
        parts[1::2] = [f"``{part.strip('`')}``" for part in parts[1::2]]
        lines[i] = "".join(parts)


def skip_what_is_not_offered(app: Sphinx, what: str, name: str, obj: Any, skip: bool, options: Any) -> bool | None:
    """Leave out the helpers of a package's files: what the package itself does not import for its users."""
    package = str(getattr(obj, "__module__", "")).rpartition(".")[0]
    if what != "module" or package.count(".") != 1 or not package.startswith("cnncourse."):
        return None
    return None if hasattr(sys.modules[package], name) else True


class FunctionIndex(SphinxDirective):
    """`{function-index}`: each function that pages use, with its reference, these pages, and its assignment."""

    def run(self) -> list[nodes.Node]:
        self.env.note_reread()
        node = element("div", class_="function-index")
        node["function-index"] = True
        return [node]


def make_tables(app: Sphinx, doctree: nodes.document, docname: str) -> None:
    """Fill each function index, now that every page has been read."""
    for place in list(doctree.findall(HtmlElement)):
        if place.get("function-index"):
            place += _table(app, docname)


def _table(app: Sphinx, docname: str) -> HtmlElement:
    """A row for each function that a page uses or a problem set asks for, by name."""
    titles = ("Function", "Used on", "Graded in")
    head = element("tr", *(words("th", title, scope="col") for title in titles))
    pages: dict[str | Entry, set[str]] = {}
    for page, used in entries_used(app.env).items():
        for entry in used:
            pages.setdefault(entry, set()).add(page)
    known = entries(app.env)
    for page, graded in records(app.env, "graded").items():
        for _, function in graded:
            pages.setdefault(find(known, function) or function, set()).add(page)
    rows = [_row(app, docname, key, in_reading_order(app, pages[key])) for key in sorted(pages, key=_shown_name)]
    return element("table", element("thead", head), element("tbody", *rows), class_="table")


def _shown_name(key: str | Entry) -> str:
    return (key if isinstance(key, str) else key.name).lower()


def _row(app: Sphinx, docname: str, key: str | Entry, pages: list[str]) -> HtmlElement:
    """A function (its entry, or its bare name where the reference has none), its pages, its assignments."""
    name = words("code", key) if isinstance(key, str) else link_code(app, docname, key)
    function = key if isinstance(key, str) else key.full.rpartition(".")[2]
    asked = graded_on(app.env, function)
    places = _listed([link(app, docname, page, app.env.titles[page].astext()) for page in pages])
    problem_sets = _listed([link(app, docname, page, assignment, graded_id(function)) for page, assignment in asked])
    return element("tr", element("th", name, scope="row"), element("td", *places), element("td", *problem_sets))


def _listed(links: Sequence[nodes.Node]) -> list[nodes.Node]:
    return [node for link in links for node in (link, nodes.Text(", "))][:-1]


def setup(app: Sphinx) -> None:
    app.setup_extension("sphinx.ext.autodoc")
    app.add_directive("function-index", FunctionIndex)
    app.connect("autodoc-skip-member", skip_what_is_not_offered)
    app.connect("autodoc-process-docstring", as_rst, priority=100)  # before napoleon
    app.connect("doctree-resolved", make_tables)
