"""`{errata}`: every wrong or imprecise statement that a check has settled, by lecture."""

from itertools import groupby
from typing import TYPE_CHECKING

from docutils import nodes
from sphinx.application import Sphinx

from cnncourse.sphinxext.claims_box import show_claim
from cnncourse.sphinxext.elements import HtmlElement, element, words
from cnncourse.sphinxext.part import PartDirective
from cnncourse.sphinxext.records import records

if TYPE_CHECKING:
    from cnncourse.claims import Settlement

LISTED = {"wrong", "imprecise"}


class Errata(PartDirective):
    """The errata, one section a lecture, each entry with a link to the page that explains it.

    A row whose check contradicts the ledger is not listed: its page and `cnncourse claims` report it.
    """

    has_content = False

    def run(self) -> list[nodes.Node]:
        self.env.note_reread()
        try:
            rows = settled_errata()
        except Exception as error:  # whatever a check raises stops the build here, at this line
            raise self.error(f"{{errata}}: a check failed: {error!r}") from error
        if not rows:
            return [nodes.paragraph("", "No statement has been found wrong or imprecise so far.")]
        return [self.lecture(name, list(group)) for name, group in groupby(rows, lambda row: row.claim.lecture)]

    def lecture(self, name: str, rows: "list[Settlement]") -> nodes.section:
        """A section for one lecture."""
        from cnncourse.claims.ledger import LECTURES

        section = nodes.section(ids=[f"errata-{name}"], names=[f"errata-{name}"])
        section += nodes.title("", f"{LECTURES[name]}: {len(rows)} statement{'s' if len(rows) > 1 else ''}")
        items = []
        for row in rows:
            item = show_claim(self, row.claim, row)
            item["attrs"]["id"] = f"erratum-{row.claim.id}"
            item["erratum"] = row.claim.id
            items.append(item)
        section += element("ul", *items, class_="claims")
        return section


def settled_errata() -> "list[Settlement]":
    """The settled rows whose statement is wrong or imprecise, in the ledger's order of lectures."""
    from cnncourse.claims import load_ledger, settle

    settled = [settle(ident) for ident in load_ledger()]
    return [row for row in settled if row and row.agrees and row.evidence.verdict in LISTED]


def link_pages(app: Sphinx, doctree: nodes.document, docname: str) -> None:
    """Give each erratum the link to its claim box, now that every page has been read."""
    home = {ident: page for page, idents in records(app.env, "claim").items() for ident in idents}
    for node in list(doctree.findall(HtmlElement)):
        page = home.get(node.get("erratum", ""))
        if page:
            title = app.env.titles[page].astext()
            address = f"{app.builder.get_relative_uri(docname, page)}#claim-{node['erratum']}"
            node += element("p", words("a", f"Explained in: {title}", href=address, class_="reference internal"))


def setup(app: Sphinx) -> None:
    app.add_directive("errata", Errata)
    app.connect("doctree-resolved", link_pages)
