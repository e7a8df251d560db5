"""The answers that stand beside a solution: mutants (typical wrong ones) and alternatives (right, written otherwise).

A mutant's docstring says what it does wrong, then what that costs:

    Takes the image to be (H, W, 3).

    fails:
    - two red pixels, a green and a blue one
    points: 7
"""

import ast
import re
from dataclasses import dataclass
from pathlib import Path

from cnncourse.grading.cases_file import points_of
from cnncourse.grading.notebook import solution_notebook

MARKER = re.compile(r"^ *### (BEGIN|END) SOLUTION\n?", re.MULTILINE)
POINTS = re.compile(r"^points: *(?P<points>\d+(?:\.\d+)?) *$", re.MULTILINE)


@dataclass(frozen=True)
class Answer:
    """One answer to one question: its text as a student's cell, and the points and failing cases it declares."""

    function: str
    name: str
    kind: str  # "solution", "mutant" or "alternative"
    source: str
    points: float
    fails: tuple[str, ...] = ()


def load_answers(folder: Path) -> dict[str, dict[str, Answer]]:
    """All answers of the assignment in `folder`, by function and by name; the solution is called "solution".

    Raises:
        ValueError: a file without its function or its points, or two answers of one name.
    """
    cells = {c.metadata.nbgrader.grade_id: c for c in solution_notebook(folder).cells if "nbgrader" in c.metadata}
    answers: dict[str, dict[str, Answer]] = {}
    for cases in sorted((folder / "cases").glob("*.py"), key=lambda path: list(cells).index(path.stem)):
        function, most = cases.stem, points_of(cases)
        found = [Answer(function, "solution", "solution", MARKER.sub("", cells[function].source).strip(), most)]
        for kind in ("mutant", "alternative"):
            for path in sorted((folder / f"{kind}s" / function).glob("*.py")):
                found.append(_load(path, function, kind, most))
        answers[function] = {answer.name: answer for answer in found}
        if len(answers[function]) != len(found):
            raise ValueError(f"{folder}: two answers of {function} have one name")
    return answers


def _load(path: Path, function: str, kind: str, most: float) -> Answer:
    """The answer in a file: the text below its docstring."""
    text = path.read_text(encoding="utf-8")
    tree = ast.parse(text, str(path))
    doc = ast.get_docstring(tree) or ""
    names = {name for node in tree.body for name in _assigned(node)}
    if function not in names:
        raise ValueError(f"{path}: expected a definition of {function}")
    if kind == "alternative":
        return Answer(function, path.stem, kind, _below_docstring(text, tree), most)
    match = POINTS.search(doc)
    fails = tuple(line.removeprefix("- ").strip() for line in doc.splitlines() if line.startswith("- "))
    if not match or not fails:
        raise ValueError(f"{path}: its docstring must say which cases it fails (`fails:`) and what is left (`points:`)")
    return Answer(function, path.stem, kind, _below_docstring(text, tree), float(match["points"]), fails)


def _assigned(node: ast.stmt) -> list[str]:
    if isinstance(node, ast.FunctionDef):
        return [node.name]
    return [item.id for item in ast.walk(node) if isinstance(item, ast.Name) and isinstance(item.ctx, ast.Store)]


def _below_docstring(text: str, tree: ast.Module) -> str:
    first = tree.body[0] if ast.get_docstring(tree) is not None else None
    return "\n".join(text.splitlines()[(first.end_lineno or 0) if first else 0 :]).strip()
