"""The student's functions, reached through the box: a case cannot tell it from a plain call."""

import time
import warnings
from typing import Any

from cnncourse.grading.box.data import DataError
from cnncourse.grading.box.submission import Result, Submission
from cnncourse.grading.caller import StudentError
from cnncourse.grading.case import CaseFailed

TEXT = 2000
ENDED = {
    "killed": "the notebook's process did not stop when its time was over, and was ended",
    "memory": "the notebook's process used more memory than there is",
    "output": "the notebook's process put out more than a notebook may hold",
    "forged": "the notebook's process tampered with how it is graded",
    "died": "the notebook's process ended by itself",
}


class RemoteCaller:
    """Calls the functions of one submission. All calls together may take `seconds`, which a test cell has; what the
    judge needs in between, for an oracle that must first be imported, does not count."""

    def __init__(self, submission: Submission, seconds: float) -> None:
        self.submission, self.seconds = submission, seconds
        self.left = seconds
        self.late = False
        self.trouble = ""  # the worst that happened, for the status

    def call(self, function: str, /, *args: Any, **kwargs: Any) -> Any:
        """As `Caller.call`; `CaseFailed` where the process is too slow, or no more."""
        return self._value(lambda left: self.submission.call(function, list(args), kwargs, left))

    def read(self, name: str, /) -> Any:
        """As `Caller.read`."""
        return self._value(lambda left: self.submission.read(name, left))

    def _value(self, ask) -> Any:
        if self.late or self.left <= 0:
            raise self._too_slow()
        began = time.monotonic()
        result: Result = ask(self.left)
        self.left -= time.monotonic() - began
        if result.status == "timeout":
            raise self._too_slow()
        if result.status in ENDED:
            self.trouble = result.status
            raise CaseFailed(ENDED[result.status])
        try:
            self._repeat_notes(result)
            return self._answer(result)
        except DataError:
            self.trouble = "forged"
            raise CaseFailed(ENDED["forged"]) from None

    def _too_slow(self) -> CaseFailed:
        self.late, self.trouble = True, self.trouble or "timeout"
        return CaseFailed(f"it was stopped: the cases of this function may take {self.seconds:g} s together")

    def _answer(self, result: Result) -> Any:
        status = result.answer.get("status")
        if status == "ok":
            return self.submission.value_of(result)
        if status == "refused":
            raise CaseFailed("what it gives back is too large or too deep to be judged")
        if status == "raised":
            raise student_error(result.answer.get("error"))
        raise CaseFailed("it was interrupted")

    def _repeat_notes(self, result: Result) -> None:
        """Print and warn here what was printed and warned there: `run_case` keeps it for the table."""
        for output in result.outputs:
            if output["msg_type"] == "stream":
                print(str(output["content"].get("text", "")), end="")
        told = result.answer.get("warned", [])
        for item in told if type(told) is list else []:
            if type(item) is list and len(item) == 2 and all(type(text) is str for text in item):
                category = type(item[0][:TEXT].replace("\0", ""), (Warning,), {})
                warnings.warn(item[1][:TEXT], category, stacklevel=2)


def student_error(told: object) -> StudentError:
    """The error that the other process tells of. Raises `DataError` where it does not have the form agreed."""
    if type(told) is not list or len(told) != 4:
        raise DataError("an error is not in the form that was agreed")
    kinds, message, line, source = told
    plain = type(kinds) is list and 0 < len(kinds) < 100 and all(type(kind) is str for kind in kinds)
    if not plain or type(message) is not str or type(source) is not str or type(line) not in (int, type(None)):
        raise DataError("an error is not in the form that was agreed")
    return StudentError(tuple(kind[:100] for kind in kinds), message[:TEXT], line, source[:TEXT] or None)
