"""The link to the book's PDF, on a page that has `<div class="pdf-offer"></div>`: there as long as the PDF is."""

import posixpath
import re
from pathlib import Path

NAME = "cnncourse.pdf"
PLACE = re.compile(r'(<div class="pdf-offer">).*?(</div>)', re.DOTALL)
FILLED = '<div class="pdf-offer"><p>'


def offer(site: Path, home: str, count: int) -> None:
    """Link the PDF of `count` sheets from the page `home`, where that has a place for it."""
    address = posixpath.relpath(NAME, posixpath.dirname(home) or ".")
    size = (site / NAME).stat().st_size / 1e6
    text = f'<p><a href="{address}">The whole book as one PDF</a> ({count} pages, {size:.1f} MB)</p>'
    page = site / home
    page.write_text(PLACE.sub(rf"\1{text}\2", page.read_text(encoding="utf-8")), encoding="utf-8")


def withdraw(site: Path) -> None:
    """Take away the PDF of an earlier state of the book, and the link to it."""
    if not (site / NAME).is_file():
        return
    (site / NAME).unlink()
    for page in site.rglob("*.html"):
        text = page.read_text(encoding="utf-8")
        if FILLED in text:
            page.write_text(PLACE.sub(r"\1\2", text), encoding="utf-8")
