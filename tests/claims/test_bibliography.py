"""Literature claims read the bibliography, and a thin entry is refused."""

import pytest

from cnncourse.claims.bibliography import source

ENTRIES = r"""
@article{whole2000, author = {Cire{\c s}an, Dan and B, C and D, E},
  title = {A {CNN}}, journal = {J}, year = {2000}, doi = {10.1/x}}
@misc{preprint2016, author = {A, B}, title = {T}, year = {2016}, eprint = {1603.07285}}
@article{noaddress2000, author = {A, B}, title = {T}, journal = {J}, year = {2000}}
@misc{novenue2000, author = {A, B}, title = {T}, year = {2000}, doi = {10.1/x}}
"""


@pytest.fixture
def path(tmp_path):
    file = tmp_path / "references.bib"
    file.write_text(ENTRIES)
    return file


def test_an_entry_is_written_out_with_its_address(path):
    """A reader sees who, when and where, with accents, and can follow the link."""
    entry = source("whole2000", path)

    assert str(entry) == "[Cireşan et al. (2000)](https://doi.org/10.1/x), J"
    assert entry.title == "A CNN"


def test_a_preprint_is_its_own_venue(path):
    """An arXiv paper without a journal points to arXiv."""
    assert str(source("preprint2016", path)) == "[A (2016)](https://arxiv.org/abs/1603.07285), arXiv:1603.07285"


@pytest.mark.parametrize(
    ("key", "error", "message"),
    [
        ("nobody1900", KeyError, "has no entry 'nobody1900'"),
        ("noaddress2000", ValueError, "'noaddress2000' has no DOI"),
        ("novenue2000", ValueError, "'novenue2000' has no venue"),
    ],
)
def test_a_source_that_cannot_be_followed_is_refused(path, key, error, message):
    """A literature claim never rests on an entry that a reader cannot look up."""
    with pytest.raises(error, match=message):
        source(key, path)


def test_a_missing_file_says_where_it_is_expected(tmp_path):
    """Outside a clone the message says that the bibliography is not there."""
    with pytest.raises(FileNotFoundError, match="inside a clone of the course"):
        source("whole2000", tmp_path / "references.bib")
