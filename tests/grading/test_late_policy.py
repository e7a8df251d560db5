"""How late work is counted."""

import pytest

from cnncourse.grading.late_policy import LatePolicy, read_extensions

HOUR = 3600


def penalty(hours: float, student: str = "ada", **options) -> float | None:
    return LatePolicy(**options).late_submission_penalty(student, 90.0, hours * HOUR)


@pytest.mark.parametrize(
    ("hours", "points"),
    [(0.1, None), (0.25, None), (0.26, 9), (23.9, 9), (24, 9), (24.1, 18), (26, 18), (73, 36), (24 * 30, 45)],
)
def test_a_tenth_for_each_day_begun_up_to_half(hours, points):
    """Grace of 15 minutes, 10 % a day, at most 50 %, by default."""
    assert penalty(hours) == points


def test_grace_is_no_discount():
    """Whoever is later than the grace is late by all of it: 24 hours and 10 minutes are two days begun."""
    assert penalty(24 + 1 / 6) == 18


def test_free_days_come_off_before_anything_else():
    """With two free days, 49 hours late is one hour late."""
    assert penalty(47, free_days=2) is None
    assert penalty(49, free_days=2) == 9


def test_an_extension_counts_for_its_student_and_its_assignment(tmp_path):
    """Extra hours come from a CSV file; a star stands for every assignment, other rows for nobody else."""
    path = tmp_path / "extensions.csv"
    path.write_text("student,assignment,extra_hours\nada,*,24\nbo,ps9,48\n", encoding="utf-8")
    assert penalty(26, extensions=str(path)) == 9
    assert penalty(26, "bo", extensions=str(path)) == 18
    assert penalty(26, "cy", extensions=str(path)) == 18


@pytest.mark.parametrize(
    ("text", "what"),
    [
        ("student,extra_hours\nada,3\n", "assignment is missing"),
        ("student,assignment,extra_hours\nada,*,soon\n", r":2: extra_hours must be a number, is 'soon'"),
        ("student,assignment,extra_hours\nada,*,-1\n", "extra_hours must be a number"),
        ("student,assignment,extra_hours\nada,*\n", "extra_hours must be a number"),
    ],
)
def test_a_file_that_is_wrong_is_refused_by_line(tmp_path, text, what):
    """An extension with a typo must not become no extension."""
    path = tmp_path / "extensions.csv"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(ValueError, match=what):
        read_extensions(path)
