"""Files that are handed in as a notebook and are none, or more than one would think."""

import io
import json
import zipfile
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

import nbformat
from nbgrader.utils import compute_checksum

ALL = {"double": 10.0, "pair": 10.0, "answer": 5.0}
NOTHING = {"double": 0.0, "pair": 0.0, "answer": 0.0}


@dataclass(frozen=True)
class Handed:
    """A file: `write(path, released notebook, right notebook)` makes it; then what must come of it."""

    name: str
    write: Callable
    points: dict[str, float] = field(default_factory=lambda: dict(NOTHING))
    status: str = "malformed"
    reason: str = ""


def put(path: Path, notebook) -> None:
    path.write_text(json.dumps(notebook))


def forged_roles(path: Path, released, right) -> None:
    """Points, locks and grade_ids as the student would like them, and tests that give full marks."""
    for cell in released.cells:
        about = cell.metadata.get("nbgrader")
        if about and about.get("grade"):
            about.update(points=1000, locked=False, solution=True)
            cell.source = "10.0"
    put(path, released)


def forged_tests(path: Path, released, right) -> None:
    """The test cells say what the student wants; the metadata are as they were."""
    for cell in released.cells:
        if cell.metadata.get("nbgrader", {}).get("grade"):
            cell.source = 'check = lambda *a, **k: 10.0\ncheck("double", globals(), points=10)'
    put(path, released)


def swapped_ids(path: Path, released, right) -> None:
    """One right answer, whose test cell takes the grade_id of the question that is worth most."""
    other = {"test_answer": "test_double", "test_double": "test_answer"}
    for cell in released.cells:
        about = cell.metadata.get("nbgrader", {})
        if about.get("grade_id") == "answer":
            cell.source = "answer = 42"
        about["grade_id"] = other.get(about.get("grade_id"), about.get("grade_id"))
        if about["grade_id"] is None:
            cell.metadata.pop("nbgrader", None)
    put(path, released)


def forged_checksums(path: Path, released, right) -> None:
    """Forged roles with the checksums that would fit them, as if the course had given them out."""
    for cell in released.cells:
        about = cell.metadata.get("nbgrader")
        if about and about.get("grade"):
            about.points, cell.source = 1000, "1000.0"
            about.checksum = compute_checksum(cell)
    put(path, released)


def more_tests(path: Path, released, right) -> None:
    """A second test cell for each question, which passes."""
    for name in ("test_double", "test_extra"):
        about = {"grade": True, "grade_id": name, "locked": True, "points": 10, "schema_version": 3, "solution": False}
        released.cells.append(nbformat.v4.new_code_cell("10.0", metadata={"nbgrader": {**about, "task": False}}))
    put(path, released)


def forged_outputs(path: Path, released, right) -> None:
    """Outputs with full marks, in cells that are tagged not to be run."""
    for cell in released.cells:
        if cell.cell_type == "code":
            cell.outputs = [nbformat.v4.new_output("execute_result", data={"text/plain": "10.0"}, execution_count=1)]
            cell.metadata.tags = ["skip-execution", "raises-exception", "remove_cell"]
    put(path, released)


def large_outputs(path: Path, released, right) -> None:
    """50 MB of outputs in an otherwise right notebook."""
    right.cells[1].outputs = [nbformat.v4.new_output("stream", text="x" * 50_000_000)]
    put(path, right)


def zip_bomb(path: Path, released, right) -> None:
    """A small archive of 200 MB of zeros."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("toy.ipynb", bytes(200_000_000))
    path.write_bytes(buffer.getvalue())


def nested(path: Path, released, right) -> None:
    """JSON nested deeper than a parser goes."""
    path.write_text('{"cells": ' + "[" * 200_000 + "]" * 200_000 + "}")


def link(path: Path, released, right) -> None:
    """A link to another student's notebook."""
    path.unlink()
    path.symlink_to(path.parents[2] / "neighbor" / "toy" / "toy.ipynb")


def parser_killer(path: Path, released, right) -> None:
    """A cell that is too deep for Python's parser, which the judge uses to look for imports."""
    right.cells.insert(2, nbformat.v4.new_code_cell("x = " + "-" * 5_000 + "1"))
    put(path, right)


FILES = [
    Handed("forged-roles", forged_roles, status="tampered", reason="grading data"),
    Handed("forged-tests", forged_tests, status="tampered", reason="was edited"),
    Handed("forged-checksums", forged_checksums, status="?"),
    Handed("swapped-ids", swapped_ids, {**NOTHING, "answer": 5.0}, "tampered", "was edited"),
    Handed("more-tests", more_tests, status="?"),
    Handed("forged-outputs", forged_outputs, status="graded"),
    Handed("large-outputs", large_outputs, ALL, "graded"),
    Handed("zip-bomb", zip_bomb, reason="zip archive"),
    Handed("nested-json", nested, reason="not JSON"),
    Handed("no-json", lambda path, *_: path.write_text("def double(x): return 2 * x"), reason="not JSON"),
    Handed("null-bytes", lambda path, *_: path.write_bytes(bytes(1000)), reason="empty"),
    Handed("binary", lambda path, *_: path.write_bytes(bytes(range(256)) * 100)),
    Handed("link", link, status="?"),
    Handed("parser-killer", parser_killer, ALL, "graded"),
]
