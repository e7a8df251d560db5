"""The `cnncourse` command. Each group lives beside the code it runs and is imported when it is called."""

import importlib
import sys

GROUPS = {  # name: (module, one-line help)
    "build": ("cnncourse.build_cli", "build the book, the exercises, the sample class"),
    "claims": ("cnncourse.claims.cli", "what the lectures claim, and what is settled"),
    "experiments": ("cnncourse.experiments.cli", "run the experiments behind the empirical claims"),
    "grade": ("cnncourse.grading.cli", "grade an assignment's submissions"),
}


def main() -> None:
    """Run `cnncourse GROUP …`; without the command-line extras, say what to install and exit with 1."""
    try:
        import click
    except ImportError:
        sys.exit("The cnncourse command needs click: pip install 'cnncourse[grade]' or 'cnncourse[book]'.")

    class LazyGroup(click.Group):
        def list_commands(self, ctx: click.Context) -> list[str]:
            return sorted(GROUPS)

        def get_command(self, ctx: click.Context, name: str) -> click.Command | None:
            if name not in GROUPS:
                return None
            return importlib.import_module(GROUPS[name][0]).command

        def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
            with formatter.section("Commands"):
                formatter.write_dl([(name, GROUPS[name][1]) for name in sorted(GROUPS)])

    @click.group(cls=LazyGroup)
    @click.version_option(package_name="cnncourse")
    def cnncourse() -> None:
        """A course on convolutional neural networks that can be run, graded and checked."""

    cnncourse()
