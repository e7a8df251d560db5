"""What each directive of a page becomes in a notebook."""

import re
from collections.abc import Callable

from sphinx.config import Config
from sphinx.directives.code import LiteralInclude, LiteralIncludeReader

from cnncourse.sphinxext.boxes import Outcomes, Prerequisites, TakeAway
from cnncourse.sphinxext.claims_box import Claims
from cnncourse.sphinxext.graded import Graded, graded_id
from cnncourse.sphinxext.page_time import PageTime
from cnncourse.sphinxext.plain.blocks import Code, Directive, blocks
from cnncourse.sphinxext.plain.inline import inline
from cnncourse.sphinxext.plain.published import Place, PlainError
from cnncourse.sphinxext.quiz import Quiz
from cnncourse.sphinxext.quiz_text import QuizError, read_questions

MATHEMATICS = re.compile(r"(?<!\\)(\$\$?)(.+?)\1", re.DOTALL)


def plain(text: str, place: Place) -> str:
    """`text` as Markdown that Jupyter shows; raises `PlainError` for what has no such form."""
    return "\n".join(_plain_block(block, place) for block in blocks(text)).strip("\n")


def _plain_block(block: str | Code | Directive, place: Place) -> str:
    if isinstance(block, str):
        return inline(block, place)
    if isinstance(block, Code):
        return block.text
    if block.name not in PARTS:
        known = ", ".join(sorted(PARTS))
        raise PlainError(f"the directive {{{block.name}}} has no form in a notebook; known are {known}", block.where)
    shown = PARTS[block.name](block, place)
    return "\n".join(f"{block.indent}{line}".rstrip() for line in shown.splitlines())


def _quote(title: str, body: str) -> str:
    """A block quote with a bold title.

    Jupyter takes formulas out before it reads the marks of the quote, so each one stands on one line.
    """
    text = MATHEMATICS.sub(lambda formula: " ".join(formula[0].split()), f"**{title}**\n\n{body}")
    return "\n".join(f"> {line}".rstrip() for line in text.splitlines())


def _titled(title: str) -> "Part":
    return lambda box, place: _quote(title, plain(box.body, place))


def _admonition(box: Directive, place: Place) -> str:
    return _quote(inline(box.argument, place), plain(box.body, place))


def _page_time(box: Directive, place: Place) -> str:
    """Only what the page itself states: the minutes for reading and running are counted when the book is built."""
    if "exercises" not in box.options:
        raise PlainError("the time needs :exercises:, its minutes", box.where)
    return _quote(PageTime.title, f"The exercises take about {box.options['exercises']} minutes.")


def _quiz(box: Directive, place: Place) -> str:
    """The questions and choices, and neither the right ones nor the reasons: a reader should think first."""
    try:
        questions = read_questions(box.body)
    except QuizError as error:
        raise PlainError(f"the quiz {box.argument}: {error}", box.where) from error
    lines = []
    for number, question in enumerate(questions, 1):
        lines.append(f"{number}. {_one_line(question.text, place)}")
        for letter, choice in zip("ABCDEFGHIJ", question.choices, strict=False):
            lines.append(f"    * **{letter}.** {_one_line(choice.text, place)}")
    check = f"The answers, each with its reason, are [on the page of the book]({place.address}#quiz-{box.argument}-1)."
    return "\n".join([f"**{Quiz.title}**", "", *lines, "", check])


def _one_line(text: str, place: Place) -> str:
    return " ".join(inline(text, place).split())


def _figure(box: Directive, place: Place) -> str:
    """What moves, or lies in a file, is shown on the page."""
    mark = f"#{box.options['name']}" if "name" in box.options else ""
    caption = _one_line(box.body, place)
    return _quote("A figure", f"{caption} See it [on the page of the book]({place.address}{mark}).")


def _claims(box: Directive, place: Place) -> str:
    listed = f"{box.argument} {box.body}".split()
    if not listed:
        raise PlainError("the box of claims names none", box.where)
    link = f"[on the page of the book]({place.address}#claim-{listed[0]})"
    return _quote(Claims.title, f"Each claim, with the verdict and its evidence, stands {link}.")


def _graded(box: Directive, place: Place) -> str:
    if not box.argument:
        raise PlainError("the graded exercise has no name", box.where)
    assignment, *functions = box.argument.split()
    links = [f"* [`{function}`]({place.address}#{graded_id(function)})" for function in functions]
    return _quote(Graded.title, "\n".join([f"In the problem set `{assignment}`:", "", *links]))


def _literalinclude(box: Directive, place: Place) -> str:
    spec = LiteralInclude.option_spec
    options = {name: spec[name](value) for name, value in box.options.items()}
    text, _ = LiteralIncludeReader(str(place.path(box.argument)), options, Config()).read()
    return f"```{box.options.get('language', '')}\n{text.rstrip()}\n```"


def _nothing(box: Directive, place: Place) -> str:
    """A list of sources: in a notebook each citation is a link."""
    return ""


Part = Callable[[Directive, Place], str]
PARTS: dict[str, Part] = {
    "admonition": _admonition,
    "bibliography": _nothing,
    "claims": _claims,
    "figure": _figure,
    "graded": _graded,
    "interactive": _figure,
    "literalinclude": _literalinclude,
    "outcomes": _titled(Outcomes.title),
    "page-time": _page_time,
    "prerequisites": _titled(Prerequisites.title),
    "quiz": _quiz,
    "take-away": _titled(TakeAway.title),
    **{name: _titled(name.capitalize()) for name in ("caution", "important", "note", "tip", "warning")},
}
