"""The icon fonts hold thousands of signs, the theme's style sheet a rule for each: the site keeps those it uses."""

import logging
import re
from io import BytesIO
from pathlib import Path

import pydata_sphinx_theme
from fontTools import subset
from fontTools.ttLib import TTFont

THEME = Path(pydata_sphinx_theme.__file__).parent / "theme/pydata_sphinx_theme/static"
FONTS = "vendor/fontawesome/webfonts"
STYLES = "styles/pydata-sphinx-theme.css"
RULE = re.compile(r'((?:\.fa-[\w-]+:{1,2}before,?)+)\{content:"\\([0-9a-f]+)(?: ?)"\}')
DIRECT = re.compile(r'(?:--pst-icon-[\w-]+|content):\s*"\\(f[0-9a-f]{3})"')
NAME = re.compile(r"fa-[\w-]+")

logging.getLogger("fontTools").setLevel(logging.WARNING)  # it tells of every table it cuts


def keep_used_icons(site: Path) -> None:
    """Write the style sheet and the fonts of the theme anew, with only the icons that the site names."""
    css = (THEME / STYLES).read_text(encoding="utf-8")
    names = used_names(site)
    points = {int(code, 16) for code in DIRECT.findall(RULE.sub("", css))}
    points |= {ord(sign) for sign in css if "\ue000" <= sign <= "\uf8ff"}  # the admonitions' are written as themselves
    for style in (site / "_static").rglob("*.css"):
        if style.name != Path(STYLES).name:
            points |= {int(code, 16) for code in DIRECT.findall(style.read_text(encoding="utf-8"))}

    def keep(rule: re.Match[str]) -> str:
        if not names & set(NAME.findall(rule[1])):
            return ""
        points.add(int(rule[2], 16))
        return rule[0]

    lighter = RULE.sub(keep, css)
    (site / "_static" / STYLES).write_text(lighter, encoding="utf-8")
    for font in (THEME / FONTS).glob("*.woff2"):
        (site / "_static" / FONTS / font.name).write_bytes(cut_font(font, points))
    for font in (site / "_static" / FONTS).glob("*.ttf"):
        font.unlink()  # for browsers of before 2016


def used_names(site: Path) -> set[str]:
    """The icon classes in the site's pages and in its own scripts."""
    names: set[str] = set()
    for page in site.rglob("*.html"):
        names |= set(NAME.findall(page.read_text(encoding="utf-8")))
    for script in (site / "_static").glob("*.js"):
        names |= set(NAME.findall(script.read_text(encoding="utf-8")))
    return names


def cut_font(font: Path, points: set[int]) -> bytes:
    """The font with only these characters, compressed."""
    options = subset.Options(flavor="woff2", layout_features=[], notdef_outline=True)
    loaded = TTFont(font, recalcTimestamp=False)  # else it holds the moment of the build
    cutter = subset.Subsetter(options)
    cutter.populate(unicodes=points)
    cutter.subset(loaded)
    loaded.flavor = "woff2"
    out = BytesIO()
    loaded.save(out)
    return out.getvalue()
