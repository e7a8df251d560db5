"""`cnncourse claims`: how many rows of the ledger are settled, and what settled one of them."""

import sys
from collections import Counter

import click
from rich.console import Console
from rich.table import Table

from cnncourse.claims.ledger import LECTURES, VERDICTS, Claim, load_ledger
from cnncourse.claims.settlement import Settlement, settle


@click.command("claims")
@click.argument("claim_ids", nargs=-1)
@click.option("--lecture", type=click.Choice(LECTURES), help="Count, or list, the rows of one lecture only.")
@click.option("--list", "listed", is_flag=True, help="List the rows: id, verdict, statement.")
@click.option("--open", "only_open", is_flag=True, help="With --list: only the rows without a check.")
def command(claim_ids: tuple[str, ...], lecture: str | None, listed: bool, only_open: bool) -> None:
    """Count the lectures' claims, settled and open, by verdict; or show the evidence for CLAIM_IDS.

    Exits with 1 where a check contradicts the verdict in the ledger.
    """
    ledger = load_ledger()
    if unknown := [claim_id for claim_id in claim_ids if claim_id not in ledger]:
        raise click.BadParameter(f"the ledger has no row {', '.join(unknown)}", param_hint="CLAIM_IDS")
    chosen = [ledger[claim_id] for claim_id in claim_ids] or [
        claim for claim in ledger.values() if lecture in (None, claim.lecture)
    ]
    rows = [(claim, settle(claim.id)) for claim in chosen]
    console = Console()
    if claim_ids:
        for claim, settlement in rows:
            _show(console, claim, settlement)
    elif listed or only_open:
        _list(console, [row for row in rows if row[1] is None or not only_open])
    else:
        console.print(_count(rows))
    disagreeing = [settlement.claim.id for _, settlement in rows if settlement and not settlement.agrees]
    if disagreeing:
        sys.exit(f"The check disagrees with the ledger's verdict: {', '.join(disagreeing)}")


def _count(rows: list[tuple[Claim, Settlement | None]]) -> Table:
    table = Table(title="Claims of the lectures: settled, and open (rows without a check)")
    table.add_column("lecture")
    shown = [verdict for verdict in VERDICTS if verdict != "needs-experiment"]
    for name in (*shown, "settled", "open", "all"):
        table.add_column(name, justify="right")
    total: Counter[str] = Counter()
    for lecture in LECTURES:
        counts = Counter(
            settlement.evidence.verdict if settlement else "open"
            for claim, settlement in rows
            if claim.lecture == lecture
        )
        if counts:
            total += counts
            table.add_row(lecture, *_cells(counts, shown))
    table.add_section()
    table.add_row("all", *_cells(total, shown))
    return table


def _cells(counts: Counter[str], verdicts: list[str]) -> list[str]:
    settled = counts.total() - counts["open"]
    return [str(counts[verdict]) for verdict in verdicts] + [
        str(settled),
        str(counts["open"]),
        str(counts.total()),
    ]


def _list(console: Console, rows: list[tuple[Claim, Settlement | None]]) -> None:
    table = Table("id", "verdict", "statement")
    for claim, settlement in rows:
        table.add_row(claim.id, settlement.evidence.verdict if settlement else "open", claim.claim)
    console.print(table)


def _show(console: Console, claim: Claim, settlement: Settlement | None) -> None:
    console.print(f"[bold]{claim.id}[/] ({claim.lecture}, {claim.section})\n  {claim.claim}")
    if settlement is None:
        console.print("  open: no check yet")
        return
    console.print(f"  {settlement.evidence.verdict}: {settlement.evidence.shown}")
    if settlement.evidence.right:
        console.print(f"  right: {settlement.evidence.right}")
