"""nbgrader: `solutions/` is its source directory and `exercises/` its release directory; the rest is in the package."""

from pathlib import Path

from cnncourse.grading.course import prepare_course
from cnncourse.grading.settings import configure

c = configure(get_config(), boxed=True)  # noqa: F821 -- traitlets puts get_config into the namespace of a configuration file
prepare_course(Path(__file__).resolve().parent)

# Late work: c.LatePolicy has grace_minutes, penalty_per_day, max_penalty, free_days and, for single students,
# c.LatePolicy.extensions = "extensions.csv" with the columns student, assignment, extra_hours.
