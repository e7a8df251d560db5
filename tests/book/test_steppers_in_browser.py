"""Every interactive figure in Chromium: keyboard, pause, reduced motion, spoken words, file://, no scripts, paper."""

from pathlib import Path
from typing import Any

import pytest

from cnncourse.figures.interactive import FIGURES

PAGE = "book/figures.html"
TICK = 900  # milliseconds between two frames while a figure plays
HAS_FOCUS = "part => part.contains(document.activeElement)"
WALK = """(figure, drawings) => {
  const alike = (a, b) => a === b || (a !== "" && b !== "" && Number(a) === Number(b));
  const same = (a, b) => a.attributes.length === b.attributes.length
    && [...a.attributes].every(one => b.hasAttribute(one.name) && alike(one.value, b.getAttribute(one.name)))
    && (a.children.length > 0 || a.textContent === b.textContent)
    && [...a.children].every((child, i) => same(child, b.children[i]));
  const next = figure.querySelector(".stepper-next");
  const wrong = [];
  for (const [key, frames] of Object.entries(drawings)) {
    key.split("|").forEach((value, i) => {
      const radio = figure.querySelectorAll("fieldset")[i]?.querySelector(`input[value="${value}"]`);
      if (radio) { radio.checked = true; radio.dispatchEvent(new Event("change")); }
    });
    figure.querySelector(".stepper-range").value = 0;
    figure.querySelector(".stepper-range").dispatchEvent(new Event("input"));
    frames.forEach((drawing, at) => {
      const expected = document.createElement("div");
      expected.innerHTML = drawing;
      if (!same(expected.firstChild, figure.querySelector("svg"))) wrong.push(`${key} ${at}`);
      next.click();
    });
  }
  return wrong;
}"""

every_figure = pytest.mark.parametrize("name", FIGURES)


def first_frames(name: str) -> list[Any]:
    """The frames that a figure shows before its reader chooses anything."""
    return next(iter(FIGURES[name]().sequences.values()))


def words(name: str, at: int) -> str:
    """What a figure says at step `at` of its first setting."""
    frames = first_frames(name)
    return f"{at % len(frames) + 1}/{len(frames)} · {frames[at].say}"


def drawing(figure: Any) -> str:
    """The drawing as it stands on the page."""
    return figure.locator("svg").evaluate("svg => svg.outerHTML")


def tab_into(page: Any, part: Any) -> None:
    """Press Tab until the focus lies in a part of the page."""
    for _ in range(200):
        if part.evaluate(HAS_FOCUS):
            return
        page.keyboard.press("Tab")
    pytest.fail(f"200 times Tab do not lead into {part}")


@every_figure
def test_the_keyboard_alone_chooses_and_steps(page: Any, address: str, name: str):
    """Tab finds the figure, arrows choose its settings, Enter and Space step; the words are announced; focus stays."""
    page.goto(address + PAGE)
    figure = page.locator(f"#fig-{name}")
    said, following = figure.get_by_role("status"), figure.get_by_role("button", name="Next")
    tab_into(page, figure)

    for setting in FIGURES[name]().settings:
        if len(setting.values) == 1:
            continue  # nothing to choose, and not shown
        before = drawing(figure)
        page.keyboard.press("ArrowRight")
        assert drawing(figure) != before or name == "momentum"  # every path starts at the same place
        page.keyboard.press("ArrowLeft")
        page.keyboard.press("Tab")
    assert said.inner_text() == words(name, 0)
    assert said.get_attribute("aria-live") == "polite"

    tab_into(page, following)
    for at in range(1, len(first_frames(name))):
        page.keyboard.press("Enter")
        assert said.inner_text() == words(name, at)
    assert following.get_attribute("aria-disabled") == "true"
    assert following.evaluate(HAS_FOCUS)

    page.keyboard.press("Tab")
    page.keyboard.press("Home")
    assert said.inner_text() == words(name, 0)
    page.keyboard.press("ArrowRight")
    assert said.inner_text() == words(name, 1)
    assert figure.get_by_role("slider").get_attribute("aria-valuetext") == f"Step 2 of {len(first_frames(name))}"
    assert page.troubles == []


@every_figure
def test_each_step_shows_the_drawing_that_python_made(page: Any, address: str, name: str):
    """At every frame of every setting the page's drawing is the one that Python draws for that frame."""
    page.goto(address + PAGE)
    figure = page.locator(f"#fig-{name}")
    label = figure.locator("svg").get_attribute("aria-label")
    stepper = FIGURES[name]()
    drawings: dict[str, list[str]] = {}
    for key, frames in stepper.sequences.items():
        for at in range(len(frames)):
            stepper.still = (key, at)
            drawings.setdefault(key, []).append(stepper.svg(label))

    assert figure.evaluate(WALK, drawings) == []
    assert page.troubles == []


@every_figure
def test_it_plays_pauses_and_speaks_only_at_rest(page: Any, address: str, name: str):
    """Play shows frame after frame, Pause holds one, the last one ends it; nothing is announced meanwhile."""
    page.clock.install()
    page.goto(address + PAGE)
    figure = page.locator(f"#fig-{name}")
    said, play = figure.get_by_role("status"), figure.locator(".stepper-play")

    play.press("Enter")
    page.clock.run_for(2 * TICK)
    assert said.text_content() == words(name, 2)
    assert said.get_attribute("aria-live") == "off"

    assert play.inner_text() == "Pause"
    play.press("Space")
    page.clock.run_for(5 * TICK)
    assert said.inner_text() == words(name, 2)
    assert said.get_attribute("aria-live") == "polite"

    play.press("Enter")
    page.clock.run_for(TICK * len(first_frames(name)))
    assert said.inner_text() == words(name, -1)
    assert play.inner_text() == "Play"


@every_figure
def test_nobody_who_wants_no_motion_gets_a_play_button(page: Any, address: str, name: str):
    """With reduced motion there is no Play, a figure that plays stops, and stepping still works."""
    page.clock.install()
    page.goto(address + PAGE)
    figure = page.locator(f"#fig-{name}")
    play = figure.locator(".stepper-play")
    play.click()
    page.emulate_media(reduced_motion="reduce")
    play.wait_for(state="hidden")
    page.clock.run_for(3 * TICK)

    assert figure.get_by_role("status").inner_text() == words(name, 0)
    figure.get_by_role("button", name="Next").press("Enter")
    assert figure.get_by_role("status").inner_text() == words(name, 1)

    page.reload()
    assert not play.is_visible()
    page.emulate_media(reduced_motion="no-preference")
    play.wait_for(state="visible")


@every_figure
def test_it_works_from_a_file(page: Any, built_sample: Path, name: str):
    """Opened from the disk, with no server, the figure steps."""
    page.goto((built_sample / PAGE).as_uri())
    figure = page.locator(f"#fig-{name}")

    figure.get_by_role("button", name="Next").press("Enter")

    assert figure.get_by_role("status").inner_text() == words(name, 1)


@every_figure
def test_without_scripts_it_is_a_still_with_its_caption(browser: Any, built_sample: Path, name: str):
    """With scripts off there is the drawing at its still frame, its caption, and no control that would do nothing."""
    context = browser.new_context(java_script_enabled=False)
    tab = context.new_page()
    tab.goto((built_sample / PAGE).as_uri())
    figure = tab.locator(f"#fig-{name}")

    assert figure.get_by_role("img").is_visible()
    assert figure.locator("figcaption").is_visible()
    assert figure.locator("button, input, .stepper-say").all()
    assert not any(control.is_visible() for control in figure.locator("button, input, .stepper-say").all())
    assert figure.locator(".stepper-still").inner_text() == FIGURES[name]().still_in_words()
    context.close()


@every_figure
def test_paper_gets_the_still_and_the_reader_keeps_the_step(page: Any, address: str, name: str):
    """Printing shows the frame without controls that a page without scripts shows, and then the reader's step again."""
    page.goto(address + PAGE)
    figure = page.locator(f"#fig-{name}")
    figure.get_by_role("button", name="Next").click()
    before = drawing(figure)
    figure.evaluate(
        "figure => addEventListener('beforeprint', () => { window.printed = figure.querySelector('svg').outerHTML; })"
    )

    page.pdf()

    still = FIGURES[name]().svg(figure.locator("svg").get_attribute("aria-label"))
    as_shown = "svg => Object.assign(document.createElement('div'), {innerHTML: svg}).innerText"
    assert page.evaluate(as_shown, page.evaluate("window.printed")) == page.evaluate(as_shown, still)
    assert drawing(figure) == before
    assert not figure.locator(".stepper-still").is_visible()
    page.emulate_media(media="print")
    assert figure.locator(".stepper-still").is_visible()
    assert not figure.locator(".stepper-controls").is_visible()
    assert figure.locator("figcaption").is_visible()
