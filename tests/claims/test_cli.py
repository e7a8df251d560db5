"""`cnncourse claims` counts what is settled and shows the evidence."""

import pytest
from click.testing import CliRunner

from cnncourse.claims import cli
from cnncourse.claims.evidence import Evidence
from cnncourse.claims.ledger import load_ledger
from cnncourse.claims.settlement import Settlement


@pytest.fixture
def run(monkeypatch):
    monkeypatch.setenv("COLUMNS", "200")
    return lambda *arguments: CliRunner().invoke(cli.command, arguments)


def test_counts_settled_and_open_by_lecture(run):
    """Every row is counted once, as settled or as open."""
    line = next(line for line in run().output.splitlines() if line.split()[1:2] == ["all"])

    settled, open_rows, total = (int(number) for number in line.replace("│", " ").split()[-3:])
    assert settled + open_rows == total == 554
    assert settled > 0


def test_shows_the_evidence_of_one_claim(run):
    """An instructor sees what was computed and what is right."""
    output = run("eecs-445-038").output

    assert "wrong: (32 − 5 + 2 · 1)/1 + 1 = 30" in output
    assert "right: With padding 1 the output is 30 × 30 × 30" in output


def test_an_unknown_id_is_named(run):
    """A mistyped id is a usage error that names it."""
    result = run("eecs-445-999")

    assert result.exit_code == 2
    assert "the ledger has no row eecs-445-999" in result.output


def test_open_rows_are_listed(run):
    """`--open` lists the rows of a lecture that wait for a check."""
    output = run("--lecture", "cs6890", "--open").output

    assert output.count("cs-6890-") == sum(c.lecture == "cs6890" for c in load_ledger().values())


def test_disagreement_is_an_error(run, monkeypatch):
    """Where a check contradicts the ledger the command fails and names the row."""
    claim = load_ledger()["eecs-445-022"]
    monkeypatch.setattr(cli, "settle", lambda _: Settlement(claim, Evidence("wrong", "6", right="6")))

    result = run("eecs-445-022")

    assert result.exit_code == 1
    assert "disagrees with the ledger's verdict: eecs-445-022" in result.output
