"""A solution text (`solutions/<assignment>/<assignment>.py`, percent format) as the solution notebook.

What an author writes in the text:

* `# %% nbgrader={"grade_id": "conv2d_forward", "solution": true}`: a solution cell. It holds its own code, with
  nbgrader's `### BEGIN SOLUTION` and `### END SOLUTION` around what a student must write, or one line alone,
  `# reference: cnncourse.layers_numpy.conv:conv2d_forward_plain`, that names a function of the package.
* The test cell `test_conv2d_forward` is made from `cases/conv2d_forward.py`, where that file is, and worth the sum of
  its cases' points. It comes after the solution cell, or takes the place of a cell with that grade_id.
* `# %% [markdown] nbgrader={"grade_id": "why_share", "solution": true, "grade": true, "points": 6}`: a written answer
  that a person grades.

Cell ids are the grade_id, else a hash of position and text, so that the same text gives the same bytes.
"""

import ast
import hashlib
import re
from pathlib import Path

import jupytext
import nbformat
from nbformat import NotebookNode

from cnncourse.grading.cases_file import points_of
from cnncourse.grading.embed import test_cell
from cnncourse.grading.reference import reference_cell
from cnncourse.grading.source_parts import SourceError, bound_names

SCHEMA = {"grade": False, "locked": False, "schema_version": 3, "solution": False, "task": False}
KERNEL = {"display_name": "Python 3 (ipykernel)", "language": "python", "name": "python3"}
REFERENCE = re.compile(r"# reference: (?P<reference>[\w.]+:\w+)")


def solution_notebook(folder: Path) -> NotebookNode:
    """The solution notebook of the assignment in `folder`, with hidden tests and without outputs.

    Raises `SourceError` for a reference or a case that names something unresolvable, or for a missing text.
    """
    text = folder / f"{folder.name}.py"
    if not text.is_file():
        raise SourceError(f"{folder}: expected the solution text {text.name}")
    written = jupytext.read(text, fmt="py:percent").cells
    cells = [_plain_cell(cell) for cell in written]
    taken = frozenset(cell.metadata.nbgrader.grade_id for cell in cells if "nbgrader" in cell.metadata)
    functions = frozenset(name for name in taken if not name.startswith("test_"))
    _fill_references(cells, functions)
    cells = _with_tests(cells, folder, functions)
    _refuse_doubles(cells, text)
    for position, cell in enumerate(cells):
        cell.id = _cell_id(cell, position)
    metadata = {"kernelspec": KERNEL, "language_info": {"name": "python"}}
    notebook = nbformat.v4.new_notebook(cells=cells, metadata=metadata)
    nbformat.validate(notebook)
    return notebook


def graded_functions(folder: Path) -> list[str]:
    """The names with a cases file, in the order of the notebook."""
    ids = [c.metadata.nbgrader.grade_id for c in solution_notebook(folder).cells if "nbgrader" in c.metadata]
    return [name for name in ids if (folder / "cases" / f"{name}.py").is_file()]


def _plain_cell(cell: NotebookNode) -> NotebookNode:
    """The cell with nbgrader's metadata filled up and nothing of jupytext's."""
    metadata = {key: value for key, value in cell.metadata.items() if key != "lines_to_next_cell"}
    if "nbgrader" in metadata:
        metadata["nbgrader"] = {**SCHEMA, **metadata["nbgrader"]}
    new = {"code": nbformat.v4.new_code_cell, "markdown": nbformat.v4.new_markdown_cell}.get(cell.cell_type)
    return (new or nbformat.v4.new_raw_cell)(cell.source, metadata=metadata)


def _fill_references(cells: list[NotebookNode], functions: frozenset[str]) -> None:
    """Put the package's function into each cell that names one."""
    given: set[str] = set()
    for cell in cells:
        if cell.cell_type != "code":
            continue
        match = REFERENCE.search(cell.source)
        if match and "nbgrader" in cell.metadata:
            name = cell.metadata.nbgrader.grade_id
            cell.source = reference_cell(match["reference"], name, taken=functions, given=frozenset(given))
        elif not cell.metadata.get("nbgrader", {}).get("solution"):
            given |= _imported(cell.source)


def _imported(source: str) -> set[str]:
    """The names that a code cell imports; magics are passed over."""
    lines = [line for line in source.splitlines() if not line.lstrip().startswith(("%", "!"))]
    try:
        tree = ast.parse("\n".join(lines))
    except SyntaxError:
        return set()
    return {n for node in ast.walk(tree) if isinstance(node, ast.Import | ast.ImportFrom) for n in bound_names(node)}


def _with_tests(cells: list[NotebookNode], folder: Path, functions: frozenset[str]) -> list[NotebookNode]:
    """The cells with the test cell of every cases file after its solution cell, or in the place kept for it."""
    places = {cell.metadata.nbgrader.grade_id for cell in cells if "nbgrader" in cell.metadata}
    for cases in sorted((folder / "cases").glob("*.py")):
        if cases.stem not in places and not cases.stem.startswith("_"):
            raise SourceError(f"{cases}: the text has no solution cell with the grade_id {cases.stem!r}")
    result = []
    for cell in cells:
        grade_id = cell.metadata.get("nbgrader", {}).get("grade_id", "")
        cases = folder / "cases" / f"{grade_id.removeprefix('test_')}.py"
        if grade_id.startswith("test_") and cases.is_file():
            result.append(_test(cases, functions))
            continue
        result.append(cell)
        if cases.is_file() and f"test_{grade_id}" not in places:
            result.append(_test(cases, functions))
    return result


def _test(cases: Path, functions: frozenset[str]) -> NotebookNode:
    name = cases.stem
    metadata = {**SCHEMA, "grade": True, "grade_id": f"test_{name}", "locked": True, "points": points_of(cases)}
    return nbformat.v4.new_code_cell(test_cell(cases, name, taken=functions), metadata={"nbgrader": metadata})


def _refuse_doubles(cells: list[NotebookNode], text: Path) -> None:
    """Every grade_id once. Raises `SourceError` for one that occurs twice."""
    seen: set[str] = set()
    for cell in cells:
        grade_id = cell.metadata.get("nbgrader", {}).get("grade_id")
        if grade_id in seen:
            raise SourceError(f"{text}: the grade_id {grade_id!r} occurs twice")
        if grade_id:
            seen.add(grade_id)


def _cell_id(cell: NotebookNode, position: int) -> str:
    grade_id = cell.metadata.get("nbgrader", {}).get("grade_id")
    if grade_id:
        return str(grade_id)
    return hashlib.sha256(f"{position}\n{cell.cell_type}\n{cell.source}".encode()).hexdigest()[:12]
