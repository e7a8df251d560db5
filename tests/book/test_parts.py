"""The parts of a page as built: what the reader, also without scripts, finds in the HTML."""

from pathlib import Path

import pytest
from bs4 import BeautifulSoup

from cnncourse.sphinxext.api import as_rst
from cnncourse.sphinxext.page_time import time_sentence


@pytest.fixture(scope="module")
def page(built_sample: Path) -> BeautifulSoup:
    return BeautifulSoup((built_sample / "book/1-sample/page.html").read_text(), "html.parser")


def test_every_part_is_there_in_order(page: BeautifulSoup):
    """The parts appear as boxes, in the template's order."""
    kinds = [box["class"][1] for box in page.select("article .part")]

    assert kinds == [
        f"part-{part}"
        for part in ("outcomes", "prerequisites", "page-time", "take-away", "quiz", "claims", "graded", "functions")
    ]


def test_a_quiz_is_readable_without_scripts(page: BeautifulSoup):
    """Questions are fieldsets with a legend, choices are labelled, and each choice's explanation stands in details."""
    one, several = page.select(".quiz-question")

    assert one.legend.text == "How many places has a kernel of 3 on 7 numbers?"
    assert [field["type"] for field in one.select("input")] == ["radio"] * 2
    assert [field["type"] for field in several.select("input")] == ["checkbox"] * 3
    assert [label.text for label in one.select("label")] == ["5", "7"]
    assert len(one.select("details li")) == 2
    assert "padding 1" in one.select("details li")[1].text


def test_the_claim_box_shows_the_ledger_and_the_evidence(page: BeautifulSoup):
    """Each claim shows the lecture's statement, the computed verdict, the evidence, and what is right instead."""
    holds, wrong, unknown = page.select(".claim")

    assert holds.q.text == "Stride 1 gives 5 places."
    assert [box.select_one(".verdict").text for box in (holds, wrong, unknown)] == ["holds", "wrong", "open"]
    assert "It gives 3 places." in wrong.text


def test_the_graded_box_offers_the_notebook(page: BeautifulSoup, built_sample: Path):
    """The link downloads the exercise notebook itself, and the points are those of its test cell."""
    box = page.select_one(".part-graded")
    link = built_sample / "book/1-sample" / box.select_one("a.download")["href"]

    assert link.resolve().is_file()
    assert link.name == "ps0.ipynb"
    assert "10 points" in box.text


def test_the_errata_list_what_is_wrong_and_lead_to_its_page(built_sample: Path):
    """Only rows whose settled verdict is wrong or imprecise are listed, each with a link to its claim box."""
    errata = BeautifulSoup((built_sample / "book/errata.html").read_text(), "html.parser")
    assert errata.select_one("#errata-eecs445 > h2").text.startswith("Michigan, EECS 445: 1 statement")
    (entry,) = errata.select(".claim")

    assert entry["id"] == "erratum-eecs-445-023"
    assert entry.select_one(".verdict").text == "wrong"
    assert entry.find("a", href="1-sample/page.html#claim-eecs-445-023")


def test_the_time_is_computed_from_words_exercises_and_the_measured_run():
    """401 words are three minutes at 200 a minute; a run is told in steps of ten seconds."""
    assert time_sentence(401, 5, None) == ("About 8 minutes: 3 to read, 5 for the exercises. There is no code to run.")
    assert time_sentence(400, 0, 3.2).endswith("2 to read, 0 for the exercises. The code runs in less than 10 seconds.")
    assert time_sentence(400, 0, 21.0).endswith("The code runs in about 30 seconds.")


def test_docstrings_may_use_plain_signs():
    """Stars and bars outside code are escaped, and single backticks mark code."""
    lines = ["max(x, 0) * |x| in `a * b` and ``c | d``"]

    as_rst(None, "function", "f", None, None, lines)

    assert lines == [r"max(x, 0) \* \|x\| in ``a * b`` and ``c | d``"]
