"""The course's nbgrader settings."""

from pathlib import Path

import pytest
from traitlets.config import Config
from traitlets.config.loader import PyFileConfigLoader
from traitlets.utils.importstring import import_item

from cnncourse.grading import course
from cnncourse.grading.settings import configure

OURS = "cnncourse.grading."


def names(config: Config) -> list[str]:
    """The steps of autograding, in order."""
    steps = [*config.Autograde.sanitize_preprocessors, *config.Autograde.autograde_preprocessors]
    return [step.rpartition(".")[2] for step in steps]


def test_every_step_can_be_imported_and_stands_in_its_place():
    """Repair comes before everything of nbgrader's; reasons come after the grades, which empty the comments."""
    config = configure(Config())
    steps = names(config)
    assert steps[0] == "Repair"
    assert steps.index("SaveAutoGrades") < steps.index("AssignLatePenalties") < steps.index("SaveReasons")
    feedback = config.GenerateFeedback.preprocessors
    assert [step.rpartition(".")[2] for step in feedback][:2] == ["GetGrades", "ScrubFeedback"]
    for step in (*config.Autograde.sanitize_preprocessors, *config.Autograde.autograde_preprocessors, *feedback):
        assert import_item(step)


def test_without_our_steps_it_is_nbgraders_own_list():
    """Nothing of nbgrader's is lost or reordered: ours are added, and `Execute` is the only one that a box replaces."""
    from nbgrader.converters import Autograde

    stock = [
        step.__name__
        for name in ("sanitize", "autograde")
        for step in getattr(Autograde, f"{name}_preprocessors").default_args[0]
    ]
    assert [name for name in names(configure(Config())) if name not in ("Repair", "SaveReasons")] == stock
    boxed = [name.replace("BoxedExecute", "Execute") for name in names(configure(Config(), boxed=True))]
    assert boxed == names(configure(Config()))


def test_the_repository_grades_in_a_box(root: Path, monkeypatch: pytest.MonkeyPatch):
    """A plain `nbgrader autograde` in a clone runs no submission with the instructor's rights."""
    prepared = []
    monkeypatch.setattr(course, "prepare_course", prepared.append)
    config = PyFileConfigLoader("nbgrader_config.py", path=str(root)).load_config()
    assert config.Autograde.autograde_preprocessors[0] == f"{OURS}execute.BoxedExecute"
    assert "unsandboxed" not in config.BoxedExecute
    assert prepared == [root]
