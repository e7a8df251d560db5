"""Where a cell of a page failed: the line of the page, from what nbclient and IPython say of the cell."""

import re
from pathlib import Path

COLOR = re.compile(r"\x1b\[[\d;]*m")
FRAMED = re.compile(r"^-{18,19}\n(.*?)\n-{18,19}$", re.DOTALL | re.MULTILINE)  # nbclient's frame around the source
LINE_IN_CELL = re.compile(r"Cell In\s?\[\d+\], line (\d+)")
FENCE = re.compile(r"^(`{3,}|:{3,})\{code-cell\}[^\n]*\n(.*?)^\1\s*$", re.DOTALL | re.MULTILINE)
OPTIONS = re.compile(r"\A(?:---\n.*?^---\n|(?::[\w-]+:[^\n]*\n)+)?\n*", re.DOTALL | re.MULTILINE)


def failed_line(page: Path, message: str) -> int:
    """The line of `page` whose code failed; of its cell where the line is not told; 1 where the cell is not found.

    `message` is that of nbclient's `CellExecutionError` or `CellTimeoutError`. The first line that IPython names is
    that of the cell being run; those after it lie in functions that it called.
    """
    message = COLOR.sub("", message)
    framed = FRAMED.search(message)
    if not framed:
        return 1
    within = LINE_IN_CELL.search(message, framed.end())
    for line, source in code_cells(page.read_text(encoding="utf-8")):
        if source.strip() == framed[1].strip():
            return line + (int(within[1]) - 1 if within else 0)
    return 1


def code_cells(text: str) -> list[tuple[int, str]]:
    """The code cells of a page: the line on which the code begins, and the code."""
    cells = []
    for fence in FENCE.finditer(text):
        options = OPTIONS.match(fence[2])
        begin = fence.start(2) + (options.end() if options else 0)
        cells.append((text.count("\n", 0, begin) + 1, text[begin : fence.end(2)]))
    return cells
