"""What a check returns: the verdict that its computation supports, and what it computed."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Evidence:
    """The outcome of one check.

    Attributes:
        verdict: what the computation says of the lecture's statement (a key of `ledger.VERDICTS`).
        shown: one or two sentences of Markdown with the computed numbers.
        right: the right statement; required where the verdict is imprecise or wrong.
    """

    verdict: str
    shown: str
    right: str = ""

    def __post_init__(self) -> None:
        if not self.shown.strip():
            raise ValueError("shown is empty: evidence has to say what was computed")
        if self.verdict in ("imprecise", "wrong") and not self.right.strip():
            raise ValueError(f"right is empty: a verdict of {self.verdict!r} has to say what is right")


def holds_if(agrees: bool, shown: str) -> Evidence:
    """The lecture's statement holds if the computation agrees with it."""
    if agrees:
        return Evidence("holds", shown)
    return Evidence("wrong", shown, right="The computation disagrees; see the evidence.")


def wrong_if(contradicted: bool, shown: str, *, right: str) -> Evidence:
    """The lecture's statement is wrong if the computation contradicts it."""
    return Evidence("wrong" if contradicted else "holds", shown, right)


def imprecise_if(exception: bool, shown: str, *, right: str) -> Evidence:
    """The lecture's statement is imprecise if the computation finds the case, or the number, it leaves out."""
    return Evidence("imprecise" if exception else "holds", shown, right)
