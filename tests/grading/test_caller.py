import linecache

import numpy as np
import pytest

from cnncourse.grading import Handle, PlainCaller, StudentError


def caller_of(text):
    """A caller of a cell's text, with its lines where tracebacks look for them, as IPython puts them there."""
    name = f"<cell {hash(text)}>"
    linecache.cache[name] = (len(text), None, text.splitlines(keepends=True), name)
    namespace = {"np": np}
    exec(compile(text, name, "exec"), namespace)
    return PlainCaller(namespace)


@pytest.mark.parametrize(
    "value", [None, True, 3, 2.5, 1j, "text", b"bytes", [1, (2, {"a": 3})], np.float32(1.5), np.bool_(True)]
)
def test_plain_data_goes_in_and_comes_out_unchanged(value):
    result = caller_of("def f(x): return x").call("f", value)
    assert result == value
    assert type(result) is type(value)


def test_arrays_keep_dtype_and_shape():
    x = np.arange(6, dtype=np.float32).reshape(2, 3)
    result = caller_of("def f(x): return x.T").call("f", x)
    np.testing.assert_array_equal(result, x.T)
    assert result.dtype == np.float32


def test_an_input_changed_in_place_is_not_the_judges():
    """Between processes the judge keeps its own arrays; here it must too, or the two paths would grade differently."""
    x = np.ones(3)
    caller_of("def f(x): x[:] = 0; return None").call("f", x)
    np.testing.assert_array_equal(x, 1)


def test_an_input_inside_a_list_or_a_dict_is_not_the_judges_either():
    x = np.ones(3)
    caller = caller_of("def f(items, named):\n    items[0][:] = 0\n    named['x'][:] = 0\n    items.append(1)")
    items, named = [x], {"x": x}
    caller.call("f", items, named)
    np.testing.assert_array_equal(x, 1)
    assert len(items) == 1


def test_a_result_changed_after_it_was_returned_does_not_change_what_was_compared():
    caller = caller_of("kept = np.ones(2)\ndef f(): return [kept]\ndef g(): kept[:] = 5")
    (result,) = caller.call("f")
    caller.call("g")
    np.testing.assert_array_equal(result, 1)


def test_what_is_no_data_comes_back_as_a_handle_that_can_be_passed_on():
    caller = caller_of("class Cache: value = 41\ndef f(): return 1, Cache()\ndef g(cache): return cache.value + 1")
    number, cache = caller.call("f")
    assert number == 1
    assert isinstance(cache, Handle)
    assert cache.kind == "Cache"
    assert caller.call("g", cache) == 42


@pytest.mark.parametrize("text", ["np.ones(2).view(np.recarray)", "np.array([object()])", "type('A', (float,), {})(1)"])
def test_subclasses_and_objects_are_no_data(text):
    """A subclass could answer every comparison with yes."""
    assert isinstance(caller_of(f"def f(): return {text}").call("f"), Handle)


def test_an_exception_is_told_with_the_students_own_line_and_its_bases():
    caller = caller_of("def g(x):\n    return x[5]\n\ndef f(x):\n    return g(x)\n")
    with pytest.raises(StudentError) as caught:
        caller.call("f", np.zeros(3))
    error = caught.value
    assert error.kinds == ("IndexError", "LookupError", "Exception")
    assert (error.line, error.source) == (2, "return x[5]")
    assert "out of bounds" in error.message
    assert error.where() == "line 2 of the cell: return x[5]"


def test_an_exception_inside_a_library_is_told_by_the_students_line_that_called_it():
    caller = caller_of("def f(x):\n    return np.pad(x, -1)\n")
    with pytest.raises(StudentError) as caught:
        caller.call("f", np.zeros(3))
    assert (caught.value.line, caught.value.source) == (2, "return np.pad(x, -1)")


def test_no_frame_of_the_student_stays_reachable():
    with pytest.raises(StudentError) as caught:
        caller_of("def f(): 1 / 0").call("f")
    assert caught.value.__cause__ is None
    assert caught.value.__suppress_context__


def test_an_exception_that_cannot_print_itself_is_still_told():
    caller = caller_of("class Odd(Exception):\n    def __str__(self): raise RuntimeError\ndef f(): raise Odd")
    with pytest.raises(StudentError) as caught:
        caller.call("f")
    assert caught.value.kinds[0] == "Odd"
    assert caught.value.message == ""


def test_sys_exit_is_the_students_failure_and_no_end_of_grading():
    with pytest.raises(StudentError) as caught:
        caller_of("def f(): raise SystemExit(0)").call("f")
    assert caught.value.kinds[0] == "SystemExit"


def test_the_interrupt_of_a_timeout_is_passed_on():
    """nbgrader interrupts a cell whose time is over; swallowed, it would start the next endless case."""
    with pytest.raises(KeyboardInterrupt):
        caller_of("def f(): raise KeyboardInterrupt").call("f")


def test_a_missing_function_says_so_and_a_number_is_no_function():
    caller = caller_of("g = 3")
    with pytest.raises(StudentError, match="f is not defined"):
        caller.call("f")
    with pytest.raises(StudentError, match="g is no function, but int"):
        caller.call("g")


def test_a_variable_is_read_by_name_as_data():
    caller = caller_of("labels = {'A': 'nothing'}")
    assert caller.read("labels") == {"A": "nothing"}
    with pytest.raises(StudentError, match="other is not defined"):
        caller.read("other")
