"""What no finished page may have: a request to another host, a picture without words, the same id twice."""

import re
from collections import Counter

from cnncourse.sphinxext.figure_alt import alt_problem
from cnncourse.sphinxext.finish.describe import description_problem
from cnncourse.sphinxext.finish.page import Page

ELSEWHERE = re.compile(r"^(https?:)?//")


def problems_of(page: Page) -> list[str]:
    """What is wrong with the page, as `file:line: message`."""
    soup, problems = page.soup, []
    for tag in soup.select("script[src], img[src], iframe[src], source[src], link[rel=stylesheet][href]"):
        address = tag.get("src") or tag.get("href")
        if ELSEWHERE.match(address):
            problems.append(f"{page.place_of(address)}: the page asks another host for {address}")
    for image in soup.select("article img"):
        wrong = alt_problem(image.get("alt"))
        if wrong:
            problems.append(f"{page.place_of(image.get('src', ''))}: {wrong}")
    for drawing in soup.select('article svg:not([aria-hidden="true"])'):
        named = drawing.get("aria-label") or drawing.get("aria-labelledby") or drawing.find("title")
        if not named:
            problems.append(f"{page.place_of('<svg')}: a drawing has no aria-label")
    undescribed = description_problem(page)
    if undescribed:
        problems.append(undescribed)
    ids = Counter(tag["id"] for tag in soup.select("[id]"))
    doubled = sorted(ident for ident, times in ids.items() if times > 1)
    problems += [f"{page.place_of(ident)}: the id {ident!r} stands twice on the page" for ident in doubled]
    return problems
