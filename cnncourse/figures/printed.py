"""The findings of an experiment as a few printed lines, narrow enough for a page."""

from collections.abc import Mapping

from cnncourse.experiments.result import Finding, Result


def print_findings(result: Result, *claims: str) -> None:
    """Print verdict, effects and 95 % intervals of the findings on `claims`; of all findings where none is named."""
    chosen = [result.finding(claim) for claim in claims] or result.findings
    for finding in chosen:
        print("\n".join(finding_lines(finding)))


def finding_lines(finding: Finding) -> list[str]:
    """One line for the finding, then two for each effect: what it is, and its number with the interval."""
    lines = [f"{finding.claim}: {finding.verdict}"]
    for part in finding.parts:
        effect, low, high, line = (
            part.factor * value for value in (part.effect, *part.interval, part.above)
        )  # as printed: an accuracy in points, not as a share
        unit = f" {part.unit}" if part.unit else ""
        lines.append(f"  {part.name}")
        lines.append(f"    {effect:+.3g}{unit}, 95 % interval {low:+.3g} to {high:+.3g}; has to exceed {line:g}")
    return lines


def as_the_text_says(result: Result, verdicts: Mapping[str, str]) -> Result:
    """The result, if its verdicts are those that the page's text speaks of; so a new run cannot leave old words behind.

    Raises:
        ValueError: naming the claim whose verdict is another one now.
    """
    for claim, verdict in verdicts.items():
        now = result.finding(claim).verdict
        if now != verdict:
            raise ValueError(
                f"the text calls {claim} {verdict}, but experiment {result.name} finds it {now}: rewrite it"
            )
    return result
