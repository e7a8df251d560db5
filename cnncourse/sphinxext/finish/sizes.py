"""A size such as 32 × 32 × 3 and a number with its percent sign stay on one line."""

import re

from bs4 import Comment

from cnncourse.sphinxext.finish.page import Page

LOOSE = re.compile(r"(?<=\w) (?=× \w)|(?<=\w ×) (?=\w)|(?<=\d) (?=%)")
AS_WRITTEN = ["pre", "code", "script", "style", "mjx-container"]


def keep_together(page: Page) -> None:
    """Make the spaces inside sizes and percentages of the article unbreakable; code stays as it is."""
    for text in page.soup.select_one("article").find_all(string=LOOSE) if page.soup.article else []:
        if not isinstance(text, Comment) and not text.find_parent(AS_WRITTEN):
            text.replace_with(LOOSE.sub("\N{NO-BREAK SPACE}", text))
