"""Small edits of source text."""

import ast

from cnncourse.grading.source_text import renamed, without_annotations


def test_a_name_is_replaced_but_not_an_attribute_a_keyword_or_a_text():
    """Only names are renamed: `pool.pool`, `f(pool=1)` and "pool" keep the word, and so do comments."""
    source = "def pool(x):\n    # pool it\n    return other.pool(pool(x), pool=1) + 'pool'\n"
    wanted = "def _pool(x):\n    # pool it\n    return other.pool(_pool(x), pool=1) + 'pool'\n"
    assert renamed(source, {"pool": "_pool"}) == wanted


def test_renaming_counts_bytes_where_a_line_holds_other_letters():
    """A name behind a character of several bytes is found at its place."""
    assert renamed('text = "é×", pool\n', {"pool": "tool"}) == 'text = "é×", tool\n'


def test_annotations_go_and_defaults_stay():
    """Every annotation is taken out, of each kind of argument, and nothing else changes its meaning."""
    source = "def f(a: int, b: str = 'x', *rest: int, c: float = 1.0, d: None, **m: int) -> list[int]:\n    return a"
    text = without_annotations(source)
    assert text == "def f(a, b='x', *rest, c=1.0, d, **m):\n    return a"
    assert not [node for node in ast.walk(ast.parse(text)) if getattr(node, "annotation", None)]


def test_a_signature_that_fits_on_one_line_is_put_there():
    """What annotations had spread over lines is one line again, a long signature is left alone."""
    source = "def f(\n    a: int,\n    b: int = 2,\n) -> int:\n    return a\n"
    assert without_annotations(source) == "def f(a, b=2):\n    return a"
    long = "def f(\n    " + ",\n    ".join(f"argument_number_{i}" for i in range(9)) + ",\n):\n    return 1\n"
    assert without_annotations(long) == long
