"""The notebooks that readers download: plain Markdown, and cells that keep their ids from build to build."""

import hashlib
from pathlib import Path
from typing import Any

import nbformat

from cnncourse.sphinxext.plain import make_plain
from cnncourse.sphinxext.plain.published import read_book


def name_cells(notebook: Any) -> None:
    """Give each cell an id made from its place and its text; the usual ones are random."""
    for i, cell in enumerate(notebook.cells):
        cell["id"] = hashlib.sha256(f"{i}\0{cell.source}".encode()).hexdigest()[:12]


def settle_notebooks(root: Path, site: Path) -> list[str]:
    """Settle each notebook that the site offers beside its page; returns what is wrong, as `file:line: message`."""
    book = read_book(root)
    problems = []
    for path in sorted((site / "_sources").rglob("*.ipynb")):
        notebook = nbformat.read(path, as_version=4)
        page = (root / path.relative_to(site / "_sources")).with_suffix(".md")
        try:
            make_plain(notebook, page, book)
        except ValueError as error:
            problems.append(str(error))
            continue
        name_cells(notebook)
        path.write_text(nbformat.writes(notebook) + "\n", encoding="utf-8")
    return problems
