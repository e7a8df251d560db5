"""Roles, links and labels in running text."""

import re
from collections.abc import Callable

from cnncourse.claims.bibliography import Source, source
from cnncourse.sphinxext.plain.published import Place, PlainError, look_up

SPAN = re.compile(r"(?:\{(?P<role>[\w:.+-]+)\})?(?P<ticks>`+)(?P<text>.+?)(?<!`)(?P=ticks)(?!`)", re.DOTALL)
LINK = re.compile(r"\]\(([^()\s]+)\)")
NOT_SHOWN = re.compile(r"^(?:\([\w-]+\)=|%.*) *(?:\n|\Z)", re.MULTILINE)  # labels and comments
WITH_TARGET = re.compile(r"(.+?)\s*<(.+)>", re.DOTALL)


def inline(text: str, place: Place) -> str:
    """`text` without roles and labels, each link an address; code spans and mathematics stay.

    Raises `PlainError` for an unknown role and for a target that the book does not have.
    """
    text = NOT_SHOWN.sub("", text)
    done, shown = 0, ""
    for span in SPAN.finditer(text):
        shown += _links(text[done : span.start()], place) + _span(span, place)
        done = span.end()
    return shown + _links(text[done:], place)


def _links(text: str, place: Place) -> str:
    return LINK.sub(lambda link: f"]({place.follow(link[1], link[0])})", text)


def _span(span: re.Match[str], place: Place) -> str:
    """A code span as it is, a role as what it means."""
    role = span["role"]
    if role is None:
        return span[0]
    if role not in ROLES:
        raise PlainError(
            f"the role {{{role}}} has no form in a notebook; known are {', '.join(sorted(ROLES))}", span[0]
        )
    return ROLES[role](span["text"], span[0], place)


def _parted(text: str) -> tuple[str, str]:
    """`words <target>` as words and target; text alone is both."""
    found = WITH_TARGET.fullmatch(text)
    return (found[1], found[2]) if found else (text, text)


def _sources(keys: str, where: str, place: Place) -> list[Source]:
    try:
        return [source(key.strip(), place.book.bibliography) for key in keys.split(",")]
    except KeyError as error:
        raise PlainError(error.args[0], where) from error


def _link(words: str, address: str) -> str:
    return f"[{words}]({address.replace('(', '%28').replace(')', '%29')})"


def _in_parentheses(text: str, where: str, place: Place) -> str:
    return f"({'; '.join(_link(f'{one.who}, {one.year}', one.link) for one in _sources(text, where, place))})"


def _in_the_sentence(text: str, where: str, place: Place) -> str:
    return ", ".join(_link(f"{one.who} ({one.year})", one.link) for one in _sources(text, where, place))


def _term(text: str, where: str, place: Place) -> str:
    words, term = _parted(text)
    return _link(words, look_up(place.book.terms, " ".join(term.lower().split()), "term", where))


def _numbered(text: str, where: str, place: Place) -> str:
    """Figures have no numbers in a notebook."""
    return _link("this figure", look_up(place.book.labels, _parted(text)[1], "label", where))


def _reference(text: str, where: str, place: Place) -> str:
    words, label = _parted(text)
    return _link(words, look_up(place.book.labels, label, "label", where))


def _file(text: str, where: str, place: Place) -> str:
    words, target = _parted(text)
    return _link(words, place.follow(target, where))


ROLES: dict[str, Callable[[str, str, Place], str]] = {
    "cite": _in_parentheses,
    "cite:p": _in_parentheses,
    "cite:t": _in_the_sentence,
    "download": _file,
    "numref": _numbered,
    "ref": _reference,
    "term": _term,
}
