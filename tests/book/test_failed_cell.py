"""The line of a failing cell, from messages as nbclient writes them."""

from pathlib import Path

import pytest

from cnncourse.sphinxext.failed_cell import failed_line

PAGE = """# A page

```{code-cell} python
a = 1
def f():
    return 1 / 0
```

```{code-cell}
---
tags: [hide-input]
mystnb:
  image:
    alt: A line
---
b = 2

f()
```

:::{code-cell}
:tags: [hide-output]

c = 3
c =
:::
"""
FRAME = "An error occurred while executing the following cell:\n------------------\n{}\n------------------\n\n\n{}\n"
CALLED = (
    "\x1b[36mCell\x1b[39m\x1b[36m \x1b[39m\x1b[32mIn[2]\x1b[39m\x1b[32m, line 3\x1b[39m\nCell In[1], line 3, in f()"
)
TIMEOUT = "A cell timed out.\nHere is a preview of the cell contents:\n-------------------\n{}\n-------------------\n"


@pytest.mark.parametrize(
    ("message", "line"),
    [
        (FRAME.format("b = 2\n\nf()", CALLED), 18),
        (FRAME.format("c = 3\nc =", "  Cell In[3], line 2\n    c =\n       ^\nSyntaxError: invalid syntax"), 25),
        (TIMEOUT.format("a = 1\ndef f():\n    return 1 / 0"), 4),
        (FRAME.format("never = 0", "Cell In[1], line 1"), 1),
        ("Kernel died", 1),
    ],
    ids=["in a called function", "syntax", "timeout", "not on the page", "no cell named"],
)
def test_the_line_is_that_of_the_page(message: str, line: int, tmp_path: Path):
    """The outermost line of the cell counts, below options of either kind; without one, the cell's first line."""
    page = tmp_path / "page.md"
    page.write_text(PAGE)

    assert failed_line(page, message) == line
