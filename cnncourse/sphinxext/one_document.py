"""All pages of the built site as one HTML document, for the printer: one look, no controls, links that stay inside."""

import posixpath
import re
from collections.abc import Iterable
from pathlib import Path
from typing import Any
from urllib.parse import urldefrag, urljoin, urlsplit

from bs4 import BeautifulSoup

UNPRINTED = ".headerlink, script, .stepper-controls, .quiz-answers, .quiz-status, button"
NAMED = ("id", "for", "aria-labelledby", "aria-describedby")
LOCAL = re.compile(r"url\(#([^)]+)\)")
PAPER = """
.sheet { break-before: page; }
.contents td:last-child { text-align: end; }
.contents .part-of-book td { font-weight: 700; padding-top: 0.8em; }
.contents td.below { padding-inline-start: 1.5em; }
.bd-article .contents table { display: table; width: 100%; }
.title-page { padding-top: 30%; }
h1, h2, h3, dt.sig { break-after: avoid; }
div.highlight { break-inside: avoid; }
details.hide > summary { display: none; }
.part-graded a.download { display: inline !important; }
"""


def anchor_of(page: str) -> str:
    """The id of a page's beginning in the document."""
    return page.replace("/", "-")


class OneDocument:
    """Takes pages of `site` in, one after the other; `pages` are all that it will hold, `address` where the site is."""

    def __init__(self, site: Path, pages: Iterable[str], address: str) -> None:
        self.site, self.pages, self.address = site, set(pages), address
        self.articles: list[str] = []
        self.titles: dict[str, str] = {}
        self.styles: dict[str, None] = {}
        self.sheets: list[str] = []

    def add(self, page: str) -> None:
        """Take in one page. Raises `FileNotFoundError` where it has not been built."""
        file = self.site / f"{page}.html"
        if not file.is_file():
            raise FileNotFoundError(f"{file} is not there: build the book first")
        soup = BeautifulSoup(file.read_text(encoding="utf-8"), "html.parser")
        up = "../" * page.count("/")
        for style in soup.select("head style"):
            self.styles[str(style.string).replace(up, "")] = None
        self.sheets = self.sheets or [
            posixpath.normpath(posixpath.join(posixpath.dirname(page), str(link["href"])))
            for link in soup.select("link[rel=stylesheet][href]")
        ]
        article: Any = soup.select_one("article.bd-article")
        for thing in article.select(UNPRINTED):
            thing.decompose()
        for folded in article.select("details"):
            folded["open"] = ""
        self.titles[page] = article.h1.get_text().strip()
        for tag in article.find_all(True):
            self._settle(tag, page)
        self.articles.append(f'<div class="sheet" id="{anchor_of(page)}">{article.decode_contents()}</div>')

    def _settle(self, tag: Any, page: str) -> None:
        """Make the ids of a tag the page's own, and its links those of the document."""
        own = f"{anchor_of(page)}--"
        for name in NAMED:
            if tag.get(name):
                tag[name] = " ".join(f"{own}{ident}" for ident in str(tag[name]).split())
        for name, value in tag.attrs.items():
            if isinstance(value, str) and "url(#" in value:
                tag[name] = LOCAL.sub(rf"url(#{own}\1)", value)
        for name in ("href", "xlink:href"):
            if tag.get(name):
                tag[name] = self._target(str(tag[name]), page)
        if tag.get("src"):
            tag["src"] = posixpath.normpath(posixpath.join(posixpath.dirname(page), str(tag["src"])))

    def _target(self, link: str, page: str) -> str:
        """Where a link leads in the document: to another of its pages, or else out to the published site."""
        if urlsplit(link).scheme:
            return link
        place, fragment = urldefrag(urljoin(f"{page}.html", link))
        name = place.removesuffix(".html")
        if name not in self.pages:
            return urljoin(self.address, f"{place}#{fragment}" if fragment else place)
        return f"#{anchor_of(name)}--{fragment}" if fragment else f"#{anchor_of(name)}"

    def html(self, title: str, front: str) -> str:
        """The whole document: what stands in `front`, then the pages."""
        links = "".join(f'<link rel="stylesheet" href="{sheet}">' for sheet in self.sheets)
        styles = "".join(f"<style>{style}</style>" for style in (*self.styles, PAPER))
        return (
            f'<!DOCTYPE html><html lang="en" data-theme="light" data-mode="light"><head><meta charset="utf-8">'
            f"<title>{title}</title>{links}{styles}</head>"
            f'<body><main class="bd-content"><div class="bd-article-container"><div class="bd-article">'
            f"{front}{''.join(self.articles)}</div></div></main></body></html>"
        )
