"""The sample book as one PDF: contents, numbers, outline, links that stay inside, figures that stand still."""

import os
import shutil
from pathlib import Path

import pytest
import yaml
from pypdf import PdfReader

from cnncourse.sphinxext.browser import NoBrowserError
from cnncourse.sphinxext.pdf import build_pdf
from cnncourse.sphinxext.pdf_offer import withdraw
from cnncourse.sphinxext.site_address import site_address

ROOT = Path(__file__).parents[2]
TITLES = ["Sample", "Chapter", "A page", "Figures", "Errata", "Reference"]


@pytest.fixture(scope="module")
def printed(built_sample: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The PDF of the sample, in a copy of its site."""
    root = tmp_path_factory.mktemp("pdf")
    shutil.copytree(built_sample, root / "build/book/html")
    for name in ("_toc.yml", "_config.yml"):
        shutil.copy(built_sample.parents[2] / name, root)
    try:
        return build_pdf(root)
    except NoBrowserError as error:
        if os.environ.get("CI") == "true":
            pytest.fail(str(error))
        pytest.skip(str(error))


@pytest.fixture(scope="module")
def pdf(printed: Path) -> PdfReader:
    """The printed sample."""
    return PdfReader(printed)


def flat(entries: list) -> list:
    """The outline's entries without their depth."""
    return [item for entry in entries for item in (flat(entry) if isinstance(entry, list) else [entry])]


def test_the_contents_name_every_page_with_the_sheet_it_starts_on(pdf: PdfReader):
    """Each title stands in the contents with the number of the sheet whose text begins with that title."""
    lead = " ".join(pdf.pages[1].extract_text().split())
    outline = flat(pdf.outline)

    assert [item.title for item in outline] == TITLES
    for item in outline:
        sheet = pdf.get_destination_page_number(item)
        assert f"{item.title} {sheet + 1}" in lead
        assert item.title in pdf.pages[sheet].extract_text()[:40]


def test_every_sheet_is_numbered(pdf: PdfReader):
    """The last line of each sheet is its number."""
    for number, sheet in enumerate(pdf.pages, 1):
        assert sheet.extract_text().split()[-1] == str(number)


def test_answers_and_controls_are_not_printed(pdf: PdfReader):
    """A reader with a pencil finds the questions, not the answers, and no buttons."""
    text = " ".join(" ".join(sheet.extract_text() for sheet in pdf.pages).split())

    assert "How many places has a kernel of 3 on 7 numbers?" in text
    assert "That would need padding 1" not in text
    assert "Play" not in text


def test_links_lead_within_the_pdf_or_to_the_published_site(pdf: PdfReader):
    """A link to a page of the book leads to its sheet, a download to the site; no path of this machine is left."""
    links = [note.get_object() for sheet in pdf.pages for note in sheet.get("/Annots", [])]
    outside = {link["/A"]["/URI"] for link in links if "/URI" in link.get("/A", {})}
    inside = [str(link["/Dest"]).lstrip("/") for link in links if "/Dest" in link]

    repository = yaml.safe_load((ROOT / "_config.yml").read_text())["repository"]["url"]
    site, _ = site_address(repository)
    assert [address for address in outside if not address.startswith((site, "https://doi.org/"))] == []
    assert any(address.startswith(site) and address.endswith("ps0.ipynb") for address in outside)
    named = {name.lstrip("/"): place for name, place in pdf.named_destinations.items()}
    assert set(inside) <= set(named)
    sheet = pdf.get_destination_page_number(named["book-1-sample-page--sample-page"])
    assert "A page" in pdf.pages[sheet].extract_text()[:40]


def test_a_screen_reader_finds_structure_and_language(pdf: PdfReader):
    """The PDF is tagged, names its language and its title, and not the moment of its making."""
    root = pdf.trailer["/Root"]

    assert root["/MarkInfo"]["/Marked"]
    assert "/StructTreeRoot" in root
    assert root["/Lang"] == "en"
    assert set(pdf.metadata) == {"/Title"}


def test_the_first_page_offers_the_pdf_as_long_as_it_is_there(printed: Path):
    """The link says how long the PDF is; with the PDF the link goes."""
    home = printed.parent / "book/index.html"
    assert f'<a href="../cnncourse.pdf">The whole book as one PDF</a> ({len(PdfReader(printed).pages)} pages' in (
        home.read_text()
    )
    assert not (printed.parent / "_printed.html").exists()

    withdraw(printed.parent)

    assert not printed.exists()
    assert "cnncourse.pdf" not in home.read_text()
