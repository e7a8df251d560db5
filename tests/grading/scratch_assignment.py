"""A small assignment in a folder of its own, for tests that need one whose text they know."""

from pathlib import Path

TEXT = '''\
# %% [markdown]
# # Doubling

# %%
import numpy as np

# %% nbgrader={"grade_id": "double", "solution": true}
def double(x):
    """Twice x."""
    ### BEGIN SOLUTION
    return 2 * x  # the only line that a student must find
    ### END SOLUTION

# %% [markdown]
# Half of it.

# %% nbgrader={"grade_id": "halve", "solution": true}
def halve(x):
    """Half of x."""
    ### BEGIN SOLUTION
    return x / 2
    ### END SOLUTION

# %% [markdown] nbgrader={"grade_id": "why", "solution": true, "grade": true, "points": 5}
# Because two halves make a whole.
'''

DOUBLE = '''\
"""Cases of double."""

import numpy as np

from cnncourse.grading import case, expect_close

THREE = 3.0


def numbers_that_nobody_sees(rng):
    return rng.normal(size=4) + 1234.5678


@case("double", "of three", points=4, hint="Add it to itself.", visible=True)
def of_three(student, rng):
    expect_close(student.call("double", THREE), 6.0)


@case("double", "of an array", points=6, hint="Arrays have a sum, too.")
def of_an_array(student, rng):
    x = numbers_that_nobody_sees(rng)
    expect_close(student.call("double", x), np.add(x, x), name="out")
'''

HALVE = """\
from cnncourse.grading import case, expect_close


@case("halve", "of six", points=4, hint="Three and three.", visible=True)
def of_six(student, rng):
    expect_close(student.call("halve", 6.0), 3.0)


@case("halve", "of a number nobody sees", points=1.5, hint="Any number has a half.")
def of_any_number(student, rng):
    expect_close(student.call("halve", 8765.4321), 4382.71605)
"""

CONFIG = """\
from pathlib import Path

from cnncourse.grading.course import prepare_course
from cnncourse.grading.settings import configure

c = configure(get_config(), cell_seconds=5)
prepare_course(Path(__file__).resolve().parent)
"""

NAME = "ps0"


def write_assignment(root: Path) -> Path:
    """Write the assignment and a configuration into the course folder `root`; returns the assignment's folder."""
    folder = root / "solutions" / NAME
    (folder / "cases").mkdir(parents=True)
    (folder / f"{NAME}.py").write_text(TEXT, encoding="utf-8")
    (folder / "cases" / "double.py").write_text(DOUBLE, encoding="utf-8")
    (folder / "cases" / "halve.py").write_text(HALVE, encoding="utf-8")
    (root / "nbgrader_config.py").write_text(CONFIG, encoding="utf-8")
    return folder
