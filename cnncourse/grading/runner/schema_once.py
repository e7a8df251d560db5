"""nbgrader's check of a cell's metadata, without the check of its own schema that it makes anew for every cell.

The metadata of each cell is validated as before. That the schema, a file of nbgrader's, is itself in order is found
out once: to do it for every cell was a fourth of the time that a submission takes to be recorded.
"""

import json
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from types import SimpleNamespace

import jsonschema
from nbgrader.nbgraderformat import common


@cache
def validator(schema: str) -> jsonschema.protocols.Validator:
    """The validator for a schema, given as JSON; raises `SchemaError` where the schema is not in order."""
    parsed = json.loads(schema)
    kind = jsonschema.validators.validator_for(parsed)
    kind.check_schema(parsed)
    return kind(parsed)


def validate(instance: object, schema: dict) -> None:
    """As `jsonschema.validate`: raises the `ValidationError` that describes the trouble best."""
    error = jsonschema.exceptions.best_match(validator(json.dumps(schema)).iter_errors(instance))
    if error is not None:
        raise error


@contextmanager
def schema_checked_once() -> Iterator[None]:
    """While this is entered, nbgrader validates cells' metadata by the function above."""
    before = common.jsonschema
    common.jsonschema = SimpleNamespace(validate=validate)
    try:
        yield
    finally:
        common.jsonschema = before
