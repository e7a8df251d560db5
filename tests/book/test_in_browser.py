"""The sample book in Chromium: keyboard, scripts off, no network, no finding of axe."""

from pathlib import Path
from typing import Any

import axe_playwright_python
import pytest

AXE = next(Path(axe_playwright_python.__file__).parent.rglob("axe.min.js")).read_text()
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
STILL = "*, ::before, ::after { transition: none !important; }"  # or a color is measured while it fades
PAGES = ["book/1-sample/page.html", "book/figures.html", "404.html"]


def test_a_quiz_is_answered_by_keyboard_alone(page: Any, address: str):
    """Arrow keys choose, Tab and Space check; the explanation of the chosen answer is announced."""
    page.goto(address + "book/1-sample/page.html")
    question = page.locator("#quiz-places-1")
    question.locator("input").first.focus()

    page.keyboard.press("ArrowDown")
    page.keyboard.press("Tab")
    page.keyboard.press("Space")

    assert "Not yet." in question.get_by_role("status").inner_text()
    assert "padding 1" in question.get_by_role("status").inner_text()

    page.keyboard.press("Shift+Tab")
    page.keyboard.press("ArrowUp")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")

    assert "Right." in question.get_by_role("status").inner_text()
    assert page.troubles == []


def test_half_of_the_right_answers_is_not_enough(page: Any, address: str):
    """With several right choices, one of them is called incomplete, and all of them right."""
    page.goto(address + "book/1-sample/page.html")
    question = page.locator("#quiz-places-2")
    question.get_by_label("height").check()
    question.get_by_role("button").click()

    assert "still missing" in question.get_by_role("status").inner_text()

    question.get_by_label("width").check()
    question.get_by_role("button").click()

    assert "Right." in question.get_by_role("status").inner_text()


def test_a_page_is_whole_from_a_file_without_scripts(browser: Any, built_sample: Path):
    """From file:// with scripts off: formulas, figures, questions and answers are there to read."""
    context = browser.new_context(java_script_enabled=False)
    tab = context.new_page()
    tab.goto((built_sample / "book/1-sample/page.html").as_uri())

    assert tab.locator("html").get_attribute("data-theme") == "light"  # without one, code and links have no color
    assert tab.locator("mjx-container").count() >= 2
    assert tab.locator("svg.book-figure").is_visible()
    assert tab.get_by_text("How many places has a kernel").is_visible()
    tab.get_by_text("Show the answer").first.click()
    assert tab.get_by_text("That would need padding 1.").is_visible()

    tab.goto((built_sample / "book/figures.html").as_uri())
    assert tab.locator("svg.stepper-drawing").count() == 8
    assert not tab.locator(".stepper-next").first.is_visible()
    context.close()


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [1280, 375])
def test_axe_finds_nothing(browser: Any, address: str, scheme: str, width: int):
    """No violation of WCAG 2.2 AA or the best practices, in both looks, on a desk and on a phone."""
    found = []
    for name in PAGES:
        tab = browser.new_page(viewport={"width": width, "height": 900}, color_scheme=scheme)
        tab.goto(address + name)
        tab.add_style_tag(content=STILL)
        tab.evaluate(AXE)
        result = tab.evaluate("rules => axe.run(document, {runOnly: rules})", RULES)
        found += [(name, rule["id"], rule["nodes"][0]["html"]) for rule in result["violations"]]
        tab.close()

    assert found == []


def test_no_page_asks_another_host_or_overflows_a_narrow_phone(browser: Any, address: str):
    """No request leaves the host, no console error, and at 320 pixels nothing scrolls sideways."""
    for name in PAGES[:2]:
        tab = browser.new_page(viewport={"width": 320, "height": 800})
        asked: list[str] = []
        tab.on("request", lambda request, asked=asked: asked.append(request.url))
        tab.goto(address + name, wait_until="networkidle")

        assert [url for url in asked if not url.startswith(address)] == []
        assert tab.evaluate("document.documentElement.scrollWidth") <= 320
        tab.close()
