"""A page's one-sentence description, written by its author, is what search engines and shared links show."""

from cnncourse.sphinxext.finish.page import Page


def describe(page: Page) -> None:
    """Use the author's description for shared links as well."""
    own = page.soup.find("meta", attrs={"name": "description"})
    shared = page.soup.find("meta", attrs={"property": "og:description"})
    if own and shared:
        shared["content"] = own["content"]


def description_problem(page: Page) -> str | None:
    """What is wrong where a page written by hand has no description."""
    if page.source.is_file() and not page.soup.find("meta", attrs={"name": "description"}):
        return f"{page.source}:1: the page has no description: add `myst: html_meta: description:` to its head"
    return None
