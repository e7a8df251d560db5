"""Cases files as test cells."""

import pytest

from cnncourse.grading.embed import test_cell as make_test_cell
from cnncourse.grading.source_parts import SourceError

HEAD = "import math\nimport numpy as np\nfrom cnncourse.grading import case, expect_close\n"
SEEN = '@case("f", "seen", points=1, hint="h", visible=True)\ndef seen(student, rng):\n    expect_close({}, 1)\n'
UNSEEN = '@case("f", "unseen", points=2.5, hint="h")\ndef unseen(student, rng):\n    expect_close({}, 1)\n'


@pytest.fixture
def cases_file(tmp_path):
    """How to write the cases of f; returns the file."""

    def write(*texts: str):
        path = tmp_path / "f.py"
        path.write_text("\n".join(texts), encoding="utf-8")
        return path

    return write


def split(cell: str) -> tuple[str, str]:
    """What a student sees of the cell, and its hidden region."""
    before, rest = cell.split("### BEGIN HIDDEN TESTS")
    hidden, after = rest.split("### END HIDDEN TESTS")
    return before + after, hidden


def test_only_what_a_visible_case_needs_is_visible(cases_file):
    """A helper, a number or an import that only a hidden case uses is hidden with it; unused ones are left out."""
    own = "SHOWN = 3\nHIDDEN = 4\nUNUSED = 5\ndef _helper(x):\n    return np.sqrt(x * HIDDEN)\n"
    path = cases_file(HEAD, own, SEEN.format("SHOWN"), UNSEEN.format("_helper(math.pi)"))
    shown, hidden = split(make_test_cell(path, "f", taken=frozenset()))
    assert "SHOWN = 3" in shown
    assert "seen" in shown
    for secret in ("HIDDEN", "_helper", "import math", "import numpy", "unseen"):
        assert secret in hidden
        assert secret not in shown.replace("visible", "")
    assert "UNUSED" not in shown + hidden
    assert shown.rstrip().endswith('check("f", globals(), points=3.5)')


def test_helpers_get_a_private_name_and_case_files_may_not_bind_a_graded_one(cases_file):
    """A test cell runs in the student's namespace: a helper called `pool` would replace the student's own."""
    path = cases_file(HEAD, "def pool(x):\n    return x\n", SEEN.format("pool(1)"))
    cell = make_test_cell(path, "f", taken=frozenset())
    assert "def _pool(x)" in cell
    assert "expect_close(_pool(1), 1)" in cell
    with pytest.raises(SourceError, match="'g', the name of a graded function"):
        make_test_cell(cases_file(HEAD, "from math import sqrt as g\n", SEEN.format("g(1)")), "f", taken=frozenset("g"))


def test_a_name_that_the_file_does_not_bind_is_an_error(cases_file):
    """It would fail in the student's notebook, or silently use the student's own variable."""
    with pytest.raises(SourceError, match="'THREE'"):
        make_test_cell(cases_file(HEAD, SEEN.format("THREE")), "f", taken=frozenset())


def test_visible_must_be_written_out(cases_file):
    """What is hidden is decided by reading the file, so a computed `visible` is refused."""
    text = SEEN.replace("visible=True", "visible=bool(1)").format("1")
    with pytest.raises(SourceError, match="written out"):
        make_test_cell(cases_file(HEAD, text), "f", taken=frozenset())


def test_a_file_without_cases_is_an_error(cases_file):
    """A question whose cases were forgotten must not be worth zero points in silence."""
    with pytest.raises(SourceError, match="no function decorated"):
        make_test_cell(cases_file(HEAD), "f", taken=frozenset())
