"""The item analysis as a page: bars drawn as SVG, readable in light and dark, in one file without scripts."""

from __future__ import annotations

import html
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from cnncourse.grading.item_analysis import FailedCase, Item

WIDTH, ROW, LABEL = 760, 26, 300  # pixels: of a drawing, of one bar's line, of the text on its left
MOST_CASES = 20
WEAK = 0.2  # a discrimination below this says little about a student

STYLE = """
:root { color-scheme: light dark; --bar: #2a6f97; --weak: #b5520f; --line: #8888; }
body { font: 16px/1.5 system-ui, sans-serif; max-width: 50rem; margin: 2rem auto; padding: 0 1rem; }
svg { width: 100%; height: auto; } svg text { fill: currentColor; font-size: 13px; }
.bar { fill: var(--bar); } .weak { fill: var(--weak); } .axis { stroke: var(--line); }
@media (prefers-color-scheme: dark) { :root { --bar: #6db3d8; --weak: #e89152; } }
"""


def item_page(assignment: str, items: list[Item], cases: list[FailedCase]) -> str:
    """The page's HTML. Every text of an assignment is escaped."""
    title = html.escape(f"Item analysis: {assignment}")
    students = items[0].students if items else 0
    means = [(i.question, i.mean, f"{100 * i.mean:.0f} % of {i.max_points:g}", False) for i in items]
    tells = [(i.question, i.discrimination or 0.0, _correlation(i), _is_weak(i)) for i in items]
    worst = [(f"{c.question}: {c.case}", c.failed / c.tested, f"{c.failed} of {c.tested}", False) for c in cases]
    sections = [
        f"<h1>{title}</h1><p>{students} submission{'' if students == 1 else 's'} with an answer.</p>",
        "<h2>How hard was each question?</h2><p>The mean share of its points.</p>",
        bars(means, "Mean share of the points of each question"),
        "<h2>Does it tell strong from weak students?</h2><p>The correlation of a question's points with the points for "
        f"all other questions. Below {WEAK} (orange) it says little: too easy, too hard, or about something else.</p>",
        bars(tells, "Correlation of each question with the rest of the assignment"),
        f"<h2>The cases that failed most</h2><p>Of the students who were tested; the first {MOST_CASES}.</p>",
        bars(worst[:MOST_CASES], "Share of students who failed each case"),
    ]
    head = f'<meta charset="utf-8"><meta name="viewport" content="width=device-width"><title>{title}</title>'
    body = "\n".join(sections)
    return (
        f'<!DOCTYPE html>\n<html lang="en"><head>{head}<style>{STYLE}</style></head>\n<body>\n{body}\n</body></html>\n'
    )


def _correlation(item: Item) -> str:
    return "the same for all" if item.discrimination is None else f"{item.discrimination:.2f}"


def _is_weak(item: Item) -> bool:
    return item.discrimination is None or item.discrimination < WEAK


def bars(rows: list[tuple[str, float, str, bool]], title: str) -> str:
    """Horizontal bars: label, value up to 1 (a negative one has no bar), the text behind it, whether it is weak."""
    if not rows:
        return "<p>None.</p>"
    height = ROW * len(rows) + 4
    room = WIDTH - LABEL - 110
    lines = [f'<line class="axis" x1="{LABEL}" y1="0" x2="{LABEL}" y2="{height}"/>']
    for place, (label, value, text, weak) in enumerate(rows):
        y, width = place * ROW + 4, max(0.0, value) * room
        short = label if len(label) <= 46 else label[:45] + "…"
        lines += [
            f'<text x="{LABEL - 8}" y="{y + 14}" text-anchor="end"><title>{html.escape(label)}</title>'
            f"{html.escape(short)}</text>",
            f'<rect class="bar{" weak" if weak else ""}" x="{LABEL}" y="{y}" width="{width:.1f}" height="{ROW - 8}"/>',
            f'<text x="{LABEL + width + 8:.1f}" y="{y + 14}">{html.escape(text)}</text>',
        ]
    drawing = "\n".join(lines)
    return f'<svg viewBox="0 0 {WIDTH} {height}" role="img" aria-label="{html.escape(title)}">\n{drawing}\n</svg>'
