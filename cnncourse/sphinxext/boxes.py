"""The three boxes that hold only text: outcomes, prerequisites, take-away."""

from docutils import nodes
from sphinx.application import Sphinx

from cnncourse.sphinxext.part import PartDirective


class Outcomes(PartDirective):
    """`{outcomes}`: what the reader will be able to do, a list."""

    title = "After this page you can"

    def run(self) -> list[nodes.Node]:
        body = self.body()
        if not any(isinstance(node, nodes.bullet_list) for node in body):
            raise self.error("{outcomes} needs a list: one line a thing the reader will be able to do")
        return [self.part(*body)]


class Prerequisites(PartDirective):
    """`{prerequisites}`: what the page needs first, with links."""

    title = "What you need first"

    def run(self) -> list[nodes.Node]:
        return [self.part(*self.body())]


class TakeAway(PartDirective):
    """`{take-away}`: what to remember."""

    title = "Take away"

    def run(self) -> list[nodes.Node]:
        return [self.part(*self.body())]


def setup(app: Sphinx) -> None:
    app.add_directive("outcomes", Outcomes)
    app.add_directive("prerequisites", Prerequisites)
    app.add_directive("take-away", TakeAway)
