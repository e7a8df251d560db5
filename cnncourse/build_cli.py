"""`cnncourse build`: the steps of `make course`, each of them alone."""

import importlib
from pathlib import Path
from typing import Any

import click

CLASS_RESULT = Path("build/class/expected.json")  # the last file that grading the sample class writes


def _root() -> Path:
    """The folder at or above the working directory that holds `_config.yml` and `solutions/`."""
    here = Path.cwd().resolve()
    for folder in (here, *here.parents):
        if (folder / "_config.yml").is_file() and (folder / "solutions").is_dir():
            return folder
    raise click.ClickException(f"{here} is not inside a clone of the course: no _config.yml beside solutions/ above it")


def _run(name: str, *arguments: Any, **options: Any) -> Any:
    """Run a step by its dotted name, imported now: each needs libraries that the others do not.

    What a step says of its input (a text, a page, a table) is the user's to mend, so it is shown without a traceback.
    """
    module, function = name.split(":")
    step = getattr(importlib.import_module(module), function)
    try:
        return step(*arguments, **options)
    except (RuntimeError, ValueError) as error:
        if click.get_current_context().parent.params["traceback"]:  # type: ignore[union-attr]  # steps are subcommands
            raise
        raise click.ClickException(str(error)) from error


@click.group("build")
@click.option("--traceback", is_flag=True, help="Show where in the code an error was raised.")
def command(traceback: bool) -> None:
    """Build the book, the exercises, the sample class."""


@command.command()
def book() -> None:
    """The HTML book, into build/book/html."""
    click.echo(_run("cnncourse.sphinxext.build:build_book", _root()))


@command.command()
def pdf() -> None:
    """The HTML book, and the whole of it as one PDF, linked from its first page (needs Chromium)."""
    root = _root()
    _run("cnncourse.sphinxext.build:build_book", root)
    click.echo(_run("cnncourse.sphinxext.pdf:build_pdf", root))


@command.command()
@click.option("--check", is_flag=True, help="Change nothing; fail where exercises/ is not what the texts make.")
def exercises(check: bool) -> None:
    """The student notebooks, from solutions/ into exercises/."""
    _run("cnncourse.grading.derive:derive_exercises", _root(), check=check)


@command.command("class")
def sample_class() -> None:
    """The sample class of 24 submissions, graded, into build/class."""
    click.echo(_run("cnncourse.grading.sample_class:build_class", _root()))


@command.command()
def report() -> None:
    """The sample class's grade table, and the links to open."""
    root = _root()
    if not (root / CLASS_RESULT).is_file():
        raise click.ClickException("the sample class has not been graded yet: make class")
    _run("cnncourse.grading.report:print_report", root)
