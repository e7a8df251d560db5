"""Findings in print: the numbers are those of the result, in its printed unit."""

import pytest

from cnncourse.experiments import load_result
from cnncourse.experiments.result import Finding, Part
from cnncourse.figures.printed import as_the_text_says, finding_lines, print_findings


def test_finding_in_points():
    """A share of 0.0537 is printed as 5.37 points, with interval and line in points as well."""
    part = Part("same minus valid", -0.01, "points", 100.0, 0.0537, (0.0173, 0.09), (0.05, 0.06), "confirmed")

    assert finding_lines(Finding("eecs-445-036", "confirmed", (part,))) == [
        "eecs-445-036: confirmed",
        "  same minus valid",
        "    +5.37 points, 95 % interval +1.73 to +9; has to exceed -1",
    ]


def test_chosen_findings(capsys):
    """Only the claims asked for are printed, in that order; without any, all of them."""
    result = load_result("loss-width")

    print_findings(result, "learning-rate-widens")
    assert capsys.readouterr().out.startswith("learning-rate-widens: ")

    print_findings(result)
    printed = [line.split(":")[0] for line in capsys.readouterr().out.splitlines() if not line.startswith(" ")]
    assert printed == [finding.claim for finding in result.findings]


def test_old_words_stop_the_page():
    """A page whose text speaks of another verdict than the committed result has does not run."""
    result = load_result("capacity")

    assert as_the_text_says(result, {"eecs-445-010": "contradicted"}) is result
    with pytest.raises(ValueError, match="calls eecs-445-010 confirmed, but experiment capacity finds it contradicted"):
        as_the_text_says(result, {"eecs-445-010": "confirmed"})
