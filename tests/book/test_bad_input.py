"""Bad input stops the build, and the message names file and line."""

import re

import pytest

MISTAKES = {  # what the author did: (text of the page, what stands there instead, what the build must say)
    "a quiz without an explanation": ("      why: That would need padding 1.\n", "", "a choice has no why"),
    "a quiz without a right answer": ("many places", "many places", "no choice has `correct: true`"),
    "a figure without alternative text": (
        "  image:\n    alt: A line through three points\n",
        "",
        "no alternative text",
    ),
    "a picture whose alternative text is its file": (
        "$$\nH_{out}",
        "![logo.svg](../assets/logo.svg)\n\n$$\nH_{out}",
        "alternative text is a file name",
    ),
    "an interactive figure without alternative text": (
        "(sample-page)=\n",
        "(sample-page)=\n\n```{interactive} slide\nA kernel slides.\n```\n\n",
        "{interactive} needs its option :alt:",
    ),
    "a citation without an entry": ("`lecun1998`", "`nobody1900`", "nobody1900"),
    "a missing part": ("```{outcomes}", "```{note}", "page template: {outcomes} is missing"),
    "a claim that does not exist": ("eecs-445-023", "eecs-445-999", "not in the ledger: eecs-445-999"),
    "a claim that its evidence contradicts": (
        "A kernel of 3 slides",
        "```{claims} eecs-445-024\n```\n\nA kernel of 3 slides",
        "says 'imprecise'",
    ),
    "an exercise that does not exist": ("ps0 places", "ps0 nothing", "ps0 grades no 'nothing'"),
    "time without minutes": (":exercises: 5\n", "", ":exercises: MINUTES"),
    "outcomes that are no list": (
        "## The idea\n",
        "## The idea\n\n```{outcomes}\nNothing.\n```\n",
        "{outcomes} needs a list",
    ),
}
NO_RIGHT_ANSWER = """
```{quiz} unsolvable
- question: Which?
  choices:
    - text: this
      why: No.
    - text: that
      why: Nor that.
```
"""


@pytest.fixture(scope="module")
def complaints(copy_of_sample, tmp_path_factory: pytest.TempPathFactory) -> str:
    """What the build says about a book whose one page has every mistake."""
    from cnncourse.sphinxext.build import BookError, build_book

    root = copy_of_sample(tmp_path_factory.mktemp("bad") / "root")
    page = root / "book/1-sample/page.md"
    text = page.read_text() + NO_RIGHT_ANSWER
    for old, new, _ in MISTAKES.values():
        assert text.count(old) == 1, old
        text = text.replace(old, new)
    page.write_text(text)
    with pytest.MonkeyPatch.context() as patch, (root / "stderr").open("w") as stderr:
        patch.setattr("sys.stderr", stderr)
        with pytest.raises(BookError):
            build_book(root)
    return re.sub("\x1b.*?m", "", (root / "stderr").read_text())


@pytest.mark.parametrize("mistake", MISTAKES)
def test_a_mistake_is_named_by_file_and_line(mistake: str, complaints: str):
    """Each mistake of an author fails the build with a message at `page.md:<line>`."""
    said = MISTAKES[mistake][2]

    assert re.search(rf"page\.md:\d+: (WARNING|ERROR): .*{re.escape(said)}", complaints)
