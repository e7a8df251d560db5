"""The ledger is whole, and a row that is not a row is refused."""

from collections import Counter

import pytest

from cnncourse.claims.ledger import LEDGER, load_ledger, read_ledger

HEADER = "id,lecture,section,claim,kind,how_to_check,verdict,correction,concept\n"


def test_holds_every_claim_of_the_six_lectures():
    """554 rows, and for each lecture as many as were counted in its text."""
    claims = load_ledger()

    assert Counter(claim.lecture for claim in claims.values()) == {
        "tum-ann": 49, "rwth15": 120, "eecs445": 77, "uva4": 96, "tum-cnn": 69, "cs6890": 143,
    }  # fmt: skip
    assert list(claims) == [claim.id for claim in claims.values()]


def test_every_wrong_or_imprecise_row_says_what_is_right():
    """A verdict against a lecture is never left without its correction."""
    bare = [c.id for c in load_ledger().values() if c.verdict in ("wrong", "imprecise") and not c.correction]

    assert bare == []


@pytest.mark.parametrize(
    ("row", "message"),
    [
        (
            "eecs-445-022,eecs445,Stride,s,shape,count,true,,c\n",
            "line 2: claim eecs-445-022: verdict is 'true'",
        ),
        ("eecs-445-022,mit,Stride,s,shape,count,holds,,c\n", "lecture is 'mit', expected one of tum-ann"),
        ("22,eecs445,Stride,s,shape,count,holds,,c\n", "claim id '22' is not of the form"),
        ("eecs-445-022,eecs445,Stride,s,shape,count,holds,,c\n" * 2, "line 3: id eecs-445-022 stands twice"),
        ("eecs-445-022,eecs445\n", "line 2"),
    ],
)
def test_a_bad_row_is_refused_with_its_line(tmp_path, row, message):
    """A slip in the file is named with its line, and not carried into the book."""
    path = tmp_path / "ledger.csv"
    path.write_text(HEADER + row)

    with pytest.raises(ValueError, match=message):
        read_ledger(path)


def test_missing_column_is_refused(tmp_path):
    """A ledger without one of its columns is not half read."""
    path = tmp_path / "ledger.csv"
    path.write_text(LEDGER.read_text().replace(",concept", "", 1))

    with pytest.raises(ValueError, match="columns are"):
        read_ledger(path)
