"""The last line of a test cell: `check(function, globals(), points=...)`."""

from cnncourse.grading import case, check, expect_equal
from cnncourse.grading.seeds import PUBLIC_SEED


@case("double", "three by hand", points=2, visible=True, hint="3 + 3")
def by_hand(student, rng):
    expect_equal(student.call("double", 3), 6)


@case("double", "a number drawn", points=3, hint="every number")
def drawn(student, rng):
    number = int(rng.integers(10, 99))
    expect_equal(student.call("double", number), 2 * number)


CASES = [by_hand, drawn]


def notebook(double, *cases, cells=()):
    return {"double": double, **{f"case_{n}": item for n, item in enumerate(cases)}, "In": ["", *cells]}


def test_check_prints_the_table_and_is_worth_a_plain_float(capsys):
    value = check("double", notebook(lambda x: 6, *CASES), points=5)
    assert (value, type(value)) == (2.0, float)
    out, err = capsys.readouterr()
    assert err == ""
    lines = [line.strip() for line in out.splitlines()]
    assert lines[0] == "double: 2 of 5 points"
    assert "pass      2/2  three by hand" in lines
    assert "FAIL      0/3  a number drawn" in lines
    assert "hint: every number" in lines
    assert "hint: 3 + 3" not in lines  # who passes needs no hint


def test_check_takes_the_cases_of_its_own_function_only():
    """All test cells of a notebook share one namespace."""
    other = case("other", "x", points=9, hint="y")(lambda student, rng: None)
    assert check("double", notebook(lambda x: 2 * x, other, *CASES), points=5) == 5.0


def test_without_the_hidden_cases_it_says_how_many_points_the_visible_ones_cover(capsys):
    assert check("double", notebook(lambda x: 2 * x, by_hand), points=5) == 2.0
    assert "cover 2 of the 5 points" in capsys.readouterr().out


def test_without_any_case_nothing_is_earned(capsys):
    assert check("double", notebook(lambda x: 2 * x), points=5) == 0.0
    assert "hidden" in capsys.readouterr().out


def test_validating_counts_the_visible_cases_as_all(monkeypatch):
    """nbgrader's Validate calls every cell below its maximum a failure, and a student has no hidden cases."""
    monkeypatch.setenv("NBGRADER_EXECUTION", "validate")
    assert check("double", notebook(lambda x: 2 * x, by_hand), points=5) == 5.0
    assert check("double", notebook(lambda x: 3 * x, by_hand), points=5) == 0.0


def test_grading_never_counts_visible_cases_as_all(monkeypatch):
    monkeypatch.setenv("NBGRADER_EXECUTION", "autograde")
    assert check("double", notebook(lambda x: 2 * x, by_hand), points=5) == 2.0


def test_an_answer_that_is_imported_is_named_and_earns_nothing(capsys):
    cells = ["from scipy.signal import correlate as c", "def double(x):\n    return c(x, [2.0])"]
    assert check("double", notebook(lambda x: 2 * x, *CASES, cells=cells), points=5) == 0.0
    assert "scipy.signal.correlate in line 1" in capsys.readouterr().out


def test_in_a_students_notebook_the_seed_is_the_public_one(monkeypatch):
    monkeypatch.delenv("NBGRADER_EXECUTION", raising=False)
    seen = []
    look = case("double", "look", points=1, hint="-")(lambda student, rng: seen.append(rng.normal()))
    check("double", notebook(None, look), points=1)
    assert seen == [look.rng(PUBLIC_SEED).normal()]
