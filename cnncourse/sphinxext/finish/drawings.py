"""Put SVG drawings into the page itself, so that their ink and their letters are the page's."""

import hashlib
import re
from typing import Any

from bs4 import BeautifulSoup

from cnncourse.figures.style import INK
from cnncourse.sphinxext.finish.page import Page

ID = re.compile(r'\bid="([^"]+)"')
SMALLEST = 0.65  # of its size: on a phone a wide drawing scrolls in its box, so that its letters can be read
CASED = {"viewbox": "viewBox", "preserveaspectratio": "preserveAspectRatio", "clippath": "clipPath"}


def put_drawings_in(page: Page) -> None:
    """Replace each `<img src="….svg">` of the article by the drawing; its alternative text becomes the label."""
    for i, image in enumerate(page.soup.select('article img[src$=".svg"]')):
        file = (page.path.parent / image["src"]).resolve()
        if file.parent.name != "_images":
            continue
        drawing: Any = BeautifulSoup(inlined(file.read_text(encoding="utf-8"), i), "html.parser").svg
        drawing["role"] = "img"
        drawing["aria-label"] = image.get("alt", "")
        drawing["class"] = "book-figure"
        in_pixels(drawing)
        drawing["style"] = f"min-width: {round(SMALLEST * float(drawing.get('width', 0)))}px"
        box = page.soup.new_tag("div", attrs={"class": "book-figure-box"})
        image.replace_with(box)
        box.append(drawing)


def inlined(svg: str, number: int) -> str:
    """The `<svg>` element alone: its ink `currentColor`, its ids unlike those of the page's other drawings."""
    svg = svg[svg.index("<svg") :]
    svg = re.sub(r"<metadata>.*?</metadata>|<style.*?</style>|<!--.*?-->", "", svg, flags=re.DOTALL)
    svg = svg.replace(INK, "currentColor")
    mark = f"d{number}-{hashlib.sha256(svg.encode()).hexdigest()[:6]}-"
    used = set(re.findall(r'(?:href="#|url\(#)([^")]+)', svg))
    svg = ID.sub(lambda found: f'id="{mark}{found[1]}"' if found[1] in used else "", svg)
    return re.sub(r'(href="#|url\(#)', rf"\g<1>{mark}", svg)


def in_pixels(drawing: Any) -> None:
    """Sizes in CSS pixels: matplotlib writes points, which HTML's width attribute does not take."""
    for side in ("width", "height"):
        size = re.fullmatch(r"([\d.]+)(pt)?", drawing.get(side, ""))
        if size:
            drawing[side] = str(round(float(size[1]) * (4 / 3 if size[2] else 1)))


def restore_case(html: str) -> str:
    """SVG's names have capitals that the parser lowers; browsers mend them, other readers do not."""
    for lowered, cased in CASED.items():
        html = re.sub(rf"(</?|\s){lowered}\b(?=[\s=>])", rf"\g<1>{cased}", html)
    return html
