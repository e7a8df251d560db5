"""After Sphinx: make each built page whole without a network, light, accessible, and checked.

`finish_site` changes the HTML in place, each page once; a page that Sphinx writes anew is finished anew.
"""

from collections.abc import Callable
from pathlib import Path

from bs4 import BeautifulSoup
from bs4.dammit import EntitySubstitution
from bs4.formatter import HTMLFormatter

from cnncourse.sphinxext.finish import icons, labels, launch, mathematics, scripts, sizes
from cnncourse.sphinxext.finish.checks import problems_of
from cnncourse.sphinxext.finish.describe import describe
from cnncourse.sphinxext.finish.drawings import put_drawings_in, restore_case
from cnncourse.sphinxext.finish.notebooks import settle_notebooks
from cnncourse.sphinxext.finish.page import Page
from cnncourse.sphinxext.finish.redirects import complete_redirects
from cnncourse.sphinxext.finish.signatures import flatten
from cnncourse.sphinxext.finish.sitemap import write_sitemap
from cnncourse.sphinxext.finish.try_scripts import script_problems

STEPS: tuple[Callable[[Page], None], ...] = (
    scripts.lighten,
    put_drawings_in,
    labels.repair,
    sizes.keep_together,
    launch.point_at_notebooks,
    describe,
    flatten,
)
HTML = HTMLFormatter(  # as HTML is written: <br> and `defer`, not <br/> and `defer=""`
    EntitySubstitution.substitute_xml, void_element_close_prefix="", empty_attributes_are_booleans=True
)
MARK = '<meta content="finished" name="cnncourse">'


def finish_site(root: Path, site: Path) -> list[str]:
    """Finish every page of `site` that is not finished yet; returns what is wrong, as `file:line: message`."""
    pages = [page for path in sorted(site.rglob("*.html")) if (page := open_page(root, site, path))]
    problems = mathematics.typeset(pages, site)
    problems += complete_redirects(site)
    problems += script_problems(pages, site / "_static/stepper.js")
    for page in pages:
        for step in STEPS:
            step(page)
        problems += problems_of(page)
    problems += settle_notebooks(root, site)
    if problems:
        return problems
    for page in pages:
        page.head.append(BeautifulSoup(MARK, "html.parser"))
        page.path.write_text(restore_case(page.soup.decode(formatter=HTML)), encoding="utf-8")
    icons.keep_used_icons(site)
    write_sitemap(site)
    return []


def open_page(root: Path, site: Path, path: Path) -> Page | None:
    """The page at `path`, or None when it is finished already or is no page of the theme (a redirect)."""
    text = path.read_text(encoding="utf-8")
    if MARK in text or "<body" not in text or "_static/" in path.relative_to(site).as_posix():
        return None
    source = root / path.relative_to(site).with_suffix(".md")
    return Page(path, path.relative_to(site).as_posix(), BeautifulSoup(text, "html.parser"), source)
