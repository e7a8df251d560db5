"""`{errata}`: every wrong or imprecise statement that a check has settled, by lecture."""

from itertools import groupby

from docutils import nodes
from sphinx.application import Sphinx

from cnncourse.sphinxext.claims_box import show_claim
from cnncourse.sphinxext.elements import HtmlElement, element, words
from cnncourse.sphinxext.part import PartDirective
from cnncourse.sphinxext.records import records

LISTED = {"wrong", "imprecise"}


class Errata(PartDirective):
    """The errata, one section a lecture, each entry with a link to the page that explains it."""

    has_content = False

    def run(self) -> list[nodes.Node]:
        from cnncourse.claims import load_ledger, settle

        self.env.note_reread()
        settled = [(claim, settle(claim.id)) for claim in load_ledger().values()]
        rows = [claim for claim, found in settled if found and found.evidence.verdict in LISTED]
        if not rows:
            return [nodes.paragraph("", "No statement has been found wrong or imprecise so far.")]
        by_lecture = groupby(sorted(rows, key=lambda claim: (claim.lecture, claim.id)), lambda claim: claim.lecture)
        return [self.lecture(lecture, [claim.id for claim in claims]) for lecture, claims in by_lecture]

    def lecture(self, lecture: str, idents: list[str]) -> nodes.section:
        """A section for one lecture."""
        section = nodes.section(ids=[f"errata-{lecture}"], names=[f"errata-{lecture}"])
        section += nodes.title("", f"{lecture}: {len(idents)} statement{'s' if len(idents) > 1 else ''}")
        items = []
        for ident in idents:
            item = show_claim(self, ident)
            item["attrs"]["id"] = f"erratum-{ident}"
            item["erratum"] = ident
            items.append(item)
        section += element("ul", *items, class_="claims")
        return section


def link_pages(app: Sphinx, doctree: nodes.document, docname: str) -> None:
    """Give each erratum the link to its claim box, now that every page has been read."""
    home = {ident: page for page, idents in records(app.env, "claim").items() for ident in idents}
    for node in doctree.findall(HtmlElement):
        page = home.get(node.get("erratum", ""))
        if page:
            title = app.env.titles[page].astext()
            address = f"{app.builder.get_relative_uri(docname, page)}#claim-{node['erratum']}"
            node += element("p", words("a", f"Explained in: {title}", href=address, class_="reference internal"))


def setup(app: Sphinx) -> None:
    app.add_directive("errata", Errata)
    app.connect("doctree-resolved", link_pages)
