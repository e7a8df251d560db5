"""`{page-time}`: how long a page takes: reading from its words, exercises as stated, running as measured."""

from math import ceil
from typing import ClassVar

from docutils import nodes
from docutils.parsers.rst import directives
from myst_nb.sphinx_ import NbMetadataCollector
from sphinx.application import Sphinx

from cnncourse.sphinxext.elements import element
from cnncourse.sphinxext.part import PagePart, PartDirective

WORDS_PER_MINUTE = 200


class PageTime(PartDirective):
    """`{page-time}` with `:exercises: MINUTES`; the minutes are filled in when the whole page is known."""

    has_content = False
    title = "Time"
    option_spec: ClassVar = {"exercises": directives.nonnegative_int}

    def run(self) -> list[nodes.Node]:
        if "exercises" not in self.options:
            raise self.error("{page-time} needs its option :exercises: MINUTES")
        node = self.part()
        node["exercises"] = self.options["exercises"]
        return [node]


def count_words(doctree: nodes.document) -> int:
    """Words of the running text: paragraphs, list items and captions; code and its output are not read but run."""
    return sum(len(node.astext().split()) for node in doctree.findall(nodes.paragraph))


def time_sentence(word_count: int, exercise_minutes: int, run_seconds: float | None) -> str:
    """What the reader is told, in whole minutes; `run_seconds` is None for a page without code."""
    reading = ceil(word_count / WORDS_PER_MINUTE)
    total = f"About {reading + exercise_minutes} minutes: {reading} to read, {exercise_minutes} for the exercises."
    if run_seconds is None:
        return f"{total} There is no code to run."
    if run_seconds < 10:
        return f"{total} The code runs in less than 10 seconds."
    return f"{total} The code runs in about {ceil(run_seconds / 10) * 10} seconds."


def fill_in(app: Sphinx, doctree: nodes.document, docname: str) -> None:
    """Put the sentence into the page's `{page-time}` box."""
    for node in doctree.findall(PagePart):
        if node["part"] == "page-time":
            run = NbMetadataCollector.get_exec_data(app.env, docname)
            seconds = run["runtime"] if run else None
            text = time_sentence(count_words(doctree), node["exercises"], seconds)
            node += element("p", nodes.Text(text))


def setup(app: Sphinx) -> None:
    app.add_directive("page-time", PageTime)
    app.connect("doctree-resolved", fill_in)
