"""The page template, on lists of parts, and on every page of the book as it is written."""

import re
from pathlib import Path

import pytest

from cnncourse.sphinxext.page_template import PARTS, SECTION_PAGE, template_problem

ROOT = Path(__file__).parents[2]
PAGES = [
    page
    for page in sorted((ROOT / "book").rglob("*.md"))
    if SECTION_PAGE.fullmatch(page.relative_to(ROOT).with_suffix("").as_posix())
]
FENCE = re.compile(r"^(?:`{3,}|:{3,})\{([\w-]+)\}")
WHOLE = [(part, 10 * i) for i, part in enumerate(PARTS, 1)]


def test_a_whole_page_has_no_problem():
    """All parts in order pass, and a quiz more in the middle of the page does no harm."""
    assert template_problem(WHOLE) is None
    assert template_problem([*WHOLE[:3], ("quiz", 35), *WHOLE[3:]]) is None


@pytest.mark.parametrize("part", PARTS)
def test_each_part_is_needed(part: str):
    """A page without one of the parts is refused, at the line of the part before it."""
    i = PARTS.index(part)

    problem, line = template_problem(WHOLE[:i] + WHOLE[i + 1 :])

    assert f"{{{part}}} is missing" in problem
    assert line == (10 * i or 1)


def test_the_order_counts():
    """A quiz that stands only above the take-away is refused."""
    swapped = [*WHOLE[:3], WHOLE[4], WHOLE[3], *WHOLE[5:]]

    assert "{quiz} stands too early" in template_problem(swapped)[0]


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.stem)
def test_every_page_of_a_chapter_follows_it(page: Path):
    """The pages in the tree, read as text, have every part in order."""
    lines = enumerate(page.read_text().splitlines(), 1)
    found = [(match[1], i) for i, line in lines if (match := FENCE.match(line)) and match[1] in PARTS]

    assert template_problem(found) is None
