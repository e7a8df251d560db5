"""The whole book as one PDF, printed by Chromium: contents, page numbers, an outline, figures that stand still."""

import logging
from html import escape
from io import BytesIO
from pathlib import Path
from typing import Any

import yaml
from pypdf import PdfReader, PdfWriter
from sphinx_external_toc.parsing import parse_toc_yaml

from cnncourse.sphinxext.browser import open_browser
from cnncourse.sphinxext.one_document import OneDocument, anchor_of
from cnncourse.sphinxext.pdf_offer import NAME, offer
from cnncourse.sphinxext.site_address import site_address

MARGIN = {"top": "18mm", "bottom": "20mm", "left": "18mm", "right": "18mm"}
FOOT = '<p style="width:100%;text-align:center;font:9px sans-serif"><span class="pageNumber"></span></p>'


def build_pdf(root: Path) -> Path:
    """Print the built book of `root` into its site, and offer it on the book's first page; returns the PDF.

    Raises `NoBrowserError` without Chromium, `FileNotFoundError` without a book.
    """
    site, toc = root / "build/book/html", parse_toc_yaml(root / "_toc.yml")
    config = yaml.safe_load((root / "_config.yml").read_text(encoding="utf-8"))
    address, _ = site_address(config["repository"]["url"])
    document = OneDocument(site, toc, address)
    for page in toc:
        document.add(page)
    rows = rows_of(toc)
    printed = site / "_printed.html"  # beside the pages, so that their style sheets and pictures are found
    try:
        with open_browser() as browser:
            tab = browser.new_page()
            sheets: dict[str, int] = {}
            for _ in range(2):  # the first print tells where each page of the book begins
                front = title_page(config["title"], address) + contents(rows, document.titles, sheets)
                printed.write_text(document.html(escape(config["title"]), front), encoding="utf-8")
                pdf = print_file(tab, printed)
                sheets = first_sheets(pdf, document.titles)
    finally:
        printed.unlink(missing_ok=True)
    write(pdf, site / NAME, config["title"], [(depth, document.titles.get(p, p), sheets.get(p)) for depth, p in rows])
    offer(site, f"{toc.root.docname}.html", len(pdf.pages))
    return site / NAME


def print_file(tab: Any, file: Path) -> PdfReader:
    """The file as the tab prints it on A4, tagged for screen readers."""
    tab.goto(file.as_uri())
    options = {"display_header_footer": True, "header_template": "<span></span>", "footer_template": FOOT}
    return PdfReader(BytesIO(tab.pdf(format="A4", margin=MARGIN, tagged=True, **options)))


def first_sheets(pdf: PdfReader, pages: Any) -> dict[str, int]:
    """The number of the sheet on which each page of the book begins, from 1."""
    named = {name.lstrip("/"): place for name, place in pdf.named_destinations.items()}
    return {page: (pdf.get_destination_page_number(named[anchor_of(page)]) or 0) + 1 for page in pages}


def rows_of(toc: Any) -> list[tuple[int, str]]:
    """The table of contents in reading order: (depth, page), and (0, caption) where a part begins."""
    rows: list[tuple[int, str]] = [(1, toc.root.docname)]

    def below(page: str, depth: int) -> None:
        for tree in toc[page].subtrees:
            if tree.caption:
                rows.append((0, tree.caption))
            for item in tree.items:
                if isinstance(item, str):
                    rows.append((depth, str(item)))
                    below(str(item), depth + 1)

    below(toc.root.docname, 1)
    return rows


def title_page(title: str, address: str) -> str:
    """The first sheet."""
    name, _, rest = title.partition(", ")
    return f'<div class="title-page"><h1>{escape(name)}</h1><p>{escape(rest)}</p><p>{escape(address)}</p></div>'


def contents(rows: list[tuple[int, str]], titles: dict[str, str], sheets: dict[str, int]) -> str:
    """The table of contents; before the first print there are no numbers yet."""
    lines = []
    for depth, page in rows:
        if not depth:
            lines.append(f'<tr class="part-of-book"><td>{escape(page)}</td><td></td></tr>')
            continue
        link = f'<a href="#{anchor_of(page)}">{escape(titles[page])}</a>'
        place = ' class="below"' if depth > 1 else ""
        lines.append(f"<tr><td{place}>{link}</td><td>{sheets.get(page, 0)}</td></tr>")
    return f'<div class="sheet contents"><h1>Contents</h1><table>{"".join(lines)}</table></div>'


def write(pdf: PdfReader, out: Path, title: str, entries: list[tuple[int, str, int | None]]) -> None:
    """Save it with an outline, its (depth, title, sheet) entries; a part leads to its first page.

    Chromium's own outline doubles words of headings that take two lines. The moment of printing is left out.
    """
    logging.getLogger("pypdf").setLevel(logging.ERROR)  # it tells that Chromium counts its objects too low
    writer = PdfWriter(clone_from=pdf)
    above: dict[int, Any] = {}  # the last entry of each depth
    for i, (depth, text, sheet) in enumerate(entries):
        first = sheet or next(after for _, _, after in entries[i:] if after)
        above = {level: entry for level, entry in above.items() if level < depth}
        parent = above[max(above)] if above else None
        above[depth] = writer.add_outline_item(title=text, page_number=first - 1, parent=parent)
    writer.metadata = {"/Title": title}
    writer.write(out)
