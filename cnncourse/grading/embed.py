"""A cases file as the text of a test cell: the visible cases, the hidden ones in their region, and the check.

A case function is a top-level function decorated with `@case(...)`; one with `visible=True` may be seen. What a
visible case needs (imports, helpers, numbers) stands above it and is seen too; everything else a hidden case needs is
hidden with it. What no case needs is left out.
"""

import ast
from pathlib import Path

from cnncourse.grading.cases_file import allowed_by, points_of
from cnncourse.grading.source_parts import Part, SourceError, closure, parts_of_file, with_names

BEGIN, END = "### BEGIN HIDDEN TESTS", "### END HIDDEN TESTS"


def test_cell(cases_file: Path, function: str, *, taken: frozenset[str]) -> str:
    """The test cell's source for `function`, from its cases file.

    taken: the graded functions' names, which no helper may bind: in a student's notebook it would replace an answer.
    Raises `SourceError` for a name that the file does not bind, one that is taken, or a file without a case.
    """
    parts = _with_private_helpers([part for part in parts_of_file(cases_file) if not _is_future(part)], cases_file)
    _refuse_taken(parts, taken, cases_file)
    cases = [part for part in parts if case_decorator(part.node) is not None]
    if not cases:
        raise SourceError(f"{cases_file}: no function decorated with @case(...)")
    seen = [part for part in cases if is_visible(part.node, cases_file)]
    visible = _with_needs(parts, seen, cases_file)
    everything = _with_needs(parts, cases, cases_file)
    hidden = [part for part in everything if part not in visible]
    ours = sorted({"check"} | {name for part in visible if _is_ours(part) for name in part.binds})
    visible = [part for part in visible if not _is_ours(part)]
    head = f"# The tests of {function}: run this cell to see which cases pass, with a hint for each that fails.\n"
    head += f"from cnncourse.grading import {', '.join(ours)}"
    region = f"{BEGIN}\n\n{_text(hidden)}\n\n{END}\n" if hidden else ""
    return "\n\n".join(
        [
            head,
            *([_text(visible)] if visible else []),
            f'{region}check("{function}", globals(), points={points_of(cases_file)}{_allow(cases_file)})',
        ]
    )


def _allow(cases_file: Path) -> str:
    allowed = allowed_by(cases_file)
    return f", allow={allowed!r}" if allowed else ""


def _with_private_helpers(parts: list[Part], cases_file: Path) -> list[Part]:
    """The parts with an underscore in front of each helper's name.

    A test cell runs in the student's namespace: a helper called `pool` would replace the student's own `pool`.
    """
    own = [part for part in parts if not part.is_import and case_decorator(part.node) is None]
    names = {name: f"_{name}" for part in own for name in part.binds if not name.startswith("_")}
    for part in parts:
        arguments = {node.arg for node in ast.walk(part.node) if isinstance(node, ast.arg)}
        if arguments & names.keys():
            raise SourceError(f"{cases_file}: {sorted(arguments & names.keys())[0]!r} is a helper and an argument")
    return [part if part.is_import else with_names(part, names) for part in parts]


def case_decorator(node: ast.stmt) -> ast.Call | None:
    """The `@case(...)` of a top-level function, if it has one."""
    for item in getattr(node, "decorator_list", []):
        if isinstance(item, ast.Call) and isinstance(item.func, ast.Name) and item.func.id == "case":
            return item
    return None


def is_visible(node: ast.stmt, cases_file: Path) -> bool:
    """Whether the case's decorator says `visible=True`. Raises `SourceError` where that is not written out."""
    decorator = case_decorator(node)
    assert decorator is not None
    for keyword in decorator.keywords:
        if keyword.arg == "visible":
            if not isinstance(keyword.value, ast.Constant) or not isinstance(keyword.value.value, bool):
                raise SourceError(f"{cases_file}:{node.lineno}: visible must be written out as True or False")
            return keyword.value.value
    return False


def _with_needs(parts: list[Part], cases: list[Part], cases_file: Path) -> list[Part]:
    wanted = {name for part in cases for name in part.binds}
    return closure(parts, wanted, given=frozenset(), where=str(cases_file))


def _is_ours(part: Part) -> bool:
    return isinstance(part.node, ast.ImportFrom) and part.node.module == "cnncourse.grading"


def _is_future(part: Part) -> bool:
    return isinstance(part.node, ast.ImportFrom) and part.node.module == "__future__"


def _refuse_taken(parts: list[Part], taken: frozenset[str], cases_file: Path) -> None:
    for part in parts:
        clash = sorted(part.binds & taken)
        if clash:
            raise SourceError(f"{cases_file}: binds {clash[0]!r}, the name of a graded function")


def _text(parts: list[Part]) -> str:
    """The statements' text: imports on consecutive lines, an empty line between all others."""
    imports = "\n".join(part.text for part in parts if part.is_import)
    rest = [part.text for part in parts if not part.is_import]
    return "\n\n".join([imports, *rest] if imports else rest)
