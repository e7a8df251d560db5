"""`cnncourse experiments list | show NAME | run NAME… [--smoke]`."""

import sys
from pathlib import Path

import click
from rich.console import Console
from rich.table import Table

from cnncourse.experiments import registry, result
from cnncourse.progress import progress_bar

COLORS = {"confirmed": "green", "contradicted": "red", "undecided": "yellow"}


@click.group()
def command() -> None:
    """Run the experiments behind the lectures' empirical claims."""


@command.command("list")
def list_experiments() -> None:
    """Every experiment with its claims, verdicts and the time its committed result took."""
    table = Table("experiment", "claim", "verdict", "seeds", "seconds")
    for name in registry.names():
        try:
            found = result.load_result(name)
        except FileNotFoundError:
            table.add_row(name, "", "not run yet", "", "")
            continue
        for k, finding in enumerate(found.findings):
            once = (name, str(len(found.seeds)), f"{found.wall_seconds:.0f}") if k == 0 else ("", "", "")
            table.add_row(once[0], finding.claim, _colored(finding.verdict), *once[1:])
    Console().print(table)


@command.command()
@click.argument("name", type=click.Choice(registry.names()))
def show(name: str) -> None:
    """The committed result of one experiment."""
    try:
        _print(result.load_result(name))
    except FileNotFoundError as error:
        raise click.ClickException(str(error)) from error


@command.command()
@click.argument("names", nargs=-1, required=True, type=click.Choice(registry.names()))
@click.option("--smoke", is_flag=True, help="Small sizes, two seeds, seconds; shows that it runs, saves nothing.")
@click.option("--output", type=click.Path(path_type=Path), default=result.FOLDER, help="Folder of the results.")
@click.option("--journals", type=click.Path(path_type=Path), default=Path("build/experiments"), help="Unfinished runs.")
def run(names: tuple[str, ...], smoke: bool, output: Path, journals: Path) -> None:
    """Run experiments and save their results. Interrupt with Ctrl-C; the same command carries on."""
    from cnncourse.experiments import runner

    for name in names:
        try:
            with progress_bar(name) as report:
                found = runner.run(registry.get(name), journals=journals, smoke=smoke, progress=report)
        except KeyboardInterrupt:
            click.echo(f"\nInterrupted. What is done of {name} is kept; the same command carries on.", err=True)
            sys.exit(130)
        finished = runner.journal_path(registry.get(name), journals, smoke)
        if smoke:
            finished.unlink()
            click.echo(
                f"{name}: runs ({len(found.rows)} runs, {found.wall_seconds:.1f} s); a smoke run decides nothing."
            )
            continue
        click.echo(f"Saved {result.save_result(found, output)}")
        finished.unlink()
        _print(found)


def _print(found: result.Result) -> None:
    console = Console()
    console.print(f"[bold]{found.question}[/bold]\n{found.rule}\n")
    for finding in found.findings:
        console.print(f"{finding.claim}: {_colored(finding.verdict)}")
        for part in finding.parts:
            console.print(f"  {part.sentence}")
        if finding.would_decide:
            console.print(f"  To decide: {finding.would_decide}")


def _colored(verdict: str) -> str:
    return f"[{COLORS[verdict]}]{verdict}[/{COLORS[verdict]}]"
