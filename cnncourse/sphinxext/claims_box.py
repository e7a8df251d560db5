"""`{claims} ids…`: what the lecture says, the verdict, the evidence computed at build time, and the right statement."""

from typing import TYPE_CHECKING

from docutils import nodes
from sphinx.application import Sphinx
from sphinx.util import logging

from cnncourse.sphinxext.elements import HtmlElement, element, words
from cnncourse.sphinxext.part import PartDirective
from cnncourse.sphinxext.records import record, records

if TYPE_CHECKING:
    from cnncourse.claims import Claim, Settlement

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
        shown = [show_claim(self, ledger[ident], settle_or_warn(self, ident)) for ident in ids]
        return [self.part(element("ul", *shown, class_="claims"))]


def show_claim(directive: PartDirective, claim: "Claim", settled: "Settlement | None") -> HtmlElement:
    """One claim as a list item with id `claim-<id>`: statement, verdict, evidence, and the right statement."""
    verdict = settled.evidence.verdict if settled else "open"
    head = element(
        "p",
        words("span", verdict.replace("-", " "), class_=f"verdict verdict-{verdict}"),
        nodes.Text(" "),
        words("q", claim.claim),
        nodes.Text(" "),
        words("small", claim.id, class_="claim-id"),
    )
    if settled is None:
        return element("li", head, words("p", "Nobody has checked this yet."), id=f"claim-{claim.id}", class_="claim")
    body = directive.myst(settled.evidence.shown)
    if settled.evidence.right:
        body += directive.myst(f"**Rightly:** {settled.evidence.right}")
    return element("li", head, *body, id=f"claim-{claim.id}", class_="claim")


def settle_or_warn(directive: PartDirective, ident: str) -> "Settlement | None":
    """The claim's settlement; warns, and so stops the build, where its check fails or contradicts the ledger."""
    from cnncourse.claims import settle

    path, line = directive.get_source_info()
    try:
        settled = settle(ident)
    except Exception as error:  # whatever a check raises belongs to the page that shows it
        logger.warning("claim %s: its check failed: %r", ident, error, location=f"{path}:{line}")
        return None
    if settled and not settled.agrees:
        message = "claim %s: the evidence says %r, the ledger %r"
        logger.warning(message, ident, settled.evidence.verdict, settled.claim.verdict, location=f"{path}:{line}")
    return settled


def setup(app: Sphinx) -> None:
    app.add_directive("claims", Claims)
