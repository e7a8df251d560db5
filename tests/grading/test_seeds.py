import hashlib
import hmac

import pytest

from cnncourse.grading.seeds import PUBLIC_SEED, case_seed, notebook_seed


def test_the_seed_is_an_hmac_over_the_names_with_their_lengths():
    """Worked out here by hand: a change of the formula would change every student's inputs in a regrade."""
    text = b"\0\0\0\x03ps3\0\0\0\x01f\0\0\0\x03ada"
    expected = int.from_bytes(hmac.new(b"secret", text, hashlib.sha256).digest()[:8], "big")
    assert case_seed("secret", "ps3", "f", "ada") == expected


def test_every_name_and_the_secret_matter():
    names = [
        ("s", "a", "f", "x"),
        ("t", "a", "f", "x"),
        ("s", "b", "f", "x"),
        ("s", "a", "g", "x"),
        ("s", "a", "f", "y"),
    ]
    assert len({case_seed(*name) for name in names}) == 5


def test_names_that_look_alike_when_joined_have_other_seeds():
    assert case_seed("s", "ab", "c", "x") != case_seed("s", "a", "bc", "x")


def test_an_empty_secret_is_refused():
    with pytest.raises(ValueError, match="secret must not be empty"):
        case_seed("", "a", "f", "x")


def test_while_grading_the_seed_comes_from_the_secret_and_the_folder(monkeypatch, tmp_path):
    folder = tmp_path / "autograded" / "ada" / "ps3"
    folder.mkdir(parents=True)
    monkeypatch.chdir(folder)
    monkeypatch.setenv("NBGRADER_EXECUTION", "autograde")
    monkeypatch.setenv("CNNCOURSE_SECRET", "secret")
    assert notebook_seed("f") == case_seed("secret", "ps3", "f", "ada")


@pytest.mark.parametrize(("execution", "secret"), [("validate", "secret"), (None, "secret"), ("autograde", None)])
def test_anywhere_else_it_is_the_public_seed(monkeypatch, execution, secret):
    for name, value in (("NBGRADER_EXECUTION", execution), ("CNNCOURSE_SECRET", secret)):
        monkeypatch.delenv(name, raising=False)
        if value:
            monkeypatch.setenv(name, value)
    assert notebook_seed("f") == PUBLIC_SEED
