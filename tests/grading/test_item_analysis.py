"""Item analysis."""

import nbformat
import pytest

from cnncourse.grading.grade_rows import GradeRow
from cnncourse.grading.item_analysis import FailedCase, correlation, failed_cases, items
from cnncourse.grading.item_page import item_page


def row(student: str, **points: float) -> GradeRow:
    most = dict.fromkeys(points, 10.0)
    return GradeRow("ps", student, "", "", "", "", "now", points, most, 0.0, ())


def test_mean_and_discrimination_by_hand():
    """Three students: f separates them as the rest does, g says the opposite, everybody has h."""
    rows = [row("a", f=0, g=2, h=10), row("b", f=5, g=1, h=10), row("c", f=10, g=0, h=10)]
    f, g, h = items(rows)
    assert (f.mean, g.mean, h.mean) == (0.5, 0.1, 1.0)
    assert f.discrimination == pytest.approx(-1.0)
    assert g.discrimination == pytest.approx(-1.0)
    assert h.discrimination is None
    assert f.students == 3


def test_correlation_against_numpy():
    """The correlation is Pearson's, and None where nothing varies."""
    import numpy as np

    rng = np.random.default_rng(7)
    xs, ys = rng.normal(size=20), rng.normal(size=20)
    assert correlation(list(xs), list(ys)) == pytest.approx(np.corrcoef(xs, ys)[0, 1])
    assert correlation([1.0, 1.0], [1.0, 2.0]) is None


def test_failed_cases_are_counted_from_the_graded_notebooks(tmp_path):
    """Most failed first; a case that all passed is left out; a student who was not tested does not count."""
    tables = ["  pass      4/4  one\n  FAIL      0/6  two\n", "  FAIL      0/4  one\n  FAIL      0/6  two\n", ""]
    paths = []
    for number, text in enumerate(tables):
        outputs = (
            [nbformat.v4.new_output("stream", text=f"f: 1 of 10 points\n{text}  pass  1/1  three\n")] if text else []
        )
        about = {"nbgrader": {"grade": True, "grade_id": "test_f"}}
        cell = nbformat.v4.new_code_cell("check", metadata=about, outputs=outputs)
        paths.append(tmp_path / f"{number}.ipynb")
        nbformat.write(nbformat.v4.new_notebook(cells=[cell]), paths[-1])
    assert failed_cases(paths) == [FailedCase("f", "two", 2, 2), FailedCase("f", "one", 1, 2)]


def test_the_page_escapes_names_and_marks_weak_questions():
    """A bar for each question and case; a question that tells nothing is orange; a name is never markup."""
    rows = [row("a", f=0, g=2), row("b", f=5, g=3), row("c", f=10, g=0)]
    page = item_page("ps <3>", items(rows), [FailedCase("f", "a < b", 1, 3)])
    assert "ps &lt;3&gt;" in page
    assert "a &lt; b" in page
    assert "<3>" not in page
    assert page.count("<rect") == 5
    assert page.count('class="bar weak"') == 2


def test_a_page_without_submissions_says_so():
    """Before the first submission there is a page and no division by zero."""
    assert "0 submissions with an answer" in item_page("ps", items([]), [])
