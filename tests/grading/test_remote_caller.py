"""The remote caller: data from the box becomes what a case expects, and trouble becomes a failed case."""

import pytest

from cnncourse.grading import remote_caller
from cnncourse.grading.box.data import Encoder
from cnncourse.grading.box.submission import Result
from cnncourse.grading.caller import StudentError
from cnncourse.grading.case import CaseFailed
from cnncourse.grading.remote_caller import RemoteCaller


class Submission:
    """Answers with a result that the test made, and takes as long as it says."""

    def __init__(self, result, clock=None, takes=0.0):
        self.result, self.clock, self.takes = result, clock, takes

    def call(self, function, arguments, keywords, seconds):
        if self.clock:
            self.clock.now += self.takes
        return self.result

    def value_of(self, result):
        return result.answer["value"]


class Clock:
    now = 0.0

    def monotonic(self):
        return self.now


def answer(**told) -> Result:
    return Result("ok", told)


@pytest.mark.parametrize("status", list(remote_caller.ENDED))
def test_a_process_that_is_no_more_fails_the_case(status):
    """Each way to end has a reason in words, and is remembered as the submission's trouble."""
    caller = RemoteCaller(Submission(Result(status)), 5)
    with pytest.raises(CaseFailed, match="process"):
        caller.call("f")
    assert caller.trouble == status


def test_only_the_students_time_counts(monkeypatch):
    """Ten seconds of the judge's between two calls take nothing from the cell's five; the calls' own seconds do."""
    clock = Clock()
    monkeypatch.setattr(remote_caller, "time", clock)
    caller = RemoteCaller(Submission(answer(status="ok", value=1), clock, takes=2.0), 5.0)
    for _ in range(2):
        assert caller.call("f") == 1
        clock.now += 10
    assert caller.call("f") == 1
    with pytest.raises(CaseFailed, match="may take 5 s together"):
        caller.call("f")


def test_after_a_timeout_no_other_case_waits():
    """One call that ran out of time fails all the cases that follow at once."""
    caller = RemoteCaller(Submission(Result("timeout")), 5)
    for _ in range(2):
        with pytest.raises(CaseFailed, match="stopped"):
            caller.call("f")
        caller.submission.result = answer(status="ok", value=1)
    assert caller.trouble == "timeout"


def test_what_was_raised_arrives_with_its_line():
    """Kinds, message, line number and text, as the plain caller has them."""
    error = [["KeyError", "LookupError"], "'x'", 3, "d['x']"]
    with pytest.raises(StudentError) as caught:
        RemoteCaller(Submission(answer(status="raised", error=error)), 5).call("f")
    assert caught.value.kinds == ("KeyError", "LookupError")
    assert caught.value.where() == "line 3 of the cell: d['x']"


FORGED = [
    None,
    [],
    [[], "m", 1, ""],
    [["E"], 1, 1, ""],
    [[1], "m", 1, ""],
    [["E"], "m", "1", ""],
    [["E"], "m", 1, None],
]


@pytest.mark.parametrize("error", FORGED, ids=str)
def test_a_forged_error_is_tampering(error):
    """An error that no honest process sends fails the case and is told as what it is."""
    caller = RemoteCaller(Submission(answer(status="raised", error=error)), 5)
    with pytest.raises(CaseFailed, match="tampered"):
        caller.call("f")
    assert caller.trouble == "forged"


def test_a_case_passes_on_data_and_handles_only():
    """A function among the arguments is a mistake in the case, and told at once."""

    def hand_out(value):
        raise TypeError(f"not {type(value).__name__}")

    with pytest.raises(TypeError, match="function"):
        Encoder(hand_out, 1000).tree([lambda: 1])
