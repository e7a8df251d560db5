"""Pages as notebooks: MyST becomes Markdown that Jupyter shows as a reader expects it.

Jupyter knows no directives, roles and labels. What it cannot show leads, by a link, to the published page.
"""

from pathlib import Path
from typing import Any

from cnncourse.sphinxext.plain.parts import plain
from cnncourse.sphinxext.plain.published import Book, Place, PlainError


def make_plain(notebook: Any, page: Path, book: Book) -> None:
    """Rewrite the Markdown cells of `notebook`, made from `page`; code cells stay as they are.

    A cell that is plain already does not change. Raises `ValueError`, `file:line: message`, for a directive, a role, a
    label, a term or a source that is not known.
    """
    place = Place(book, page.relative_to(book.root).with_suffix("").as_posix())
    for cell in notebook.cells:
        if cell.cell_type != "markdown":
            continue
        try:
            cell.source = plain(cell.source, place)
        except PlainError as error:
            raise ValueError(f"{page}:{_line_of(error.where, page)}: {error}") from error


def _line_of(text: str, page: Path) -> int:
    """The first line of the page that holds the beginning of `text`, counted from 1."""
    start = text.splitlines()[0]
    lines = page.read_text(encoding="utf-8").splitlines()
    return next((number for number, line in enumerate(lines, 1) if start in line), 1)
