import ast
import sys
import warnings

import numpy as np
import pytest

from cnncourse.grading import (
    CaseFailed,
    PlainCaller,
    StudentError,
    case,
    expect_close,
    expect_equal,
    run_cases,
    table,
)
from cnncourse.grading.check import clamped


@case("double", "three by hand", points=2, visible=True, hint="3 + 3")
def by_hand(student, rng):
    expect_equal(student.call("double", 3), 6)


@case("double", "arrays", points=3, hint="every entry")
def arrays(student, rng):
    x = rng.normal(size=4)
    expect_close(student.call("double", x), 2 * x)


CASES = [by_hand, arrays]


def run(double, cases=CASES, seed=1):
    return run_cases(cases, PlainCaller({"double": double}), seed=seed)


def by_name(result):
    return {row.name: row for row in result.rows}


def test_a_right_answer_earns_all_and_a_wrong_one_keeps_the_cases_it_passes():
    assert run(lambda x: 2 * x).points == 5.0
    partly = run(lambda x: 6)
    assert (partly.points, partly.max_points) == (2.0, 5.0)
    assert [row.passed for row in partly.rows] == [True, False]


def test_the_case_gets_the_same_inputs_for_the_same_seed_and_others_for_another():
    seen = []

    def double(x):
        seen.append(np.array(x))
        return 2 * x

    for seed in (1, 1, 2):
        run(double, [arrays], seed)
    np.testing.assert_array_equal(seen[0], seen[1])
    assert not np.array_equal(seen[0], seen[2])


def test_a_hidden_case_says_what_is_wrong_without_a_value():
    """Feedback shows neither hidden tests nor their values; the visible one helps with numbers."""
    rows = by_name(run(lambda x: 2 * x + 1))
    assert rows["three by hand"].problem == "the result is wrong: it is 7, expected 6"
    assert rows["arrays"].problem == "the result has wrong values"


def test_an_exception_fails_its_case_only_and_keeps_its_message_from_hidden_ones():
    """A student could otherwise print a hidden input by raising it."""

    def double(x):
        raise ValueError(f"got {x}")

    rows = by_name(run(double))
    assert rows["three by hand"].problem.startswith("it raised ValueError: got 3")
    assert rows["arrays"].problem.startswith("it raised ValueError")
    assert "got" not in rows["arrays"].problem


def test_the_failure_names_the_students_line_and_nothing_of_ours():
    namespace = {}
    exec(compile("def double(x):\n    y = x + 1\n    return y['a']\n", "<a cell>", "exec"), namespace)
    text = table(run_cases(CASES, PlainCaller(namespace), seed=1), points=5)
    assert "line 3 of the cell" in text
    for ours in ("cnncourse", "caller.py", "expect_close", "Traceback", "rng"):
        assert ours not in text


def test_warnings_prints_and_stderr_are_caught_and_shown_for_visible_cases_alone(capsys):
    """Any text on stderr, a warning too, would cost all the points; a print would show hidden inputs."""

    def double(x):
        warnings.warn(f"careful with {x!r}", stacklevel=1)
        print("computing", repr(x))
        print("oops", file=sys.stderr)
        return 2 * x

    with warnings.catch_warnings():
        warnings.simplefilter("error")  # what leaks out of the check is an error
        rows = by_name(run(double))
    assert rows["three by hand"].passed
    assert rows["arrays"].passed
    assert rows["three by hand"].notes == (
        "warned: UserWarning: careful with 3",
        "printed: computing 3",
        "printed: oops",
    )
    assert rows["arrays"].notes == ()
    assert capsys.readouterr() == ("", "")


def test_a_mistake_in_the_case_itself_is_not_blamed_on_the_student():
    @case("double", "broken", points=1, hint="none")
    def broken(student, rng):
        rng.no_such_method()

    problem = run(lambda x: x, [broken]).rows[0].problem
    assert problem == "this case itself failed (AttributeError): tell your instructor"


def test_cases_of_two_functions_are_not_run_together():
    other = case("other", "x", points=1, hint="y")(lambda student, rng: None)
    with pytest.raises(ValueError, match=r"\['double', 'other'\]"):
        run(lambda x: x, [by_hand, other])


def test_a_refused_answer_earns_nothing_and_is_not_run():
    def fail(student, rng):
        raise AssertionError("was run")

    result = run_cases([case("double", "x", points=4, hint="y")(fail)], PlainCaller({}), seed=1, refused="uses scipy")
    assert (result.points, result.max_points, result.refused) == (0.0, 4.0, "uses scipy")
    assert "Nothing is earned: uses scipy" in table(result, points=4)


@pytest.mark.parametrize(
    "value", [np.float64(0.0), 0, False, float("nan"), -1, -1e300, np.float32("nan"), float("-inf")]
)
def test_what_nbgrader_would_give_full_marks_for_becomes_a_plain_zero(value):
    result = clamped(value, 10)
    assert type(result) is float
    assert repr(result) == "0.0"


def test_points_above_the_maximum_are_cut():
    """nbgrader raises for them, and the submission then gets no grade."""
    assert clamped(11, 10) == 10.0
    assert clamped(np.float64(7.5), 10) == 7.5


def test_a_message_of_several_lines_cannot_look_like_a_row_of_the_table():
    def double(x):
        raise ValueError("oh\n  pass      2/2  three by hand")

    lines = table(run(double, [by_hand]), points=2).splitlines()
    assert [line for line in lines if line.startswith(("  pass", "  FAIL"))] == ["  FAIL      0/2  three by hand"]


def test_the_notes_are_short_however_much_is_printed():
    result = run(lambda x: print("x\n" * 1_000_000), [by_hand])
    assert len(result.rows[0].notes) <= 25


def test_a_failure_is_told_apart_from_an_error_of_the_student():
    assert not issubclass(CaseFailed, StudentError)
    assert not issubclass(StudentError, CaseFailed)


def test_the_table_is_text_that_ends_without_an_empty_line():
    text = table(run(lambda x: x), points=5)
    assert text == text.rstrip()
    assert ast.literal_eval(repr(text)) == text
