"""Grading: cases and checks, and what a notebook's test cell imports. Needs NumPy alone."""

from cnncourse.grading.caller import Caller, Handle, PlainCaller, StudentError
from cnncourse.grading.case import Case, CaseFailed, case, stable_hash
from cnncourse.grading.check import CheckResult, Row, check, run_cases, table
from cnncourse.grading.expect import (
    expect_close,
    expect_dtype,
    expect_equal,
    expect_raises,
    expect_true,
    expect_tuple,
    numbers_of,
)

__all__ = [
    "Caller",
    "Case",
    "CaseFailed",
    "CheckResult",
    "Handle",
    "PlainCaller",
    "Row",
    "StudentError",
    "case",
    "check",
    "expect_close",
    "expect_dtype",
    "expect_equal",
    "expect_raises",
    "expect_true",
    "expect_tuple",
    "numbers_of",
    "run_cases",
    "stable_hash",
    "table",
]
