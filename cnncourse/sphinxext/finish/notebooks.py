"""The notebooks that readers download: cells keep their ids from build to build."""

import hashlib
from pathlib import Path
from typing import Any

import nbformat


def name_cells(notebook: Any) -> None:
    """Give each cell an id made from its place and its text; the usual ones are random."""
    for i, cell in enumerate(notebook.cells):
        cell["id"] = hashlib.sha256(f"{i}\0{cell.source}".encode()).hexdigest()[:12]


def settle_notebooks(site: Path) -> None:
    """Name the cells of every notebook that the site offers beside its page."""
    for path in sorted((site / "_sources").rglob("*.ipynb")):
        notebook = nbformat.read(path, as_version=4)
        name_cells(notebook)
        path.write_text(nbformat.writes(notebook) + "\n", encoding="utf-8")
