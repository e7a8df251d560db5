"""The published book: the addresses of its pages, labels and terms."""

import posixpath
import re
from dataclasses import dataclass
from pathlib import Path

import yaml
from sphinx_external_toc.parsing import parse_toc_yaml

from cnncourse.sphinxext.site_address import site_address

LABEL = re.compile(r"^(?:\(([\w-]+)\)=|:name: ([\w-]+)| {4}name: ([\w-]+)) *$", re.MULTILINE)  # text or a figure
GLOSSARY = re.compile(r"^```\{glossary\}\n(.*?)^```$", re.MULTILINE | re.DOTALL)
TERM = re.compile(r"^\S.*$", re.MULTILINE)


class PlainError(ValueError):
    """What cannot be shown in a notebook; `where` is its text in the page."""

    def __init__(self, message: str, where: str) -> None:
        super().__init__(message)
        self.where = where


@dataclass(frozen=True)
class Book:
    """A book, and what its pages may point at: name to address; a term's name is in lower case."""

    root: Path
    bibliography: Path
    files: str  # the address below which the repository's files lie
    pages: dict[str, str]
    labels: dict[str, str]
    terms: dict[str, str]


def read_book(root: Path) -> Book:
    """Read the configuration and every page of `_toc.yml` in `root`."""
    config = yaml.safe_load((root / "_config.yml").read_text(encoding="utf-8"))
    repository = config["repository"]
    site, _ = site_address(repository["url"])
    pages = {name: f"{site}{name}.html" for name in parse_toc_yaml(root / "_toc.yml")}
    labels, terms = {}, {}
    for name, address in pages.items():
        path = root / f"{name}.md"
        text = path.read_text(encoding="utf-8") if path.is_file() else ""
        for found in LABEL.finditer(text):
            label = next(filter(None, found.groups()))
            labels[label] = f"{address}#{label}"
        for glossary in GLOSSARY.findall(text):
            for term in TERM.findall(glossary):
                terms[term.lower()] = f"{address}#term-{re.sub('[^A-Za-z0-9]+', '-', term)}"
    files = f"{repository['url']}/raw/{repository['branch']}/"
    return Book(root, root / config["bibtex_bibfiles"][0], files, pages, labels, terms)


@dataclass(frozen=True)
class Place:
    """A page of the book, which links are followed from; `page` is its name without `.md`."""

    book: Book
    page: str

    @property
    def address(self) -> str:
        """Where the page is published."""
        return self.book.pages[self.page]

    def path(self, target: str) -> Path:
        """The file that `target` means: from the book's root where it begins with `/`, else from the page's folder."""
        return self.book.root / self._name(target)

    def follow(self, target: str, where: str) -> str:
        """The address that a link means: `#label`, another page or file of the repository, or an address as it is.

        Raises `PlainError` where there is no such thing.
        """
        if "://" in target or target.startswith("mailto:"):
            return target
        if target.startswith("#"):
            return look_up(self.book.labels, target[1:], "label", where)
        file, mark, fragment = target.partition("#")
        name = self._name(file)
        page = self.book.pages.get(name.removesuffix(".md"))
        if page:
            return page + mark + fragment
        if not (self.book.root / name).is_file():
            raise PlainError(f"there is no page and no file {target!r}", where)
        return self.book.files + name

    def _name(self, target: str) -> str:
        folder = "" if target.startswith("/") else posixpath.dirname(self.page)
        return posixpath.normpath(posixpath.join(folder, target.lstrip("/")))


def look_up(addresses: dict[str, str], name: str, what: str, where: str) -> str:
    """The address of `name`; raises `PlainError` that says which kind of thing is missing."""
    if name not in addresses:
        raise PlainError(f"the book has no {what} {name!r}", where)
    return addresses[name]
