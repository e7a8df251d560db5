"""The whole book as one PDF, printed by Chromium page by page, with page numbers and an outline.

python -m cnncourse.sphinxext.pdf    # after the book is built; writes build/book/html/cnncourse.pdf
"""

from io import BytesIO
from pathlib import Path
from typing import Any

from pypdf import PdfReader, PdfWriter
from sphinx_external_toc.parsing import parse_toc_yaml

from cnncourse.sphinxext.browser import open_browser

OPEN_ALL = "document.querySelectorAll('details:not(.quiz-answers)').forEach(d => d.open = true)"
MARGIN = {"top": "18mm", "bottom": "18mm", "left": "18mm", "right": "18mm"}
LINES_A_PAGE = 44


def build_pdf(root: Path) -> Path:
    """Print the built book of `root`; returns the PDF. Raises `NoBrowserError`, or FileNotFoundError without a book."""
    site = root / "build/book/html"
    names = list(parse_toc_yaml(root / "_toc.yml"))
    with open_browser() as browser:
        tab = browser.new_page()
        printed = [print_page(tab, site / f"{name}.html") for name in names]
        book = join(tab, printed)
    out = site / "cnncourse.pdf"
    book.write(out)
    return out


def print_page(tab: Any, page: Path) -> tuple[str, PdfReader]:
    """One page of the site as its title and its sheets."""
    if not page.is_file():
        raise FileNotFoundError(f"{page} is not there: build the book first")
    tab.goto(page.as_uri())
    tab.evaluate(OPEN_ALL)
    return tab.locator("h1").first.inner_text().rstrip("#"), sheets(tab)


def sheets(tab: Any) -> PdfReader:
    """What the tab shows, printed on A4."""
    return PdfReader(BytesIO(tab.pdf(format="A4", margin=MARGIN, tagged=True, outline=True)))


def join(tab: Any, printed: list[tuple[str, PdfReader]]) -> PdfWriter:
    """Contents first, then every page; a number at the foot of each sheet, an outline entry for each page."""
    lead = -(-(len(printed) + 3) // LINES_A_PAGE)  # sheets that the contents take
    starts, at = [], lead
    for _, pdf in printed:
        starts.append(at)
        at += len(pdf.pages)
    entries = [(title, start + 1) for (title, _), start in zip(printed, starts, strict=True)]
    book = PdfWriter()
    book.append(contents(tab, entries), import_outline=False)
    for (title, pdf), start in zip(printed, starts, strict=True):
        book.append(pdf, import_outline=False)
        book.add_outline_item(title=title, page_number=start)
    for sheet, foot in zip(book.pages, feet(tab, len(book.pages)).pages, strict=True):
        sheet.merge_page(foot)
    book.add_metadata({"/Title": "Convolutional networks, by hand and checked", "/Lang": "en"})
    return book


def contents(tab: Any, entries: list[tuple[str, int]]) -> PdfReader:
    """The table of contents as sheets."""
    rows = "".join(f"<tr><td>{title}</td><td style='text-align:right'>{page}</td></tr>" for title, page in entries)
    style = "body{font:12pt sans-serif} table{width:100%} tr{height:5.4mm}"
    tab.set_content(
        f"<html lang=en><title>Contents</title><style>{style}</style><h1>Contents</h1><table>{rows}</table>"
    )
    return sheets(tab)


def feet(tab: Any, count: int) -> PdfReader:
    """`count` empty sheets with a number at the foot."""
    pages = "".join(f"<div><p>{number}</p></div>" for number in range(1, count + 1))
    style = (
        "@page{margin:0} body{margin:0} div{height:296.5mm;position:relative;break-after:page}"
        "p{position:absolute;bottom:4mm;width:100%;text-align:center;font:9pt sans-serif}"
    )
    tab.set_content(f"<html lang=en><title>Numbers</title><style>{style}</style>{pages}")
    return PdfReader(BytesIO(tab.pdf(format="A4", print_background=False)))


if __name__ == "__main__":
    print(build_pdf(Path.cwd()))
