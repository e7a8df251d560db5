"""A grading run: the box warms up while nbgrader is imported, then workers run what the recorder takes and records."""

from __future__ import annotations

import gc
import sys
from types import ModuleType
from typing import TYPE_CHECKING, cast

from cnncourse.grading.box.linux import LayerMissing
from cnncourse.grading.box.packages import Profile
from cnncourse.grading.box.pool import POOL
from cnncourse.grading.handed_in import notebook_profile
from cnncourse.grading.runner.options import Options
from cnncourse.grading.runner.refused import Refused

if TYPE_CHECKING:
    from cnncourse.grading.runner.progress import Summary

RELEASES = ("exercises", "release")


def warm_early(options: Options) -> None:
    """Start the box that the assignment will most likely need: it takes as long as importing nbgrader does."""
    paths = [options.root / folder / options.assignment / f"{options.assignment}.ipynb" for folder in RELEASES]
    for path in paths:
        if path.is_file() and not options.scheduler:
            warm(notebook_profile(path), options)
            return


def warm(profile: Profile, options: Options) -> bool:
    """Start a box; says whether it is one. `Refused` where none can be built and nobody said to do without."""
    try:
        POOL.warm(profile)
    except LayerMissing as error:
        from cnncourse.grading.execute import refusal

        if not options.unsandboxed:
            raise Refused(refusal(error)) from error
        POOL.warm(profile, sandboxed=False)
        return False
    return True


def grade(options: Options, console) -> Summary:
    """Grade what is due; returns the summary. Raises `Refused`, or `Locked` where another grader is at work."""
    warm_early(options)
    # nbformat imports jsonschema, and that, where it is there, a grammar of web addresses: a third of the whole start
    sys.modules.setdefault("rfc3987_syntax", cast(ModuleType, None))
    from cnncourse.grading.runner.lock import GraderLock

    with GraderLock(options.lock):
        from cnncourse.grading.runner.session import GradingSession

        gc.freeze()  # what is imported stays: neither the forks nor the end of this process need to look at it again
        session = GradingSession(options, console)
        try:
            return session.run()
        finally:
            session.close()
