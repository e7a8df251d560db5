"""Pages as plain notebooks: no MyST is left, nothing is given away, and what is unknown is named by file and line."""

import re
from pathlib import Path

import jupytext
import nbformat
import pytest

from cnncourse.sphinxext.finish.notebooks import settle_notebooks
from cnncourse.sphinxext.notebooks_branch import page_as_notebook, pages_with_code
from cnncourse.sphinxext.plain.parts import plain
from cnncourse.sphinxext.plain.published import Book, Place, read_book
from cnncourse.sphinxext.quiz_text import read_questions

ROOT = Path(__file__).parents[2]
PAGES = [page for page in sorted(ROOT.glob("book/**/*.md")) if "\nkernelspec:" in page.read_text()]
LEFT = re.compile(r"(?:```+|~~~+|:::+) *\{|\{[\w:.+-]+\}`|^\([\w-]+\)=|\]\(#|\]\([^)]*\.md|\{[.#]", re.MULTILINE)
CODE = re.compile(r"^```\w*\n.*?^```$", re.MULTILINE | re.DOTALL)
SITE = "https://cnncourse.github.io/cnncourse/book"


@pytest.fixture(scope="module")
def book() -> Book:
    return read_book(ROOT)


@pytest.fixture(scope="module")
def stride(book: Book) -> Place:
    return Place(book, "book/3-eecs445/stride")


def markdown_of(notebook) -> str:
    return "\n\n".join(cell.source for cell in notebook.cells if cell.cell_type == "markdown")


def test_all_pages_with_a_kernel_become_notebooks():
    """Also beside pages that jupytext would take for another kind of Markdown."""
    assert len(PAGES) > 10
    assert sorted(pages_with_code(ROOT)) == PAGES


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.stem)
def test_a_real_page_reads_well_in_jupyter(page: Path, book: Book, stride: Place):
    """No directive, role, label or inner link is left; no reason of a quiz is told; the code is the page's."""
    notebook = nbformat.reads(page_as_notebook(page, "https://example.org/r", book), as_version=4)
    written = jupytext.read(page, fmt="md:myst")
    text = markdown_of(notebook)
    quizzes = re.findall(r"^```\{quiz\}.*?\n(.*?)^```", page.read_text(), re.MULTILINE | re.DOTALL)
    choices = [choice for quiz in quizzes for question in read_questions(quiz) for choice in question.choices]

    assert not LEFT.findall(CODE.sub("", text))
    assert len(choices) == len(re.findall(r"^    \* \*\*[A-J]\.\*\* \S", text, re.MULTILINE)) > 0
    assert not [choice.why for choice in choices if choice.why in text]
    assert [cell.source for cell in notebook.cells[1:] if cell.cell_type == "code"] == [
        cell.source for cell in written.cells if cell.cell_type == "code"
    ]
    assert plain(text, stride) == text  # a page that a later build leaves alone is settled again


def test_a_quiz_gives_nothing_away(stride: Place):
    """Whichever choice is right, the notebook's text is the same."""
    quiz = (
        "```{{quiz}} q\n- question: Which?\n  choices:\n    - {{text: a{}, why: w}}\n    - {{text: b{}, why: w}}\n```"
    )

    first, second = (plain(quiz.format(*marks), stride) for marks in ((", correct: true", ""), ("", ", correct: true")))

    assert first == second
    assert "1. Which?\n    * **A.** a\n    * **B.** b\n" in first
    assert f"({SITE}/3-eecs445/stride.html#quiz-q-1)" in first


@pytest.mark.parametrize(
    ("myst", "shown"),
    [
        ("(x)=\n# X", "# X"),
        ("{term}`Padding`", f"[Padding]({SITE}/glossary.html#term-padding)"),
        ("{term}`hog`", f"[hog]({SITE}/glossary.html#term-HOG)"),
        ("{term}`the\nstep <stride>`", f"[the\nstep]({SITE}/glossary.html#term-stride)"),
        ("[next](#eecs445-padding)", f"[next]({SITE}/3-eecs445/padding.html#eecs445-padding)"),
        ("[next](padding.md#a)", f"[next]({SITE}/3-eecs445/padding.html#a)"),
        ("{numref}`fig-strides`", f"[this figure]({SITE}/3-eecs445/stride.html#fig-strides)"),
        ("{ref}`it <fig-strides>`", f"[it]({SITE}/3-eecs445/stride.html#fig-strides)"),
        ("{cite:p}`dumoulin2016`", "([Dumoulin and Visin, 2016](https://arxiv.org/abs/1603.07285))"),
        ("{cite:t}`polyak1964`", "[Polyak (1964)](https://doi.org/10.1016/0041-5553%2864%2990137-5)"),
        ("{download}`t </README.md>`", "[t](https://github.com/cnncourse/cnncourse/raw/main/README.md)"),
        ("`{role}` and ``{term}`x` ``", "`{role}` and ``{term}`x` ``"),
        ("```python\n{term}`x`\n```", "```python\n{term}`x`\n```"),
        ("```text\n(x)=\n```", "```text\n(x)=\n```"),
        (":::{note}\nSo.\n:::", "> **Note**\n>\n> So."),
        ("* a\n  ```{tip}\n  b\n  ```", "* a\n  > **Tip**\n  >\n  > b"),
        ("```{admonition} T\n:class: tip\n$$\nx\n$$\n```", "> **T**\n>\n> $$ x $$"),
        ("$$\nx_{i}\n$$", "$$\nx_{i}\n$$"),
    ],
)
def test_a_piece_of_myst_becomes_markdown(myst: str, shown: str, stride: Place):
    """Each form that pages use has its form in a notebook."""
    assert plain(myst, stride) == shown


@pytest.fixture
def sample_site(scratch_book: Path, tmp_path: Path) -> tuple[Path, Path]:
    """The sample book as files, and a site that offers its page as a notebook."""
    site = tmp_path / "site"
    (site / "_sources/book/1-sample").mkdir(parents=True)
    offer_notebook(scratch_book, site)
    return scratch_book, site


def offer_notebook(root: Path, site: Path) -> None:
    notebook = jupytext.read(root / "book/1-sample/page.md", fmt="md:myst")
    nbformat.write(notebook, site / "_sources/book/1-sample/page.ipynb")


def test_the_notebook_beside_a_page_is_settled_once_and_for_all(sample_site: tuple[Path, Path]):
    """The downloadable notebook becomes plain, and a second time changes nothing."""
    path = sample_site[1] / "_sources/book/1-sample/page.ipynb"

    assert settle_notebooks(*sample_site) == []
    first = path.read_text()
    assert settle_notebooks(*sample_site) == []

    assert path.read_text() == first
    assert not LEFT.findall(markdown_of(nbformat.reads(first, as_version=4)))


@pytest.mark.parametrize(
    ("myst", "said"),
    [
        ("```{novelty} x\n```", "the directive {novelty}"),
        (":::\nx\n:::", "the directive {}"),
        ("A {novel}`x`.", "the role {novel}"),
        ("[x](#nowhere)", "no label 'nowhere'"),
        ("[x](nowhere.md)", "no file 'nowhere.md'"),
        ("{term}`nothing`", "no term 'nothing'"),
        ("{cite:p}`nobody1900`", "no entry 'nobody1900'"),
        ("```{quiz} q\n- question: Why?\n  choices: []\n```", "at least two choices"),
    ],
)
def test_what_has_no_form_is_named_by_file_and_line(myst: str, said: str, sample_site: tuple[Path, Path]):
    """The message tells where in the page it stands."""
    root, site = sample_site
    page = root / "book/1-sample/page.md"
    page.write_text(f"{page.read_text()}\n{myst}\n")
    line = len(page.read_text().splitlines()) - myst.count("\n")
    offer_notebook(root, site)

    (problem,) = settle_notebooks(root, site)

    assert problem.startswith(f"{page}:{line}: ")
    assert said in problem
