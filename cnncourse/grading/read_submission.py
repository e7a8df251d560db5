"""Read whatever a student handed in as a notebook: repaired where that is possible, empty with the reason where not.

nbgrader reads with `nbformat.read`, and a file that this refuses is never graded. Here every file gives a notebook;
what was wrong with it stands in `notebook.metadata.cnncourse.problems`, from where it reaches the gradebook.
"""

import json
import os
import re
import stat
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import nbformat
from nbconvert.exporters import NotebookExporter
from nbconvert.exporters.exporter import ResourcesDict
from nbformat import NotebookNode
from nbformat.corpus.words import generate_corpus_id

MAX_BYTES = 100_000_000
ARCHIVES = {b"PK\x03\x04": "a zip archive", b"\x1f\x8b": "a gzip archive", b"7z\xbc\xaf": "a 7z archive"}
ARCHIVES |= {b"Rar!": "a rar archive", b"%PDF": "a PDF document", b"BZh": "a bzip2 archive"}
KINDS = ("code", "markdown", "raw")
CELL_ID = re.compile(r"[a-zA-Z0-9_-]{1,64}")
EMPTY = "No cell could be read, so every question scores zero."


class SubmissionError(ValueError):
    """A file that is no notebook and cannot be made one; the message is for the student."""


@dataclass
class Submission:
    """The notebook that could be read, and what had to be said about the file."""

    cells: list[NotebookNode] = field(default_factory=list)
    problems: list[str] = field(default_factory=list)

    def notebook(self) -> NotebookNode:
        metadata = {"cnncourse": {"problems": self.problems}} if self.problems else {}
        return nbformat.v4.new_notebook(cells=self.cells, metadata=metadata)


class SubmissionExporter(NotebookExporter):
    """nbconvert's notebook exporter, but while nbgrader sanitizes, any submitted file can be read with it."""

    def from_filename(self, filename: str, resources: Any = None, **kw: Any) -> Any:
        if not getattr(self.parent, "_sanitizing", False):  # the second reading is of the file written by the first
            return super().from_filename(filename, resources=resources, **kw)
        path = Path(filename)
        resources = resources or ResourcesDict()
        resources["metadata"] = ResourcesDict(name=path.stem, path=str(path.parent))
        submission = read_submission(path)
        for problem in submission.problems:
            self.log.warning("%s: %s", filename, problem)
        return self.from_notebook_node(submission.notebook(), resources=resources, **kw)


def read_submission(path: Path) -> Submission:
    """The submission in the file. Raises nothing that a student's file can cause."""
    problems: list[str] = []
    try:
        data = _parsed(_text(_bytes(path), problems), problems)
        cells = _cells(data, problems)
    except SubmissionError as error:
        return Submission([], [f"{error} {EMPTY}"])
    return Submission(cells, problems)


def _bytes(path: Path) -> bytes:
    """The file's bytes, read without following a link. Raises `SubmissionError`."""
    try:
        descriptor = os.open(path, os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK)
    except OSError as error:
        raise SubmissionError(f"{path.name} is a link or cannot be opened; hand in the file itself.") from error
    with os.fdopen(descriptor, "rb") as file:
        about = os.fstat(file.fileno())
        if not stat.S_ISREG(about.st_mode):
            raise SubmissionError(f"{path.name} is not a file.")
        if about.st_size > MAX_BYTES:
            raise SubmissionError(
                f"{path.name} has {about.st_size / 1e6:.0f} MB, more than {MAX_BYTES / 1e6:.0f}: clear its outputs."
            )
        return file.read(MAX_BYTES + 1)


def _text(data: bytes, problems: list[str]) -> str:
    """The bytes as text: a UTF-16 file or one with null bytes is read all the same, and said so."""
    if not data.strip(b"\0 \t\r\n"):
        raise SubmissionError("The file is empty.")
    for magic, kind in ARCHIVES.items():
        if data.startswith(magic):
            raise SubmissionError(f"The file is {kind}, not a notebook: hand in the .ipynb file itself.")
    for mark, encoding in ((b"\xff\xfe", "utf-16"), (b"\xfe\xff", "utf-16"), (b"\xef\xbb\xbf", "utf-8-sig")):
        if data.startswith(mark):
            return data.decode(encoding, errors="replace")
    if b"\0" in data:
        problems.append("The file had null bytes in it, which were taken out.")
        data = data.replace(b"\0", b"")
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError:
        problems.append("The file is not UTF-8 text; the characters that could not be read were replaced.")
        return data.decode("utf-8", errors="replace")


def _parsed(text: str, problems: list[str]) -> dict:
    """The notebook's JSON as a version 4 notebook. Raises `SubmissionError`."""
    try:
        data = json.loads(text, strict=False)
    except (ValueError, RecursionError) as error:
        where = f" (line {error.lineno}, column {error.colno})" if isinstance(error, json.JSONDecodeError) else ""
        raise SubmissionError(f"The file is not a notebook: its text is not JSON{where}.") from error
    if not isinstance(data, dict):
        raise SubmissionError("The file is JSON but not a notebook: there is no list of cells in it.")
    if isinstance(data.get("worksheets"), list) or data.get("nbformat") in (1, 2, 3):
        problems.append("The notebook has an old format; it was converted to version 4.")
        try:
            return dict(nbformat.convert(nbformat.from_dict(data), 4))
        except Exception as error:  # nbformat's converters assume a valid notebook and raise anything
            raise SubmissionError("The notebook has an old format and could not be converted.") from error
    return data


def _cells(data: dict, problems: list[str]) -> list[NotebookNode]:
    """Clean cells, made anew from what is readable in the notebook's own."""
    written = data.get("cells")
    if not isinstance(written, list):
        raise SubmissionError("The file is JSON but not a notebook: there is no list of cells in it.")
    note = data["metadata"]["cnncourse"].get("intake") if _has_note(data) else None
    if isinstance(note, str):
        problems.append(f"{note[:1000]} {EMPTY}")
    cells, ids = [], set()
    for position, cell in enumerate(written):
        made = _cell(cell)
        if made is None:
            problems.append(f"Cell {position + 1} could not be read and was left out.")
            continue
        if made.id in ids:
            made.id = f"cell-{position}"
        ids.add(made.id)
        cells.append(made)
    return cells


def _has_note(data: dict) -> bool:
    """Whether the notebook is the empty one that `intake.py` writes where none was handed in."""
    metadata = data.get("metadata")
    return data["cells"] == [] and isinstance(metadata, dict) and isinstance(metadata.get("cnncourse"), dict)


def _cell(cell: Any) -> NotebookNode | None:
    """One cell without outputs, or None."""
    if not isinstance(cell, dict) or cell.get("cell_type") not in KINDS:
        return None
    source = cell.get("source", "")
    if isinstance(source, list) and all(isinstance(line, str) for line in source):
        source = "".join(source)
    if not isinstance(source, str):
        return None
    # nbformat's own `new_code_cell` would validate each cell, and the notebook is validated as a whole
    code: dict = {"outputs": [], "execution_count": None} if cell["cell_type"] == "code" else {}
    made = nbformat.from_dict({"cell_type": cell["cell_type"], "metadata": {}, "source": _encodable(source), **code})
    nbgrader = cell["metadata"].get("nbgrader") if isinstance(cell.get("metadata"), dict) else None
    if isinstance(nbgrader, dict):  # all other metadata goes: nbconvert stops at any of it that is not valid
        made.metadata.nbgrader = nbformat.from_dict(nbgrader)
    good = isinstance(cell.get("id"), str) and CELL_ID.fullmatch(cell["id"])
    made.id = cell["id"] if good else generate_corpus_id()
    return made


def _encodable(source: str) -> str:
    """The source without lone surrogates, which no UTF-8 file can hold."""
    return source.encode("utf-8", errors="replace").decode("utf-8")
