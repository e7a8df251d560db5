"""Reference functions of the package as solution cells."""

import numpy as np
import pytest

from cnncourse.grading import reference
from cnncourse.grading.reference import reference_cell
from cnncourse.grading.source_parts import SourceError

NONE: frozenset[str] = frozenset()


@pytest.fixture
def package(tmp_path, monkeypatch):
    """A small package in the place of cnncourse's folder; returns how to write a module of it."""
    monkeypatch.setattr(reference, "PACKAGE", tmp_path / "cnncourse")

    def write(name: str, text: str) -> None:
        path = tmp_path / "cnncourse" / f"{name}.py"
        path.parent.mkdir(exist_ok=True)
        path.write_text(text, encoding="utf-8")

    return write


def run(cell: str) -> dict:
    namespace: dict = {"np": np}
    exec(cell, namespace)
    return namespace


def test_the_cell_runs_alone_and_keeps_signature_and_docstring(package):
    """Helpers, constants and imports come along, from other modules too; only the body is the solution."""
    package("low", "import operator\nLIMIT = 3\ndef least(x):\n    return operator.index(max(x, LIMIT))\n")
    package(
        "layer",
        "from cnncourse.low import least\n"
        "def _twice(x: int) -> int:\n    return 2 * x\n"
        'def f_plain(x: int, *, more: int = 1) -> int:\n    """What f does."""\n    return _twice(least(x)) + more\n',
    )
    cell = reference_cell("cnncourse.layer:f_plain", "f", taken=NONE, given=NONE)
    assert run(cell)["f"](1) == 7
    shown = cell.split("### BEGIN SOLUTION")[0]
    assert shown == 'def f(x, *, more=1):\n    """What f does."""\n    '
    assert cell.rstrip().endswith("### END SOLUTION")


def test_a_helper_never_takes_the_name_of_a_graded_function(package):
    """A student's conv_output_size is not replaced by the one that another question's solution calls."""
    package("sizes", "def size(n):\n    return n\n")
    package("layer", "from cnncourse.sizes import size\ndef f(n):\n    return size(n) + 1\n")
    namespace = run(reference_cell("cnncourse.layer:f", "f", taken=frozenset({"size", "f"}), given=NONE))
    assert namespace["f"](1) == 2
    assert "size" not in namespace


@pytest.mark.parametrize(
    ("text", "what"),
    [
        ("def f(x):\n    return missing(x)\n", "neither defines nor imports 'missing'"),
        ("import cnncourse.sizes as sizes\ndef f(x):\n    return sizes.size(x)\n", "import its functions by name"),
        ("from cnncourse.sizes import size as s\ndef f(x):\n    return s(x)\n", "under another name"),
        ("from cnncourse.nowhere import s\ndef f(x):\n    return s(x)\n", "there is no such module"),
        ('def f(x):\n    """Only words."""\n', "no body"),
    ],
)
def test_what_cannot_be_resolved_is_an_error_that_names_it(package, text, what):
    """Nothing is left for the student's notebook to stumble over."""
    package("sizes", "def size(n):\n    return n\n")
    package("layer", text)
    with pytest.raises(SourceError, match=what):
        reference_cell("cnncourse.layer:f", "f", taken=NONE, given=NONE)


def test_two_helpers_of_one_name_are_an_error(package):
    """Two modules' different helpers of the same name cannot both be in one cell."""
    package("one", "def _h():\n    return 1\ndef a():\n    return _h()\n")
    package("two", "def _h():\n    return 2\ndef b():\n    return _h()\n")
    package("layer", "from cnncourse.one import a\nfrom cnncourse.two import b\ndef f():\n    return a() + b()\n")
    with pytest.raises(SourceError, match="both define _h"):
        reference_cell("cnncourse.layer:f", "f", taken=NONE, given=NONE)
