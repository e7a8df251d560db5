"""A built page while it is being finished."""

from dataclasses import dataclass
from pathlib import Path
from typing import Any


@dataclass
class Page:
    """A page: its file, its name within the site, its parsed HTML, and the Markdown it came from."""

    path: Path
    name: str
    soup: Any  # a BeautifulSoup; its own hints make every attribute a union
    source: Path

    @property
    def head(self) -> Any:
        """The page's `<head>`."""
        return self.soup.find("head")

    @property
    def up(self) -> str:
        """The way from this page to the site's root: `../../` or empty."""
        return "../" * self.name.count("/")

    def place_of(self, text: str) -> str:
        """`file:line` of the first line of the source that holds `text`, for a message."""
        lines = self.source.read_text(encoding="utf-8").splitlines() if self.source.is_file() else []
        for i, line in enumerate(lines, 1):
            if text and text in line:
                return f"{self.source}:{i}"
        return f"{self.source if lines else self.path}:1"
