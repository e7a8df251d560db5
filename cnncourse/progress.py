"""A rich progress bar on standard error, as a context that gives a function to move it."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager


@contextmanager
def progress_bar(label: str, *, shown: bool = True) -> Iterator[Callable[..., None]]:
    """Give ``report(done, total, note="")``, which moves the bar; without ``shown`` it does nothing.

    Args:
        label: stands before the bar; ``note`` is added to it.
        shown: draw the bar (needs rich).
    """
    if not shown:
        yield lambda done, total, note="": None
        return
    from rich.console import Console
    from rich.progress import (
        BarColumn,
        MofNCompleteColumn,
        Progress,
        TextColumn,
        TimeElapsedColumn,
        TimeRemainingColumn,
    )

    text = TextColumn("{task.description}")
    columns = (text, BarColumn(), MofNCompleteColumn(), TimeElapsedColumn(), TimeRemainingColumn())
    with Progress(*columns, console=Console(stderr=True)) as bar:
        task = bar.add_task(label, total=None)

        def report(done: int, total: int, note: str = "") -> None:
            bar.update(task, completed=done, total=total, description=f"{label} {note}".rstrip())

        yield report


class ByteBar:
    """A bar for downloads, with the methods that pooch calls; a context, so that a broken download ends it too.

    Args:
        label: stands before the bar.
        shown: draw the bar (needs rich); without it nothing happens.

    Attributes:
        total: bytes expected, set by pooch.
    """

    def __init__(self, label: str, *, shown: bool = True) -> None:
        self.label, self.shown = label, shown
        self.total = 0

    def __enter__(self) -> "ByteBar":
        if self.shown:
            from rich.console import Console
            from rich.progress import BarColumn, DownloadColumn, Progress, TextColumn, TransferSpeedColumn

            columns = (TextColumn(self.label), BarColumn(), DownloadColumn(), TransferSpeedColumn())
            self._bar = Progress(*columns, console=Console(stderr=True))
            self._bar.start()
            self._task = self._bar.add_task(self.label, total=None)
        return self

    def __exit__(self, *_: object) -> None:
        if self.shown:
            self._bar.stop()

    def update(self, count: int) -> None:
        """So many more bytes are there."""
        if self.shown:
            self._bar.update(self._task, advance=count, total=self.total or None)

    def reset(self) -> None:
        """Start again at zero: pooch does so at the end, to fill the bar exactly."""
        if self.shown:
            self._bar.update(self._task, completed=0)

    def close(self) -> None:
        """Pooch has finished; leaving the context ends the bar."""
