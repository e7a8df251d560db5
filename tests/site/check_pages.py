"""Every page of the built book in Chromium: axe, other hosts, console, narrow phones, weight, links, screenshots."""

import gzip
import itertools
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urljoin, urlsplit

import axe_playwright_python
import pytest
from bs4 import BeautifulSoup
from sphinx_external_toc.parsing import parse_toc_yaml

AXE = next(Path(axe_playwright_python.__file__).parent.rglob("axe.min.js")).read_text()
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
TOC = Path(__file__).parents[2] / "_toc.yml"
NAMES = [
    *(f"{page}.html" for page in parse_toc_yaml(TOC)),
    "404.html",
    "genindex.html",
    "py-modindex.html",
    "search.html",
]
STILL = "*, ::before, ::after { transition: none !important; animation: none !important; }"  # no color half faded
MOST_BYTES = 300_000
SHOWN = ["book/index.html", "book/3-eecs445/stride.html", "book/3-eecs445/pooling.html", "book/errata.html", "404.html"]
SHIFT = """() => new Promise(done => {
  let sum = 0;
  const add = entry => { if (!entry.hadRecentInput) sum += entry.value; };
  new PerformanceObserver(list => list.getEntries().forEach(add))
    .observe({type: 'layout-shift', buffered: true});
  requestAnimationFrame(() => requestAnimationFrame(() => done(sum)));
})"""


def test_no_page_is_overlooked(pages: list[str]):
    """The pages that axe reads, one test for each, are all pages of the site."""
    assert sorted(NAMES) == pages


LOOKS = [(scheme, width) for scheme in ("light", "dark") for width in (1280, 375)]


@pytest.mark.parametrize("name", NAMES)
def test_axe_finds_nothing(browser: Any, address: str, name: str):
    """No violation of WCAG 2.2 AA or of the best practices on a page, in light and dark, on a desk and a phone."""
    found = []
    tab = browser.new_page()
    tab.goto(address + name, wait_until="networkidle")
    tab.add_style_tag(content=STILL)
    tab.evaluate(AXE)
    for scheme, width in LOOKS:
        tab.emulate_media(color_scheme=scheme)
        tab.set_viewport_size({"width": width, "height": 900})
        assert tab.locator("html").get_attribute("data-theme") == scheme
        result = tab.evaluate("rules => axe.run(document, {runOnly: rules, resultTypes: ['violations']})", RULES)
        for rule in result["violations"]:
            found.append(f"{scheme} {width}: {rule['id']}: {rule['nodes'][0]['html'][:200]}")
    tab.close()

    assert found == [], "\n".join(found)


def test_every_page_is_quiet_stable_and_narrow(browser: Any, address: str, pages: list[str]):
    """No page asks another host, complains, shifts or scrolls sideways, on the narrowest phone and on a desk."""
    troubles: list[str] = []
    for name, narrow in itertools.product(pages, (320, 1280)):
        tab = browser.new_page(viewport={"width": narrow, "height": 800})
        tab.on("request", lambda r, n=name: r.url.startswith(address) or troubles.append(f"{n}: asks {r.url}"))
        tab.on("console", lambda m, n=name: m.type == "error" and troubles.append(f"{n}: {m.text}"))
        tab.on("pageerror", lambda error, n=name: troubles.append(f"{n}: {error}"))
        tab.goto(address + name, wait_until="networkidle")
        width = tab.evaluate("document.documentElement.scrollWidth")
        shift = tab.evaluate(SHIFT)
        if width > narrow:
            troubles.append(f"{name}: {width} pixels wide where {narrow} are there")
        if shift > 0.1:
            troubles.append(f"{name}: layout shift {shift:.2f} at {narrow} pixels")
        tab.close()

    assert troubles == []


def test_a_page_is_light(browser: Any, address: str, site: Path, pages: list[str]):
    """Over the wire, without its pictures, a page weighs at most 300 kB."""
    heavy = []
    for name in pages:
        tab = browser.new_page()
        asked: set[str] = set()
        tab.on("request", lambda request, asked=asked: asked.add(request.url.split("?")[0].split("#")[0]))
        tab.goto(address + name, wait_until="networkidle")
        tab.close()
        files = [site / url.removeprefix(address) for url in asked]
        weights = [
            len(file.read_bytes() if file.suffix == ".woff2" else gzip.compress(file.read_bytes()))
            for file in files
            if file.is_file() and file.suffix not in {".png", ".jpg"}
        ]
        if sum(weights) > MOST_BYTES:
            heavy.append((name, sum(weights)))

    assert heavy == []


def test_every_link_within_the_site_arrives(site: Path, pages: list[str]):
    """Each internal link leads to a file, and its fragment to an id there."""
    ids, broken = {}, []
    soups = {name: BeautifulSoup((site / name).read_text(encoding="utf-8"), "html.parser") for name in pages}
    for name, soup in soups.items():
        ids[name] = {tag["id"] for tag in soup.select("[id]")}
    for name, soup in soups.items():
        for link in soup.select("a[href], img[src], script[src], link[href]"):
            parts = urlsplit(urljoin(f"http://site/cnncourse/{name}", link.get("href") or link.get("src")))
            if parts.netloc != "site" or parts.scheme != "http":
                continue
            target = unquote(parts.path).removeprefix("/cnncourse/")
            lost = parts.fragment and target in ids and unquote(parts.fragment) not in ids[target]
            if not (site / target).is_file() or lost:
                broken.append(f"{name} -> {target}#{parts.fragment}")

    assert broken == []


@pytest.mark.parametrize(("scheme", "width"), [("light", 1280), ("dark", 1280), ("light", 375)])
def test_screenshots_to_look_at(browser: Any, address: str, site: Path, scheme: str, width: int):
    """Five pages as pictures in build/screenshots, for eyes."""
    folder = site.parents[1] / "screenshots"
    folder.mkdir(exist_ok=True)
    for name in SHOWN:
        tab = browser.new_page(viewport={"width": width, "height": 900}, color_scheme=scheme)
        tab.goto(address + name, wait_until="networkidle")
        tab.add_style_tag(content=STILL)
        picture = folder / f"{Path(name).stem}-{scheme}-{width}.png"
        tab.screenshot(path=picture, full_page=True)
        tab.close()

        assert picture.stat().st_size > 10_000
