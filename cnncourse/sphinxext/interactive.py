"""`{interactive} name`: a figure to step through, made by `cnncourse.figures.interactive`; its caption is the body."""

import json
from html import escape
from typing import Any, ClassVar

from docutils import nodes
from docutils.parsers.rst import directives
from sphinx.application import Sphinx

from cnncourse.figures.interactive import FIGURES
from cnncourse.figures.interactive.stepper import Setting, Stepper
from cnncourse.sphinxext.part import PartDirective
from cnncourse.sphinxext.records import record, records


class Interactive(PartDirective):
    """The figure, numbered like the others; `:alt:` says what it shows, `:name:` is its label."""

    required_arguments = 1
    option_spec: ClassVar = {"alt": directives.unchanged_required, "name": directives.unchanged}

    def run(self) -> list[nodes.Node]:
        name = self.arguments[0]
        if name not in FIGURES:
            raise self.error(f"{{interactive}}: there is no figure {name!r}; there are {', '.join(FIGURES)}")
        if "alt" not in self.options:
            raise self.error("{interactive} needs its option :alt:, what the drawing shows in words")
        if not self.content:
            raise self.error("{interactive} needs a caption as its body")
        record(self.env, "interactive", name)
        drawing = FIGURES[name]()
        ident = f"stepper-{name}"
        html = drawing_html(drawing, self.options["alt"], ident)
        figure = nodes.figure("", nodes.raw("", html, format="html"), classes=["stepper"])
        caption = self.myst_inline("\n".join(self.content), "the caption")
        figure += nodes.caption("", "", *caption)
        self.set_source_info(figure)
        self.add_name(figure)
        return [figure]


def drawing_html(drawing: Stepper, label: str, ident: str) -> str:
    """The drawing, what it shows in words (for paper and without scripts), its controls and its data."""
    groups = "".join(_choices(setting, ident) for setting in drawing.settings)
    data = json.dumps(drawing.data(), ensure_ascii=False, separators=(",", ":")).replace("</", "<\\/")
    return f"""<div class="stepper-box">{drawing.svg(label)}</div>
<p class="stepper-still">{escape(drawing.still_in_words())}</p>
<div class="stepper-controls" hidden>{groups}
<button type="button" class="stepper-back">Back</button>
<button type="button" class="stepper-play">Play</button>
<button type="button" class="stepper-next">Next</button>
<input type="range" class="stepper-range" min="0" max="1" value="0" aria-label="Step">
<p class="stepper-say" role="status"></p></div>
<script type="application/json">{data}</script>"""


def _choices(setting: Setting, ident: str) -> str:
    """One group of radio buttons, the first one chosen."""
    name = f"{ident}-{setting.name.lower().replace(' ', '-')}"
    fields = [
        f'<label><input type="radio" name="{name}" value="{escape(value)}"{" checked" if i == 0 else ""}>'
        f"{escape(value)}</label>"
        for i, value in enumerate(setting.values)
    ]
    alone = " hidden" if len(fields) == 1 else ""
    return f"<fieldset{alone}><legend>{escape(setting.name)}</legend>{''.join(fields)}</fieldset>"


def add_script(app: Sphinx, pagename: str, templatename: str, context: dict[str, Any], doctree: Any) -> None:
    """Only pages with an interactive figure load the script."""
    if records(app.env, "interactive").get(pagename):
        app.add_js_file("stepper.js", loading_method="defer")


def setup(app: Sphinx) -> None:
    app.add_directive("interactive", Interactive)
    app.connect("html-page-context", add_script)
