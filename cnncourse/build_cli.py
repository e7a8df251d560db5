"""`cnncourse build`: the steps of `make course`, each of them alone."""

import importlib
from pathlib import Path

import click


def _root() -> Path:
    """The repository's root: the folder at or above the working directory that holds `_config.yml` and `solutions/`."""
    here = Path.cwd().resolve()
    for folder in (here, *here.parents):
        if (folder / "_config.yml").is_file() and (folder / "solutions").is_dir():
            return folder
    raise click.ClickException(
        f"{here} is not inside a clone of the course: no folder at or above it holds _config.yml and solutions/"
    )


def _step(name: str):
    """A step by its dotted name, imported when it is run: each needs libraries that the others do not."""
    module, function = name.split(":")
    return getattr(importlib.import_module(module), function)


@click.group("build")
def command() -> None:
    """Build the book, the exercises, the sample class."""


@command.command()
def book() -> None:
    """The HTML book, into build/book/html."""
    click.echo(_step("cnncourse.sphinxext.build:build_book")(_root()))


@command.command()
@click.option("--check", is_flag=True, help="Change nothing; fail where exercises/ is not what the texts make.")
def exercises(check: bool) -> None:
    """The student notebooks, from solutions/ into exercises/."""
    _step("cnncourse.grading.derive:derive_exercises")(_root(), check=check)


@command.command("class")
def sample_class() -> None:
    """The sample class of 24 submissions, graded, into build/class."""
    click.echo(_step("cnncourse.grading.sample_class:build_class")(_root()))


@command.command()
def report() -> None:
    """The sample class's grade table, and the links to open."""
    _step("cnncourse.grading.report:print_report")(_root())
