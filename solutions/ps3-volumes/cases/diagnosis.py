"""Cases of `diagnosis`: 6 points. The right answers follow from how `make_runs.py` set up each run."""

from cnncourse.grading import case, expect_equal, expect_true


@case(
    "diagnosis",
    "run C, and every answer from the list",
    points=1,
    visible=True,
    hint="Run C learns, its two accuracies stay together, its updates are near a hundredth of its weights. Copy each "
    "answer from the list, letter by letter.",
)
def diagnosis_of_c(student, rng):
    needs = (
        "nothing",
        "a higher learning rate",
        "a lower learning rate",
        "more regularization",
        "more capacity",
        "larger batches",
    )
    answers = student.read("diagnosis")
    expect_true(type(answers) is dict and set(answers) == set("ABCDEF"), "diagnosis must be a dict of A, B, C, D, E, F")
    strange = [run for run in "ABCDEF" if answers[run] not in needs]
    expect_true(not strange, "an answer is none of the list", f"it is that of run {', '.join(strange)}")
    expect_equal(answers["C"], "nothing", name="the answer for run C")


def _expect_answer(student, run, needs):
    answers = student.read("diagnosis")
    expect_true(type(answers) is dict and run in answers, f"diagnosis has no answer for run {run}")
    expect_true(answers[run] == needs, f"run {run} needs something else")


@case(
    "diagnosis",
    "run A",
    points=1,
    hint="The loss falls in every epoch, but slowly. How large are the updates, compared with the weights?",
)
def diagnosis_of_a(student, rng):
    _expect_answer(student, "A", "a higher learning rate")


@case(
    "diagnosis",
    "run B",
    points=1,
    hint="Which of the two accuracies is nearly 1, and how far is the other behind?",
)
def diagnosis_of_b(student, rng):
    _expect_answer(student, "B", "more regularization")


@case(
    "diagnosis",
    "run D",
    points=1,
    hint="It starts well, and then it gets worse. Look at the updates of the first epochs.",
)
def diagnosis_of_d(student, rng):
    _expect_answer(student, "D", "a lower learning rate")


@case(
    "diagnosis",
    "run E",
    points=1,
    hint="There is no gap, and the updates are large enough. But look where both accuracies end, next to run C's.",
)
def diagnosis_of_e(student, rng):
    _expect_answer(student, "E", "more capacity")


@case(
    "diagnosis",
    "run F",
    points=1,
    hint="It ends about where run C ends. What is five times as large?",
)
def diagnosis_of_f(student, rng):
    _expect_answer(student, "F", "larger batches")
