"""Every answer of every assignment against its cases, by plain calls under twenty seeds."""

import dataclasses
import sys
from functools import cache
from pathlib import Path

import numpy as np
import pytest

from cnncourse.grading import PlainCaller, run_cases
from cnncourse.grading.answers import load_answers
from cnncourse.grading.cases_file import load_cases
from cnncourse.grading.derive import assignments
from cnncourse.grading.seeds import case_seed

ROOT = Path(__file__).resolve().parents[2]
SEEDS = [case_seed("a secret for the tests", "any", "any", f"student {number}") for number in range(20)]
FOLDERS = [ROOT / "solutions" / name for name in assignments(ROOT)]
QUESTIONS = [(folder, path.stem) for folder in FOLDERS for path in sorted((folder / "cases").glob("*.py"))]
ANSWERS = [
    pytest.param(folder, answer, id=f"{function}-{name}")
    for folder in FOLDERS
    for function, answers in load_answers(folder).items()
    for name, answer in answers.items()
]
questions = pytest.mark.parametrize(
    ("folder", "function"), [pytest.param(folder, function, id=function) for folder, function in QUESTIONS]
)


@cache
def cases_of(folder, function):
    return load_cases(folder / "cases" / f"{function}.py")


def caller_of(source):
    namespace = {"np": np, "__name__": "__main__"}
    exec(compile(source, "<answer>", "exec"), namespace)
    return PlainCaller(namespace)


def outcomes(source, cases, seeds=SEEDS):
    """What came out under each seed: the failed cases' names and the points; one entry where all seeds agree."""
    caller = caller_of(source)
    results = [run_cases(cases, caller, seed=seed) for seed in seeds]
    return {(tuple(row.name for row in result.rows if not row.passed), result.points) for result in results}


@pytest.mark.parametrize(("folder", "answer"), ANSWERS)
def test_every_answer_fails_exactly_the_cases_it_declares_and_keeps_the_points(folder, answer):
    """Solutions and alternatives declare no failure. A mutant that a seed lets through is a case that draws badly."""
    assert outcomes(answer.source, cases_of(folder, answer.function)) == {(answer.fails, answer.points)}


@questions
def test_the_released_stub_earns_nothing(folder, function):
    """Neither a stub that raises, nor one that is missing, nor one that returns its first input."""
    for source in (
        f"def {function}(*args, **kwargs): raise NotImplementedError",
        "",
        f"{function} = None",
        f"def {function}(*args, **kwargs): return None",
    ):
        assert {points for _, points in outcomes(source, cases_of(folder, function), SEEDS[:2])} == {0.0}


@questions
def test_there_are_enough_wrong_answers_and_a_right_one_written_otherwise(folder, function):
    kinds = [answer.kind for answer in load_answers(folder)[function].values()]
    assert kinds.count("mutant") >= 5
    assert kinds.count("alternative") >= 1


@questions
def test_every_case_is_failed_by_some_mutant_and_passed_by_another(folder, function):
    """A case that no wrong answer fails could be empty; one that all fail tells nobody anything."""
    mutants = [answer for answer in load_answers(folder)[function].values() if answer.kind == "mutant"]
    for case in cases_of(folder, function):
        assert any(case.name in mutant.fails for mutant in mutants), case.name
        assert any(case.name not in mutant.fails for mutant in mutants), case.name


@questions
def test_no_two_mutants_are_the_same_text(folder, function):
    sources = [answer.source for answer in load_answers(folder)[function].values()]
    assert len(set(sources)) == len(sources)


@questions
def test_a_weakened_case_is_noticed(folder, function):
    """The proof that the test above can fail: with any one case emptied, some mutant keeps more than it declares."""
    cases = cases_of(folder, function)
    mutants = [answer for answer in load_answers(folder)[function].values() if answer.kind == "mutant"]
    for place, case in enumerate(cases):
        weak = dataclasses.replace(case, body=lambda student, rng: None)
        weakened = [*cases[:place], weak, *cases[place + 1 :]]
        victim = next(mutant for mutant in mutants if case.name in mutant.fails)
        assert outcomes(victim.source, weakened, SEEDS[:1]) != {(victim.fails, victim.points)}, case.name


@questions
def test_cases_have_names_of_their_own_and_some_are_visible_and_some_hidden(folder, function):
    cases = cases_of(folder, function)
    assert len({case.name for case in cases}) == len(cases)
    assert {case.visible for case in cases} == {True, False}


@questions
def test_visible_cases_run_without_torch_and_without_a_seed(folder, function, monkeypatch):
    """They are in the student's notebook, where NumPy may be all there is, and their numbers are worked by hand."""
    for library in ("torch", "scipy", "sklearn", "matplotlib"):
        monkeypatch.setitem(sys.modules, library, None)
    visible = [case for case in cases_of(folder, function) if case.visible]
    solution = caller_of(load_answers(folder)[function]["solution"].source)
    for case in visible:
        case.body(solution, None)  # a case that draws numbers would fail on None
