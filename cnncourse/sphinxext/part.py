"""A part of the page template: a titled box that knows its name and its line."""

from docutils import nodes
from docutils.statemachine import StringList
from sphinx.util.docutils import SphinxDirective

from cnncourse.sphinxext.elements import HtmlElement, element, words


class PagePart(HtmlElement):
    """The node of a part; `part` is its name in the page template."""


class PartDirective(SphinxDirective):
    """A directive that makes one part of the page template.

    `name_of_part` is the directive's own name; `title` is what the reader sees above the box.
    """

    has_content = True
    title = ""

    def part(self, *children: nodes.Node) -> PagePart:
        """The box: its title, then `children`; carries name, file and line for the template's check."""
        node = PagePart(
            "",
            words("p", self.title, class_="part-title"),
            *children,
            tag="div",
            attrs={"class": f"part part-{self.name}"},
        )
        node["part"] = self.name
        self.set_source_info(node)
        return node

    def myst(self, text: str, line: int = 0) -> list[nodes.Node]:
        """Parse `text` as MyST, as if it stood `line` lines below the directive."""
        holder = nodes.Element()
        self.state.nested_parse(StringList(text.splitlines(), source=self.get_source_info()[0]), line, holder)
        return holder.children

    def myst_inline(self, text: str, what: str, line: int = 0) -> list[nodes.Node]:
        """Parse one paragraph of MyST and return what stands in it; raises a directive error for anything more."""
        blocks = self.myst(text, line)
        if len(blocks) != 1 or not isinstance(blocks[0], nodes.paragraph):
            raise self.error(f"{what} must be one paragraph, got {text!r}")
        return blocks[0].children

    def body(self) -> list[nodes.Node]:
        """The directive's content, parsed; raises a directive error when there is none."""
        if not self.content:
            raise self.error(f"{{{self.name}}} is empty: write its text between the fences")
        holder = nodes.Element()
        self.state.nested_parse(self.content, self.content_offset, holder)
        return holder.children


__all__ = ["PagePart", "PartDirective", "element"]
