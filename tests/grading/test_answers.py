"""Answers beside a solution, and the table that deals them out."""

import csv

import pytest

from cnncourse.grading.answers import load_answers
from cnncourse.grading.sample_table import TABLE, read_table

MUTANT = '"""Forgets the factor.\n\nfails:\n- of three\n- of an array\npoints: 0\n"""\n\ndef double(x):\n    return x\n'


@pytest.fixture
def folder(scratch):
    """The small assignment with one mutant and one alternative of `double`."""
    path = scratch / "solutions" / "ps0"
    for kind, name, text in (
        ("mutants", "same", MUTANT),
        ("alternatives", "added", '"""A."""\ndouble = lambda x: x + x'),
    ):
        (path / kind / "double").mkdir(parents=True)
        (path / kind / "double" / f"{name}.py").write_text(text, encoding="utf-8")
    return path


def test_answers_say_their_points_and_cases(folder):
    """The solution and an alternative are worth everything, a mutant what it declares; without its docstring."""
    answers = load_answers(folder)
    assert list(answers) == ["double", "halve"]
    double = answers["double"]
    assert {name: (a.kind, a.points) for name, a in double.items()} == {
        "solution": ("solution", 10), "same": ("mutant", 0), "added": ("alternative", 10),
    }  # fmt: skip
    assert double["same"].fails == ("of three", "of an array")
    assert double["same"].source == "def double(x):\n    return x"
    assert "SOLUTION" not in double["solution"].source


@pytest.mark.parametrize(
    ("old", "new", "what"),
    [
        ("points: 0", "", "its docstring must say"),
        ("- of three\n- of an array\n", "", "its docstring must say"),
        ("def double", "def triple", "expected a definition of double"),
    ],
)
def test_a_mutant_without_its_declaration_is_an_error(folder, old, new, what):
    """What a mutant costs is declared, never guessed."""
    path = folder / "mutants" / "double" / "same.py"
    path.write_text(path.read_text(encoding="utf-8").replace(old, new), encoding="utf-8")
    with pytest.raises(ValueError, match=what):
        load_answers(folder)


def write_table(path, rows: list[dict]) -> None:
    with path.open("w", newline="", encoding="utf-8") as file:
        writer = csv.DictWriter(file, rows[0])
        writer.writeheader()
        writer.writerows(rows)


def test_every_answer_must_be_handed_in_by_somebody(folder, tmp_path):
    """A mutant that is added, or one that only an unreadable file holds, is missed by name."""
    answers = load_answers(folder)
    row = {"student": "a", "state": "", "double": "solution", "halve": "solution", "why": "5"}
    rows = [row, {**row, "student": "b", "double": "same"}, {**row, "student": "c", "double": "added"}]
    table = tmp_path / "class.csv"
    write_table(table, rows)
    students = read_table(answers, ["why"], table)
    assert students[1].expected(answers) == {"double": 0, "halve": 5.5, "why": 5}
    rows[2]["state"] = "no-notebook"
    write_table(table, rows)
    with pytest.raises(ValueError, match=r"nobody hands in these answers to double: \['added'\]"):
        read_table(answers, ["why"], table)


def test_an_unknown_answer_and_a_missing_column_are_errors(folder, tmp_path):
    """A typo in the table is found before anything is graded."""
    answers = load_answers(folder)
    row = {"student": "a", "state": "", "double": "doubel", "halve": "solution", "why": "5"}
    write_table(tmp_path / "class.csv", [row])
    with pytest.raises(ValueError, match="no answer called 'doubel'"):
        read_table(answers, ["why"], tmp_path / "class.csv")
    with pytest.raises(ValueError, match="expected the columns"):
        read_table(answers, [], tmp_path / "class.csv")


def test_the_sample_class_has_24_students_and_every_state():
    """The table of the course holds each kind of trouble that a class brings."""
    rows = list(csv.DictReader(TABLE.open(encoding="utf-8")))
    assert len(rows) == 24 == len({row["student"] for row in rows})
    states = {row["state"].split(":")[0] for row in rows}
    assert states == {"", "empty", "no-notebook", "late", "deleted", "duplicated"}
    cells = {value for row in rows for value in row.values()}
    assert {"stub", "syntax-error", "endless-loop", "solution"} <= cells
