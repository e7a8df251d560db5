"""`{claims} ids…`: what the lecture says, the verdict, the evidence computed at build time, and the right statement."""

from docutils import nodes
from sphinx.application import Sphinx
from sphinx.util import logging

from cnncourse.sphinxext.elements import HtmlElement, element, words
from cnncourse.sphinxext.part import PartDirective
from cnncourse.sphinxext.records import record, records

logger = logging.getLogger(__name__)


class Claims(PartDirective):
    """The claim box of a page: the ids as arguments or in the body, parted by spaces or lines."""

    optional_arguments = 1
    final_argument_whitespace = True
    title = "What the lecture claims, and what we found"

    def run(self) -> list[nodes.Node]:
        from cnncourse.claims import load_ledger

        ids = " ".join([*self.arguments, *self.content]).split()
        if not ids:
            raise self.error("{claims} needs the ids of the claims, such as eecs-445-022")
        ledger = load_ledger()
        unknown = [ident for ident in ids if ident not in ledger]
        if unknown:
            raise self.error(f"{{claims}}: not in the ledger: {', '.join(unknown)}")
        for ident in ids:
            others = [page for page, found in records(self.env, "claim").items() if ident in found]
            if others:
                raise self.error(f"{{claims}}: {ident} has its box already in {others[0]}")
            record(self.env, "claim", ident)
        return [self.part(element("ul", *(show_claim(self, ident) for ident in ids), class_="claims"))]


def show_claim(directive: PartDirective, ident: str) -> HtmlElement:
    """One claim as a list item with id `claim-<id>`: statement, verdict, evidence, and the right statement."""
    from cnncourse.claims import load_ledger, settle

    claim, settled = load_ledger()[ident], settle(ident)
    verdict = settled.evidence.verdict if settled else "open"
    head = element(
        "p",
        words("span", verdict.replace("-", " "), class_=f"verdict verdict-{verdict}"),
        nodes.Text(" "),
        words("q", claim.claim),
        nodes.Text(" "),
        words("small", ident, class_="claim-id"),
    )
    if settled is None:
        return element("li", head, words("p", "Nobody has checked this yet."), id=f"claim-{ident}", class_="claim")
    if not settled.agrees:
        place = directive.get_source_info()
        logger.warning(
            "claim %s: the evidence says %r, the ledger %r", ident, verdict, claim.verdict, location=f"{place[0]}:{place[1]}"
        )
    body = directive.myst(settled.evidence.shown)
    if settled.evidence.right:
        body += directive.myst(f"**Rightly:** {settled.evidence.right}")
    return element("li", head, *body, id=f"claim-{ident}", class_="claim")


def setup(app: Sphinx) -> None:
    app.add_directive("claims", Claims)
