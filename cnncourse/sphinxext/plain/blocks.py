"""A Markdown text parted into running text, code blocks and directives."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

import yaml
from myst_parser.parsers.options import options_to_items

OPENING = re.compile(r"(?P<indent> *)(?P<fence>`{3,}|~{3,}|:{3,})(?:\{(?P<name>[^}`]+)\} *(?P<argument>.*)|[^`]*)")
OPTION = re.compile(r":[\w-]+:(?: .*)?")


@dataclass(frozen=True)
class Code:
    """A block of code, fences and all."""

    text: str


@dataclass(frozen=True)
class Directive:
    """A directive; `body` is without options, `where` its first line in the page."""

    name: str
    argument: str
    options: dict[str, str]
    body: str
    indent: str
    where: str


def blocks(text: str) -> Iterator[str | Code | Directive]:
    """The parts of `text` in their order; running text is a `str`."""
    lines = text.splitlines()
    prose: list[str] = []
    at = 0
    while at < len(lines):
        opening = OPENING.fullmatch(lines[at])
        if not opening:
            prose.append(lines[at])
            at += 1
            continue
        if prose:
            yield "\n".join(prose)
            prose = []
        end = _closing(lines, at, opening["fence"])
        yield _block(opening, lines[at : end + 1])
        at = end + 1
    if prose:
        yield "\n".join(prose)


def _closing(lines: list[str], at: int, fence: str) -> int:
    """The line that closes the fence of line `at`; the last one where nothing does."""
    closing = re.compile(rf" *{fence[0]}{{{len(fence)},}} *")
    return next((i for i in range(at + 1, len(lines)) if closing.fullmatch(lines[i])), len(lines))


def _block(opening: re.Match[str], lines: list[str]) -> Code | Directive:
    if not opening["name"] and opening["fence"][0] != ":":
        return Code("\n".join(lines))
    indent = opening["indent"]
    inside = [line.removeprefix(indent) for line in lines[1:-1]]
    options, rest = _options(inside)
    return Directive(
        opening["name"] or "",
        (opening["argument"] or "").strip(),
        options,
        "\n".join(rest).strip("\n"),
        indent,
        lines[0],
    )


def _options(lines: list[str]) -> tuple[dict[str, str], list[str]]:
    """The options at the head of a directive, `:key: value` or YAML between `---`, and the lines after them."""
    if lines and lines[0] == "---":
        end = lines.index("---", 1)
        return dict(yaml.safe_load("\n".join(lines[1:end])) or {}), lines[end + 1 :]
    count = next((i for i, line in enumerate(lines) if not OPTION.fullmatch(line)), len(lines))
    items, _ = options_to_items("\n".join(line[1:] for line in lines[:count]))
    return dict(items), lines[count:]
