import numpy as np
import pytest

from cnncourse.grading import (
    CaseFailed,
    Handle,
    PlainCaller,
    expect_close,
    expect_dtype,
    expect_equal,
    expect_raises,
    expect_tuple,
)


def failure(function, *args, **kwargs):
    with pytest.raises(CaseFailed) as caught:
        function(*args, **kwargs)
    return caught.value.problem, caught.value.detail


def test_close_accepts_within_the_tolerance_and_equal_nans():
    expect_close(np.array([1.0, np.nan]), [1.0 + 1e-9, np.nan])
    expect_close(3, 3.0)
    expect_close(np.float32(0.5), 0.5)


def test_close_names_the_first_wrong_entry_and_keeps_values_out_of_the_problem():
    problem, detail = failure(expect_close, np.array([[1.0, 2.0], [3.0, 5.0]]), [[1, 2], [4, 6]], name="out")
    assert problem == "out has wrong values"
    assert detail == "out[1, 0] is 3, expected 4 (2 of 4 entries differ)"


def test_close_names_both_shapes_before_it_looks_at_values():
    problem, detail = failure(expect_close, np.zeros((2, 3)), np.zeros((3, 2)), name="out")
    assert problem == "out has the wrong shape"
    assert detail == "it is (2, 3), expected (3, 2)"


def test_close_does_not_broadcast_a_number_to_an_array():
    problem, _ = failure(expect_close, 0.0, np.zeros(3), name="out")
    assert problem == "out must be a NumPy array, but is a float"


@pytest.mark.parametrize(
    ("value", "kind"),
    [([1.0], "a list"), (None, "None"), ("1", "a text"), (Handle(object()), "an object"), (True, "a bool")],
)
def test_close_takes_nothing_but_numbers(value, kind):
    problem, detail = failure(expect_close, value, 1.0, name="out")
    assert problem == f"out must be a number, but is {kind}"
    assert detail == ""


@pytest.mark.parametrize("value", [np.array([True]), np.array(["1"])])
def test_close_refuses_arrays_of_other_things(value):
    assert "must hold numbers" in failure(expect_close, value, [1.0])[0]


@pytest.mark.parametrize("close_to_nothing", [np.nan, np.inf, -1.0])
def test_nan_infinity_and_minus_one_are_close_to_no_number(close_to_nothing):
    failure(expect_close, np.array([close_to_nothing]), [1.0])


def test_equal_keeps_kinds_apart():
    """5.0 for a size is the trace of a true division; True equals 1 in Python."""
    expect_equal(np.int64(5), 5)
    expect_equal((1, [2]), (1, [2]))
    assert failure(expect_equal, 5.0, 5)[0] == "the result must be a whole number, but is a float"
    assert failure(expect_equal, True, 1)[0] == "the result must be a whole number, but is a bool"
    assert failure(expect_equal, [1, 2], (1, 2))[0] == "the result must be a tuple, but is a list"


def test_equal_tells_the_values_in_the_detail_alone():
    assert failure(expect_equal, [1, 2], [1, 3], name="the list") == (
        "the list is wrong",
        "it is [1, 2], expected [1, 3]",
    )
    assert failure(expect_equal, {"a": 1}, {"a": 2})[0] == "the result is wrong"
    assert failure(expect_equal, [1], [1, 1])[0] == "the result is wrong"


def test_tuple_takes_the_length_from_the_form():
    assert expect_tuple((1, 2), "(out, cache)") == (1, 2)
    assert (
        failure(expect_tuple, np.zeros(2), "(out, cache)")[0] == "the result must be (out, cache), but is a NumPy array"
    )
    assert failure(expect_tuple, (1,), "(out, cache)")[0] == "the result must be (out, cache), but has 1 parts"


def test_dtype_is_exact():
    expect_dtype(np.zeros(1, np.float32), "float32")
    assert failure(expect_dtype, np.zeros(1), "float32", name="out") == (
        "out has the wrong dtype",
        "it is float64, expected float32",
    )


def raiser(error):
    def f(*args, **kwargs):
        raise error

    return PlainCaller({"f": f})


def test_raises_wants_the_class_or_a_subclass_and_the_parts_of_the_message():
    expect_raises(raiser(ValueError("stride 3 does not fit")), "ValueError", "f", message_has=("stride", "3"))
    expect_raises(raiser(UnicodeError("x")), "ValueError", "f")
    assert failure(expect_raises, raiser(TypeError("x")), "ValueError", "f")[0] == (
        "it must raise ValueError, but raises TypeError"
    )
    problem, detail = failure(expect_raises, raiser(ValueError("no")), "ValueError", "f", message_has=("stride",))
    assert problem == "the message of the ValueError does not name what is wrong"
    assert "'stride'" in detail


def test_raises_fails_where_the_call_returns():
    caller = PlainCaller({"f": lambda: 3})
    assert failure(expect_raises, caller, "ValueError", "f")[0] == "it must raise ValueError, but returns"
