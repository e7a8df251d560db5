"""Which functions of the package a page uses: imports in its cells, shows from the source, or has graded."""

import ast
from pathlib import Path

from docutils import nodes
from sphinx.application import Sphinx
from sphinx.environment import BuildEnvironment

from cnncourse.sphinxext.records import record, records
from cnncourse.sphinxext.reference import PACKAGE, Entry, entries, find


def names_in(code: str, source: Path | None) -> list[tuple[str, str]]:
    """The (module, name) pairs that `code` imports from the package or, shown from its file `source`, defines."""
    try:
        tree = ast.parse(code)
    except SyntaxError:  # output, another language, or a piece of a function
        return []
    imported = [
        (node.module, alias.name)
        for node in ast.walk(tree)
        if isinstance(node, ast.ImportFrom) and node.module and f"{node.module}.".startswith(PACKAGE)
        for alias in node.names
    ]
    module = module_of(source)
    if module is None:
        return imported
    return [(module, node.name) for node in tree.body if isinstance(node, ast.FunctionDef | ast.ClassDef)]


def module_of(source: Path | None) -> str | None:
    """The module that a file of the package is; None for any other file."""
    parts = source.with_suffix("").parts if source else ()
    name = PACKAGE.rstrip(".")
    return ".".join(parts[len(parts) - 1 - parts[::-1].index(name) :]) if name in parts else None


def note_uses(app: Sphinx, doctree: nodes.document) -> None:
    """Note what the page just read uses."""
    for block in doctree.findall(nodes.literal_block):
        shown_from = block.get("source")
        for pair in names_in(block.astext(), Path(shown_from) if shown_from else None):
            record(app.env, "uses", pair)


def entries_used(env: BuildEnvironment) -> dict[str, list[Entry]]:
    """For each page the functions of the reference that it uses or has graded, by name, each once."""
    known = entries(env)
    used: dict[str, set[Entry]] = {}
    for page, pairs in records(env, "uses").items():
        used.setdefault(page, set()).update(filter(None, (find(known, name, module) for module, name in pairs)))
    for page, graded in records(env, "graded").items():
        used.setdefault(page, set()).update(filter(None, (find(known, function) for _, function in graded)))
    return {page: sorted(found, key=lambda entry: entry.name.lower()) for page, found in used.items() if found}


def setup(app: Sphinx) -> None:
    app.connect("doctree-read", note_uses)
