"""The finishing of built pages: what is taken out, put in, and refused. Sphinx does not run here."""

import gzip
import json
from dataclasses import replace
from pathlib import Path

import pytest
from bs4 import BeautifulSoup

from cnncourse.figures.interactive import FIGURES
from cnncourse.sphinxext.finish.checks import problems_of
from cnncourse.sphinxext.finish.drawings import inlined, put_drawings_in
from cnncourse.sphinxext.finish.mathematics import typeset
from cnncourse.sphinxext.finish.page import Page
from cnncourse.sphinxext.finish.redirects import complete_redirects
from cnncourse.sphinxext.finish.sizes import keep_together
from cnncourse.sphinxext.finish.try_scripts import script_problems
from cnncourse.sphinxext.site_address import site_address

ROOT = Path(__file__).parents[2]


@pytest.fixture
def make_page(tmp_path: Path):
    """A function that makes a page from the HTML of its article, with a source that has the same text."""

    def make(article: str) -> Page:
        source = tmp_path / "page.md"
        source.write_text(f"# Title\n\n{article}\n")
        head = '<head><meta name="description" content="d"></head>'
        soup = BeautifulSoup(f"<html>{head}<body><article>{article}</article></body></html>", "html.parser")
        return Page(tmp_path / "page.html", "book/page.html", soup, source)

    return make


@pytest.mark.parametrize(
    ("article", "said"),
    [
        ('<img src="a.png">', "no alternative text"),
        ('<img src="a.png" alt="_images/0f3a.png">', "file name"),
        ('<script src="https://cdn.example.org/x.js"></script>', "another host"),
        ('<p id="a"></p><p id="a"></p>', "stands twice"),
        ("<svg></svg>", "no aria-label"),
    ],
)
def test_what_a_page_may_not_have_is_named_by_file_and_line(article: str, said: str, make_page):
    """Each fault gives one message with the page's source and a line."""
    (problem,) = problems_of(make_page(article))

    assert said in problem
    assert "page.md:" in problem


def test_a_clean_page_has_no_problem(make_page):
    """A page with a described picture and a decorative drawing passes."""
    assert problems_of(make_page('<img src="a.png" alt="A cat"><svg aria-hidden="true"></svg>')) == []


def test_a_formula_becomes_html_with_its_mathml(make_page, tmp_path: Path):
    """The typeset formula holds MathML for screen readers and its style sheet names fonts of the site."""
    page = make_page(r'<span class="math">\(x^2\)</span>')

    assert typeset([page], tmp_path) == []
    assert page.soup.find("math").msup
    assert "../_static/mathjax/MathJax_Math-Italic.woff" in page.soup.style.string
    assert (tmp_path / "_static/mathjax/MathJax_Math-Italic.woff").is_file()


def test_an_unknown_command_in_a_formula_is_named_by_file_and_line(make_page, tmp_path: Path):
    """A typing error in TeX stops the build instead of turning red on the page."""
    (problem,) = typeset([make_page(r'<span class="math">\(\alhpa\)</span>')], tmp_path)

    assert "page.md:3" in problem
    assert "Undefined control sequence" in problem


def test_drawings_on_one_page_share_no_ids_and_take_the_page_color():
    """The ink becomes currentColor; ids that are used get a mark of their own, the others go."""
    svg = '<?xml?><svg><style>*{}</style><g id="g"><path id="p" stroke="#010203"/><use href="#p"/></g></svg>'
    first, second = inlined(svg, 0), inlined(svg, 1)

    assert 'stroke="currentColor"' in first
    assert 'id="g"' not in first
    assert "<style" not in first
    assert first.count("d0-") == 2
    assert second.count("d1-") == 2


def test_a_drawing_gets_a_box_to_scroll_in_and_a_least_width(make_page):
    """On a phone a wide drawing keeps letters that can be read, and scrolls in its own box."""
    page = make_page('<img src="_images/a.svg" alt="A line">')
    folder = page.path.parent / "book/_images"
    folder.mkdir(parents=True)
    page = replace(page, path=folder.parent / "page.html")
    (folder / "a.svg").write_text('<svg width="300pt" height="30pt" viewBox="0 0 300 30"></svg>')

    put_drawings_in(page)

    drawing = page.soup.select_one("article > div.book-figure-box > svg.book-figure")
    assert drawing["aria-label"] == "A line"
    assert drawing["width"] == "400"
    assert drawing["style"] == "min-width: 260px"


def test_a_size_and_a_percentage_stay_on_one_line(make_page):
    """The spaces in 32 × 32 × 3 and 95 % become unbreakable, in the text and not in code."""
    page = make_page("<p>A 32 × 32 × 3 picture, 95 % of it, H × W</p><pre>3 × 3</pre>")

    keep_together(page)

    assert page.soup.p.string == "A 32_×_32_×_3 picture, 95_% of it, H_×_W".replace("_", "\N{NO-BREAK SPACE}")
    assert page.soup.pre.string == "3 × 3"


def test_a_script_that_throws_is_named_by_file_and_line(make_page, tmp_path: Path, built_sample: Path):
    """The real script walks every figure of the sample without a throw; a broken one is reported for its figure."""
    html = (built_sample / "book/figures.html").read_text()
    source = ROOT / "tests/book/sample/book/figures.md"
    page = Page(tmp_path / "f.html", "book/figures.html", BeautifulSoup(html, "html.parser"), source)
    script = ROOT / "book/assets/stepper.js"
    assert script_problems([page], script) == []

    broken = tmp_path / "stepper.js"
    broken.write_text(script.read_text().replace("slider.value = at;", "slider.value = nowhere;"))
    problems = script_problems([page], broken)

    lines = [line for line, text in enumerate(source.read_text().splitlines(), 1) if text.startswith(":alt:")]
    assert len(problems) == 8
    for problem, line in zip(problems, lines, strict=True):
        assert problem.startswith(f"{source}:{line}: the figure's script throws")
        assert "nowhere is not defined" in problem


@pytest.mark.parametrize("name", FIGURES)
def test_the_script_of_a_figure_is_small(name: str):
    """The script and the figure's frames are at most 5 kB gzipped."""
    script = (ROOT / "book/assets/stepper.js").read_bytes()
    frames = json.dumps(FIGURES[name]().data(), ensure_ascii=False, separators=(",", ":"))

    assert len(gzip.compress(script + frames.encode())) <= 5000


def test_redirects_are_whole_pages_and_lead_somewhere(tmp_path: Path):
    """A redirect becomes a valid page with a link; one without its target is reported."""
    for name, target in (("old.html", "new.html"), ("lost.html", "nowhere.html")):
        (tmp_path / name).write_text(f'<meta http-equiv="refresh" content="0; url={target}" />')
    (tmp_path / "new.html").write_text("<html></html>")

    (problem,) = complete_redirects(tmp_path)

    assert "lost.html:1" in problem
    assert '<a href="new.html">' in (tmp_path / "old.html").read_text()


def test_the_site_address_follows_from_the_repository():
    """Owner and name are taken from one place."""
    assert site_address("https://github.com/Some-One/cnn") == ("https://some-one.github.io/cnn/", "/cnn/")
