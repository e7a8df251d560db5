"""Problem set 3: what it promises, and that its own texts agree with the package and with the data beside it."""

import csv
import itertools
import runpy
from pathlib import Path

import numpy as np
import pytest

from cnncourse import shapes
from cnncourse.features import color_histogram
from cnncourse.grading.answers import load_answers
from cnncourse.grading.cases_file import load_cases, points_of
from cnncourse.grading.notebook import graded_functions, solution_notebook
from cnncourse.schedules import exponential_decay, gamma_for_half_life, inverse_time_decay, step_decay

FOLDER = Path(__file__).resolve().parents[2] / "solutions" / "ps3-volumes"


@pytest.fixture(scope="module")
def notebook():
    return solution_notebook(FOLDER)


@pytest.fixture(scope="module")
def solutions():
    namespace = {"np": np}
    for answers in load_answers(FOLDER).values():
        exec(answers["solution"].source, namespace)
    return namespace


def test_it_is_worth_a_hundred_points_of_which_a_person_gives_six(notebook):
    graded = [c.metadata.nbgrader for c in notebook.cells if c.metadata.get("nbgrader", {}).get("grade")]
    assert sum(cell.points for cell in graded) == 100
    assert {cell.grade_id: cell.points for cell in graded if cell.solution} == {"why_share": 6}


def test_the_parts_in_the_first_table_add_up_to_the_graded_cells(notebook):
    """A changed case would otherwise leave the table of points behind."""
    rows = [line.split("|") for line in notebook.cells[0].source.splitlines() if line.startswith("| ")]
    assert sum(int(row[3]) for row in rows if row[3].strip().isdigit()) == 100
    for text in (cell.source for cell in notebook.cells if cell.cell_type == "markdown"):
        for line in text.splitlines():
            if line.startswith("## ") and "points)" in line:
                promised = int(line.split("(")[1].split()[0])
                assert any(promised == points_of(FOLDER / "cases" / f"{name}.py") for name in graded_functions(FOLDER))


def test_between_five_and_eight_functions_are_graded_and_one_diagnosis():
    functions = graded_functions(FOLDER)
    assert "diagnosis" in functions
    assert 5 <= len(set(functions) - {"diagnosis"}) <= 8


def test_the_text_says_how_to_see_which_case_failed_and_how_long_it_takes(notebook):
    first = notebook.cells[0].source
    assert "Run the cell to see *which* case failed" in first
    assert "hours" in first


def test_the_output_sizes_are_the_packages(solutions):
    """On every small case, errors included: the exercise has its own text, since the package's tells the formula."""
    ours, theirs = shapes.conv_output_size, solutions["conv_output_size"]

    def outcome(function, *args, **options):
        try:
            return function(*args, **options)
        except ValueError:
            return "refused"

    grid = itertools.product(range(1, 12), (1, 2, 3, 5), (1, 2, 3), (0, 1, 2), (1, 2), ("floor", "ceil", "exact"))
    for size, kernel_size, stride, padding, dilation, mode in grid:
        options = {"stride": stride, "padding": padding, "dilation": dilation, "mode": mode}
        assert outcome(theirs, size, kernel_size, **options) == outcome(ours, size, kernel_size, **options), options


def test_the_counts_are_those_of_the_packages_summary(solutions):
    layers = [
        {"layer": "conv2d", "out_channels": 6, "kernel_size": 5, "stride": 2, "padding": 1},
        {"layer": "relu"},
        {"layer": "max_pool2d", "kernel_size": 2},
        {"layer": "linear", "out_features": 20},
        {"layer": "linear", "out_features": 10},
    ]
    rows = shapes.summary(layers, (3, 29, 40)).rows
    assert solutions["count_params"](layers, (3, 29, 40)) == [row.params for row in rows]
    described = {**layers[0], "in_channels": 3, "out_size": (14, 19)}
    unshared = solutions["count_params"](layers[:1], (3, 29, 40), shared=False)
    assert unshared == [shapes.count_params(described, shared=False)]


def test_the_schedules_are_the_packages(solutions):
    rate = solutions["learning_rate"]
    for epoch, half_life in itertools.product(range(40), (1, 5, 13)):
        options = {"initial": 0.3, "half_life": half_life}
        gamma = gamma_for_half_life(half_life)
        assert rate(epoch, schedule="1/t", **options) == pytest.approx(
            inverse_time_decay(epoch, lr=0.3, rate=1 / half_life)
        )
        assert rate(epoch, schedule="exponential", **options) == pytest.approx(
            exponential_decay(epoch, lr=0.3, gamma=gamma)
        )
        assert rate(epoch, schedule="step", **options) == pytest.approx(
            step_decay(epoch, lr=0.3, step_size=half_life, gamma=0.5)
        )


def test_the_color_histogram_is_the_packages(solutions):
    image = np.random.default_rng(3).uniform(size=(3, 20, 30))
    np.testing.assert_array_equal(solutions["color_histogram"](image, 9), color_histogram(image, 9))


def test_the_numbers_told_before_an_exercise_are_right(solutions):
    """The table of schedules, the counts of the small net, the paths of two layers."""
    rate = solutions["learning_rate"]
    rows = {"1/t": [0.8, 0.533, 0.4, 0.267, 0.2], "exponential": [0.8, 0.566, 0.4, 0.2, 0.1]}
    rows["step"] = [0.8, 0.8, 0.4, 0.2, 0.1]
    for schedule, told in rows.items():
        told_epochs = zip((0, 5, 10, 20, 30), told, strict=True)
        for epoch, value in told_epochs:
            assert rate(epoch, schedule=schedule, initial=0.8, half_life=10) == pytest.approx(value, abs=5e-4)
    net = [
        {"layer": "conv2d", "out_channels": 10, "kernel_size": 3, "stride": 1, "padding": 1},
        {"layer": "relu"},
        {"layer": "max_pool2d", "kernel_size": 2},
        {"layer": "linear", "out_features": 10},
    ]
    assert solutions["count_params"](net, (3, 32, 32)) == [280, 0, 0, 25610]
    paths = solutions["usage_count"](9, 3, layers=2)
    assert (paths[0, 0], paths[4, 4]) == (1, 81)


@pytest.fixture(scope="module")
def runs():
    with (FOLDER / "runs.csv").open(newline="") as file:
        return list(csv.DictReader(file))


def test_the_runs_are_what_their_program_makes(runs):
    """The first epoch of each, run anew; later ones amplify the last digits, in which processors differ."""
    program = runpy.run_path(str(FOLDER / "make_runs.py"))
    data = program["digits"]()
    for name, setting in program["RUNS"].items():
        made = next(program["run"](setting, data))
        stored = next(row for row in runs if row["run"] == name)
        assert [float(stored[column]) for column in program["COLUMNS"][1:]] == pytest.approx(made, rel=0.02)


def test_each_run_shows_the_sign_of_what_it_needs(runs):
    """The labels follow from the settings; this holds the drawn numbers to what a student can see in them."""

    def last(run, column):
        values = [float(row[column]) for row in runs if row["run"] == run]
        return float(np.mean(values[-5:]))

    gap = {run: last(run, "training_accuracy") - last(run, "validation_accuracy") for run in "ABCDEF"}
    assert gap["B"] > 0.15
    assert max(abs(gap[run]) for run in "ACDEF") < 0.06
    assert last("A", "update_ratio") < 0.001
    assert float(next(row for row in runs if row["run"] == "D")["update_ratio"]) > 0.1
    assert last("E", "training_accuracy") < last("C", "training_accuracy") - 0.15
    assert last("F", "loss_width") > 3 * last("C", "loss_width")


def test_every_answer_of_the_diagnosis_is_used_once():
    answers = runpy.run_path(str(FOLDER / "alternatives" / "diagnosis" / "by_need.py"))["diagnosis"]
    assert len(set(answers.values())) == len(answers) == 6
    settings = runpy.run_path(str(FOLDER / "make_runs.py"))["RUNS"]
    assert answers.keys() == settings.keys()


def test_visible_cases_cover_about_half_of_the_points():
    """Enough to work by, and not enough to be done with."""
    cases = [case for name in graded_functions(FOLDER) for case in load_cases(FOLDER / "cases" / f"{name}.py")]
    share = sum(case.points for case in cases if case.visible) / sum(case.points for case in cases)
    assert 0.3 < share < 0.6
