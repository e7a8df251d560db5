"""Take out of a page what it does not need: notebooks-in-the-page scripts, doubled scripts, the icon script."""

import re

from cnncourse.sphinxext.finish.page import Page

DROPPED_FILES = re.compile(r"thebe|fontawesome\.js|mathjax|unpkg|jsdelivr", re.IGNORECASE)
DROPPED_CODE = re.compile(r"THEBE_JS_URL|window\.MathJax|kernelName")
SEARCH_FILES = re.compile(r"searchtools\.js|language_data\.js|searchindex\.js")
AT_ONCE = re.compile(r"documentation_options\.js")  # inline scripts set its fields


def lighten(page: Page) -> None:
    """Drop unused scripts and styles, and load the others without holding up the page."""
    searching = page.name == "search.html"
    seen: set[str] = set()
    for script in page.soup.find_all("script"):
        source, code = script.get("src", ""), script.string or ""
        unused = DROPPED_FILES.search(source) or DROPPED_CODE.search(code) or "thebe" in script.get("type", "")
        not_here = SEARCH_FILES.search(source) and not searching
        if unused or not_here or (not source and code in seen):
            script.decompose()
            continue
        seen.add(code)
        if source and not AT_ONCE.search(source) and not searching:
            script.attrs.pop("async", None)
            script["defer"] = ""
    for link in page.soup.find_all("link"):
        if DROPPED_FILES.search(link.get("href", "")):
            link.decompose()
    for extra in page.soup.select('meta[name="viewport"]')[1:]:
        extra.decompose()
    for advert in page.soup.select("#ethical-ad-placement"):
        advert.decompose()
