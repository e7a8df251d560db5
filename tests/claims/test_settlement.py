"""Each check supports the verdict of its row, and a check that is no check is found."""

import sys
import types

import pytest

from cnncourse.claims import Evidence, load_ledger, settle
from cnncourse.claims.evidence import holds_if, imprecise_if, wrong_if
from cnncourse.claims.ledger import LECTURES
from cnncourse.claims.settlement import checks_of

CHECKED = [claim_id for lecture in LECTURES for claim_id in checks_of(lecture)]


@pytest.mark.parametrize("claim_id", CHECKED)
def test_the_computation_supports_the_verdict(claim_id):
    """What the check computes is what the ledger says of the lecture's statement."""
    settlement = settle(claim_id)

    assert settlement.evidence.verdict == settlement.claim.verdict, settlement.evidence.shown
    assert settlement.agrees


def test_a_row_without_a_check_is_open():
    """No verdict is shown for a row that nobody has computed."""
    unchecked = next(claim_id for claim_id in load_ledger() if claim_id not in CHECKED)

    assert settle(unchecked) is None


def test_an_unknown_id_is_refused():
    """A mistyped id in a page is an error, not an open row."""
    with pytest.raises(ValueError, match="'eecs-445-999': the ledger has no such row"):
        settle("eecs-445-999")


def _lecture_with(monkeypatch, **functions):
    """Give the lecture tum-cnn a package of checks that holds these functions alone."""
    package = types.ModuleType("cnncourse.claims.checks.tum_cnn")
    package.__path__ = []
    monkeypatch.setitem(sys.modules, package.__name__, package)
    for number, (name, function) in enumerate(functions.items()):
        module = types.ModuleType(f"{package.__name__}.section{number}")
        function.__module__, function.__name__ = module.__name__, name
        setattr(module, name.rstrip("_"), function)
        monkeypatch.setitem(sys.modules, module.__name__, module)
    found = [types.SimpleNamespace(name=f"{package.__name__}.section{n}") for n in range(len(functions))]
    monkeypatch.setattr("cnncourse.claims.settlement.pkgutil.iter_modules", lambda *_: found)
    return checks_of.__wrapped__("tum-cnn")


def test_a_check_named_after_no_claim_is_refused(monkeypatch):
    """A slip in a function's name does not leave its row open in silence."""
    with pytest.raises(ValueError, match="tum_cnn_900 is named after no claim"):
        _lecture_with(monkeypatch, tum_cnn_900=lambda: Evidence("holds", "1"))


def test_two_checks_for_one_row_are_refused(monkeypatch):
    """Which of two checks settles a row is never left to the order of files."""
    with pytest.raises(ValueError, match="tum-cnn-001 has two checks"):
        _lecture_with(
            monkeypatch,
            tum_cnn_001=lambda: Evidence("holds", "1"),
            tum_cnn_001_=lambda: Evidence("holds", "2"),
        )


@pytest.mark.parametrize(
    ("evidence", "verdict"),
    [
        (lambda: holds_if(True, "1"), "holds"),
        (lambda: holds_if(False, "1"), "wrong"),
        (lambda: wrong_if(True, "1", right="2"), "wrong"),
        (lambda: wrong_if(False, "1", right="2"), "holds"),
        (lambda: imprecise_if(True, "1", right="2"), "imprecise"),
        (lambda: imprecise_if(False, "1", right="2"), "holds"),
    ],
)
def test_the_verdict_follows_the_computation(evidence, verdict):
    """The verdict is computed: where the condition turns, it turns."""
    assert evidence().verdict == verdict


def test_evidence_must_show_and_correct():
    """No verdict without a computation shown, none against a lecture without what is right."""
    with pytest.raises(ValueError, match="shown is empty"):
        Evidence("holds", " ")
    with pytest.raises(ValueError, match="right is empty"):
        Evidence("wrong", "1 + 1 = 2")
