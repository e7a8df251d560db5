"""Cases of `learning_rate`: 8 points."""

import math

from cnncourse.grading import case, expect_close, expect_raises


@case(
    "learning_rate",
    "half after the half-life, by hand",
    points=2,
    visible=True,
    hint="Every schedule starts at `initial` in epoch 0 and is at half of it when `half_life` epochs have passed.",
)
def rate_halves(student, rng):
    for schedule in ("1/t", "exponential", "step"):
        for epoch, expected in ((0, 0.8), (10, 0.4)):
            actual = student.call("learning_rate", epoch, schedule=schedule, initial=0.8, half_life=10)
            expect_close(actual, expected, name=f"the {schedule} rate in epoch {epoch}")


@case(
    "learning_rate",
    "1/t slows down",
    points=2,
    hint="1/t is initial / (1 + decay*epoch). Half after n epochs needs 1 + decay*n = 2. After 3n it is a quarter.",
)
def rate_one_over_t(student, rng):
    initial, half_life = float(rng.uniform(0.05, 0.5)), int(rng.integers(5, 10))
    for times, part in ((2, 3), (3, 4), (9, 10)):
        options = {"schedule": "1/t", "initial": initial, "half_life": half_life}
        expect_close(student.call("learning_rate", times * half_life, **options), initial / part, name="the rate")


@case(
    "learning_rate",
    "exponential: the factor of one epoch",
    points=2,
    hint="initial * factor**epoch, with factor**half_life = 1/2. A half-life of 22.76 epochs is the lecture's 0.97.",
)
def rate_exponential(student, rng):
    initial, factor = float(rng.uniform(0.05, 0.5)), float(rng.uniform(0.9, 0.99))
    half_life = math.log(0.5) / math.log(factor)
    for epoch in (1, 2, 7):
        options = {"schedule": "exponential", "initial": initial, "half_life": half_life}
        expect_close(student.call("learning_rate", epoch, **options), initial * factor**epoch, name="the rate")


@case(
    "learning_rate",
    "step: constant in between",
    points=1,
    hint="The rate stays as it is until half_life epochs are full, and is then halved at once.",
)
def rate_step(student, rng):
    initial, half_life = float(rng.uniform(0.05, 0.5)), int(rng.integers(5, 15))
    for epoch, halvings in ((half_life - 1, 0), (half_life + 1, 1), (2 * half_life - 1, 1), (2 * half_life, 2)):
        options = {"schedule": "step", "initial": initial, "half_life": half_life}
        expect_close(student.call("learning_rate", epoch, **options), initial / 2**halvings, name="the rate")


@case(
    "learning_rate",
    "an unknown schedule is refused",
    points=1,
    hint="Raise a ValueError whose message names the schedule that was asked for.",
)
def rate_unknown(student, rng):
    name = str(rng.choice(["cosine", "linear", "warm-up"]))
    expect_raises(
        student, "ValueError", "learning_rate", 3, schedule=name, initial=0.1, half_life=5, message_has=(name,)
    )
