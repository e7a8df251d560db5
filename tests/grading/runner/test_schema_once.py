"""Cells' metadata are validated as by nbgrader itself; only its own schema is looked at once."""

import jsonschema
import pytest
from nbformat.v4 import new_code_cell, new_notebook
from nbgrader.nbgraderformat import MetadataValidator, common

from cnncourse.grading.runner.schema_once import schema_checked_once, validate

GOOD = {
    "grade_id": "test_f",
    "schema_version": 3,
    "cell_type": "code",
    "grade": True,
    "solution": False,
    "task": False,
    "locked": True,
    "points": 3,
    "checksum": "0" * 32,
}


def notebook(**changes):
    return new_notebook(cells=[new_code_cell("1", metadata={"nbgrader": {**GOOD, **changes}})])


def test_good_metadata_pass():
    """As without it."""
    with schema_checked_once():
        MetadataValidator().validate_nb(notebook())


@pytest.mark.parametrize("changes", [{"points": -1}, {"grade": "yes"}, {"grade_id": "a b"}, {"cell_type": 5}])
def test_bad_metadata_are_refused_in_the_same_words(changes):
    """The same exception with the same message, for the first cell and for the next."""
    with pytest.raises(jsonschema.ValidationError) as plain:
        MetadataValidator().validate_nb(notebook(**changes))
    for _ in range(2):
        with schema_checked_once(), pytest.raises(jsonschema.ValidationError) as ours:
            MetadataValidator().validate_nb(notebook(**changes))
        assert str(ours.value) == str(plain.value)


def test_a_bad_schema_is_refused():
    """It is looked at, once."""
    with pytest.raises(jsonschema.SchemaError):
        validate({}, {"type": "no such type"})


def test_nbgrader_is_left_as_it_was():
    """Afterwards, also after an exception, nbgrader's validator uses jsonschema itself."""

    def step() -> None:
        with schema_checked_once():
            assert common.jsonschema is not jsonschema
            raise RuntimeError("a step fails")

    with pytest.raises(RuntimeError):
        step()
    assert common.jsonschema is jsonschema
