"""The API reference as the book's other pages see it: which functions stand in it, and where."""

import re
from dataclasses import dataclass

from docutils import nodes
from sphinx.application import Sphinx
from sphinx.environment import BuildEnvironment

from cnncourse.sphinxext.elements import HtmlElement, element, words

PACKAGE = "cnncourse."
NAME = re.compile(r"([A-Za-z_]\w*)(\(.*\))?")


@dataclass(frozen=True)
class Entry:
    """A function or class of the reference: its full name, its page, and the id that it has there."""

    full: str
    page: str
    ident: str

    @property
    def name(self) -> str:
        """The name to show: twins have the names of the NumPy layers' classes, so theirs tell the package."""
        last = self.full.rpartition(".")[2]
        return f"layers_torch.{last}" if ".layers_torch." in self.full else last


def entries(env: BuildEnvironment) -> dict[str, Entry]:
    """Every function and class of the reference by its full name."""
    objects = env.get_domain("py").objects  # type: ignore[attr-defined]  # the Python domain's
    return {
        full: Entry(full, found.docname, found.node_id)
        for full, found in objects.items()
        if full.startswith(PACKAGE) and found.objtype in {"function", "class"}
    }


def find(known: dict[str, Entry], name: str, module: str = PACKAGE.rstrip(".")) -> Entry | None:
    """The entry called `name` at or below `module`; a twin in PyTorch only if its package is named."""
    found = [
        entry
        for full, entry in known.items()
        if full.startswith(f"{module}.")
        and full.rpartition(".")[2] == name
        and ("layers_torch" in module or "layers_torch" not in full)
    ]
    return found[0] if len(found) == 1 else None


def link(app: Sphinx, docname: str, page: str, text: str, anchor: str = "") -> HtmlElement:
    """A link from one page to another, or to an id there."""
    address = app.builder.get_relative_uri(docname, page) + (f"#{anchor}" if anchor else "")
    return words("a", text, href=address, class_="reference internal")


def link_code(app: Sphinx, docname: str, entry: Entry, shown: str = "") -> HtmlElement:
    """The function's name as code (or `shown`, what stands for it), leading to its place in the reference."""
    address = f"{app.builder.get_relative_uri(docname, entry.page)}#{entry.ident}"
    text = shown or entry.name
    return element("a", nodes.literal(text, text), href=address, class_="reference internal")
