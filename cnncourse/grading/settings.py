"""What `nbgrader_config.py` says, for the repository and for every course folder made from it.

Everything is set through nbgrader's own traits, by import strings: a plain `nbgrader` command, the formgrader's
buttons and the sample class run the same steps.
"""

import os
import shutil
import sysconfig
import warnings

from traitlets.config import Config

NOT_FOR_STUDENTS = ["*.py", "mutants", "alternatives", "cases"]  # what stands beside a solution text
CELL_SECONDS = 30  # a cell that runs longer is interrupted

OURS = "cnncourse.grading"
NBGRADER = "nbgrader.preprocessors"


def configure(config: Config, *, cell_seconds: int = CELL_SECONDS, boxed: bool = False) -> Config:
    """Set nbgrader's traits in `config` (the `c` of a configuration file) and return it.

    boxed: run submissions in a box and judge them from outside it, in place of nbgrader's own `Execute`.
    """
    from nbgrader.coursedir import CourseDirectory

    put_scripts_on_path()
    warnings.filterwarnings("ignore", message="Object of type <Submitted", module="nbgrader.api")  # SQLAlchemy 2.1's
    config.CourseDirectory.course_id = "cnncourse"
    config.CourseDirectory.source_directory = "solutions"
    config.CourseDirectory.release_directory = "exercises"
    config.CourseDirectory.ignore = [*CourseDirectory.ignore.default_args[0], *NOT_FOR_STUDENTS]
    # exercises/ is committed, and nbgrader skips a release that exists: a new gradebook would never know the assignment
    config.GenerateAssignment.force = True
    config.Execute.timeout = cell_seconds
    config.Autograde.exporter_class = f"{OURS}.read_submission.SubmissionExporter"
    config.Autograde.sanitize_preprocessors = [
        f"{OURS}.repair.Repair",  # first: nbgrader's own steps stop at what it repairs
        *(f"{NBGRADER}.{name}" for name in SANITIZE),
    ]
    config.Autograde.autograde_preprocessors = [
        f"{OURS}.execute.BoxedExecute" if boxed else f"{NBGRADER}.Execute",
        f"{NBGRADER}.IgnorePattern",
        "nbconvert.preprocessors.ClearMetadataPreprocessor",
        *(f"{NBGRADER}.{name}" for name in SAVE),
        f"{OURS}.reasons.SaveReasons",  # after the grades: nbgrader empties the comments when it saves them
        f"{NBGRADER}.CheckCellMetadata",
    ]
    config.AssignLatePenalties.plugin_class = f"{OURS}.late_policy.LatePolicy"
    config.GenerateFeedback.exporter_class = f"{OURS}.feedback.FeedbackExporter"
    config.GenerateFeedback.preprocessors = [
        f"{NBGRADER}.GetGrades",
        f"{OURS}.scrub.ScrubFeedback",
        f"{OURS}.feedback.ListQuestions",
        "nbconvert.preprocessors.CSSHTMLHeaderPreprocessor",
    ]
    return config


SANITIZE = ("ClearOutput", "DeduplicateIds", "OverwriteKernelspec", "OverwriteCells", "CheckCellMetadata")
SAVE = ("LimitOutput", "SaveAutoGrades", "AssignLatePenalties")


def put_scripts_on_path() -> None:
    """nbgrader calls `alembic` by its bare name when it makes a gradebook: without an activated environment it is not
    found, and the half-made gradebook stays."""
    if shutil.which("alembic") is None:
        os.environ["PATH"] = os.pathsep.join([sysconfig.get_path("scripts"), os.environ.get("PATH", os.defpath)])
