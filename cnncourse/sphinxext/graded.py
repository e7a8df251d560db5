"""`{graded} assignment function…`: the graded exercise of a page, with its points and its notebook to download."""

import json
from pathlib import Path

from docutils import nodes
from sphinx import addnodes
from sphinx.application import Sphinx

from cnncourse.sphinxext.elements import element
from cnncourse.sphinxext.part import PartDirective
from cnncourse.sphinxext.records import record


class Graded(PartDirective):
    """The assignment, then one function or more that it grades; the notebook is `exercises/<a>/<a>.ipynb`."""

    required_arguments = 2
    final_argument_whitespace = True
    has_content = False
    title = "Graded exercise"

    def run(self) -> list[nodes.Node]:
        assignment, functions = self.arguments[0], self.arguments[1].split()
        place = f"exercises/{assignment}/{assignment}.ipynb"
        notebook = Path(self.env.srcdir) / place
        if not notebook.is_file():
            raise self.error(f"{{graded}}: there is no exercise notebook {place}; run `make exercises`")
        self.env.note_dependency(str(notebook))
        points = graded_points(notebook)
        items = []
        for function in functions:
            if function not in points:
                known = ", ".join(sorted(points)) or "none"
                raise self.error(f"{{graded}}: {assignment} grades no {function!r}; it grades {known}")
            record(self.env, "graded", (assignment, function))
            worth = nodes.Text(f", {points[function]:g} points")
            items.append(element("li", nodes.literal(function, function), worth, id=graded_id(function)))
        lead = nodes.paragraph("", "", nodes.Text("Write it yourself and have it checked, case by case:"))
        link = addnodes.download_reference("", "", reftarget="/" + place, refdoc=self.env.docname)
        link += nodes.Text(f"Download the notebook {assignment}.ipynb")
        return [self.part(lead, element("ul", *items), nodes.paragraph("", "", link))]


def graded_id(function: str) -> str:
    """The id of the function's line in a `{graded}` box."""
    return f"graded-{function}"


def graded_points(notebook: Path) -> dict[str, float]:
    """The points of each graded function of an exercise: those of its test cell `test_<function>`."""
    points = {}
    for cell in json.loads(notebook.read_text(encoding="utf-8"))["cells"]:
        mark = cell["metadata"].get("nbgrader", {})
        if mark.get("grade"):
            points[mark["grade_id"].removeprefix("test_")] = float(mark["points"])
    return points


def setup(app: Sphinx) -> None:
    app.add_directive("graded", Graded)
