"""Feedback without the hidden tests: not in the test cells, not in tracebacks, not printed by a student's own code.

In `c.GenerateFeedback.preprocessors`, after `GetGrades`. The table of cases stays: it names the case that failed and
its hint, and no value of a hidden one.
"""

import html
import re

from nbformat import NotebookNode
from nbgrader import utils
from nbgrader.preprocessors import ClearHiddenTests, GetGrades, NbGraderPreprocessor
from traitlets import List

SHORT = 12  # a line with fewer characters ("else:", "return") gives nothing away
REMOVED = "[A line of the hidden tests stood here.]"
ERROR = "The test stopped here; the reason is told at the answer above."
TEXTS = ("text/plain", "text/html", "text/markdown", "text/latex", "application/json", "application/javascript")


class ScrubFeedback(NbGraderPreprocessor):
    """Take every line of the hidden tests out of the notebook that the feedback page is made from."""

    display_data_priority = List(GetGrades.display_data_priority.default_args[0], config=True)  # set by the exporter

    def preprocess(self, nb: NotebookNode, resources: dict) -> tuple[NotebookNode, dict]:
        secret = set().union(*(hidden_lines(cell.source) for cell in nb.cells if utils.is_grade(cell)), set())
        for cell in nb.cells:
            if utils.is_grade(cell):
                ClearHiddenTests()._remove_hidden_test_region(cell)
            if cell.cell_type == "code":
                cell.outputs = [scrubbed(output, secret, test=utils.is_grade(cell)) for output in cell.outputs]
        nb.metadata.pop("cnncourse", None)
        return nb, resources


def hidden_lines(source: str) -> set[str]:
    """The lines of the hidden region that would give something away, their spaces squeezed."""
    lines, inside = set(), False
    for line in source.splitlines():
        if "BEGIN HIDDEN TESTS" in line or "END HIDDEN TESTS" in line:
            inside = "BEGIN" in line
        elif inside and len(squeezed(line)) >= SHORT:
            lines.add(squeezed(line))
    return lines


def squeezed(line: str) -> str:
    """The line without spaces, colors and escapes, so that a reprinted or colored copy is found as well."""
    return re.sub(r"\\[nrt]|\x1b\[[0-9;]*m|[\s\\]", "", html.unescape(line))


def scrubbed(output: NotebookNode, secret: set[str], *, test: bool) -> NotebookNode:
    """The output without the lines in `secret`; an error of a test cell keeps its name alone."""
    if output.output_type == "error":
        if test:
            output.traceback, output.evalue = [f"{output.ename}: {ERROR}"], ""
        else:
            output.traceback = [_without(text, secret) for text in output.traceback]
            output.evalue = _without(output.evalue, secret)
    elif output.output_type == "stream":
        output.text = _without(output.text, secret)
    else:
        for kind in TEXTS:
            if isinstance(output.data.get(kind), str):
                output.data[kind] = _without(output.data[kind], secret)
    return output


def _without(text: str, secret: set[str]) -> str:
    """The text with every line replaced that holds a hidden one."""
    if not secret or not any(line in squeezed(text) for line in secret):
        return text
    kept = [REMOVED if any(s in squeezed(line) for s in secret) else line for line in text.split("\n")]
    if any(line in squeezed("\n".join(kept)) for line in secret):
        return REMOVED  # broken up over several lines
    return "\n".join(kept)
