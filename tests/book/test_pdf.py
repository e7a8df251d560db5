"""The sample book as one PDF: contents, numbers, outline, and figures that stand still."""

import os
import shutil
from pathlib import Path

import pytest
from pypdf import PdfReader

from cnncourse.sphinxext.browser import NoBrowserError
from cnncourse.sphinxext.pdf import build_pdf


@pytest.fixture(scope="module")
def pdf(built_sample: Path, tmp_path_factory: pytest.TempPathFactory) -> PdfReader:
    """The printed sample."""
    root = tmp_path_factory.mktemp("pdf")
    shutil.copytree(built_sample, root / "build/book/html")
    shutil.copy(built_sample.parents[2] / "_toc.yml", root)
    try:
        return PdfReader(build_pdf(root))
    except NoBrowserError as error:
        if os.environ.get("CI") == "true":
            pytest.fail(str(error))
        pytest.skip(str(error))


def test_the_contents_name_every_page_with_the_sheet_it_starts_on(pdf: PdfReader):
    """Each title stands in the contents with the number of the sheet whose text begins with that title."""
    lead = pdf.pages[0].extract_text()

    for item in pdf.outline:
        sheet = pdf.get_destination_page_number(item)
        assert f"{item.title} {sheet + 1}" in " ".join(lead.split())
        assert item.title in pdf.pages[sheet].extract_text()[:200]
    assert len(pdf.outline) == 5


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
