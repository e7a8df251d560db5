"""What the pages of a chapter owe their reader, beyond the template that the build enforces."""

import re
from collections import Counter
from pathlib import Path

import jupytext
import pytest
import yaml

from cnncourse.claims import load_ledger

ROOT = Path(__file__).resolve().parents[2]
CHAPTERS = sorted(path for path in (ROOT / "book").glob("[0-9]-*") if path.is_dir())
PAGES = sorted(page for chapter in CHAPTERS for page in chapter.glob("*.md"))
MOST_LINES = 25


def fences(page: Path, directive: str) -> list[str]:
    """The first line and the body of each fence of a directive, as one text without the options."""
    found = re.findall(rf"^```\{{{directive}\}}(.*?)^```$", page.read_text(encoding="utf-8"), re.M | re.S)
    return [re.sub(r"^:\w+:.*$", "", text, flags=re.M) for text in found]


@pytest.mark.parametrize("chapter", CHAPTERS, ids=lambda path: path.name)
def test_every_claim_has_its_box(chapter):
    """Each claim of the chapter's lecture stands in exactly one claims box of the chapter, and no other claim does."""
    lecture = chapter.name.split("-", 1)[1]
    boxes = Counter(ident for page in chapter.glob("*.md") for box in fences(page, "claims") for ident in box.split())

    assert boxes == Counter({claim.id: 1 for claim in load_ledger().values() if claim.lecture == lecture})


@pytest.mark.parametrize("page", PAGES, ids=lambda path: f"{path.parent.name}/{path.stem}")
def test_cells_are_short(page):
    """No cell holds more than 25 lines; code that is longer belongs in the package."""
    cells = [cell.source.splitlines() for cell in jupytext.read(page, fmt="md:myst").cells if cell.cell_type == "code"]

    assert [cell for cell in cells if len(cell) > MOST_LINES] == []


@pytest.mark.parametrize("page", PAGES, ids=lambda path: f"{path.parent.name}/{path.stem}")
def test_quizzes_are_worth_taking(page):
    """A section page asks three to five questions, and the right choice is not always at the same place."""
    questions = [question for body in fences(page, "quiz") for question in yaml.safe_load(body.split("\n", 1)[1])]
    if page.stem == "index":
        pytest.skip("an overview has no quiz")
    right = [[bool(choice.get("correct")) for choice in question["choices"]].index(True) for question in questions]

    assert 3 <= len(questions) <= 5
    assert len(set(right)) > 1


def test_every_page_is_in_the_table_of_contents():
    """A page of a chapter that `_toc.yml` does not list would be neither built nor read."""
    listed = re.findall(r"file: (book/\d-\S+)", (ROOT / "_toc.yml").read_text(encoding="utf-8"))

    assert sorted(listed) == [str(page.relative_to(ROOT).with_suffix("")) for page in PAGES]
