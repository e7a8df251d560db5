"""A reference function of the package, as the text of a solution cell.

`reference_cell("cnncourse.layers_numpy.conv:conv2d_forward_plain", "conv2d_forward", ...)` takes the plain version
with every module-level helper it calls, renames it, and marks all but signature and docstring as the solution. The
package, the book, the solution and the exercise then cannot disagree. Nothing of the package is imported: the cell
runs where `cnncourse.layers_numpy` cannot be.
"""

import ast
import textwrap
from dataclasses import dataclass
from pathlib import Path

from cnncourse.grading.source_parts import Part, SourceError, needed_names, parts_of_file
from cnncourse.grading.source_text import renamed, without_annotations

PACKAGE = Path(__file__).resolve().parents[1]
BEGIN, END = "### BEGIN SOLUTION", "### END SOLUTION"


@dataclass(frozen=True)
class Helper:
    """A top-level statement of a package module that a reference function needs, under the name it gets in the cell."""

    module: str
    part: Part


def module_file(module: str) -> Path:
    """The file of a `cnncourse` module. Raises `SourceError` when there is none."""
    package, *inner = module.split(".")
    place = PACKAGE.joinpath(*inner)
    for path in (place.with_suffix(".py"), place / "__init__.py"):
        if package == PACKAGE.name and inner and path.is_file():
            return path
    raise SourceError(f"reference {module!r}: there is no such module in {PACKAGE.name}")


def reference_cell(reference: str, name: str, *, taken: frozenset[str], given: frozenset[str]) -> str:
    """The solution cell of the function `name`: `reference` ("module:function") with its helpers.

    taken: names that a helper must not have in the notebook (the graded functions): it gets an underscore in front.
    given: names that the notebook has imported above. Raises `SourceError` for a name that cannot be resolved.
    """
    module, _, function = reference.partition(":")
    helpers = collect(module, function, given)
    target = helpers.pop()
    new_names = {function: name}
    for helper in helpers:
        new_names |= {bound: f"_{bound}" for bound in helper.part.binds if bound in taken and bound != function}
    imports = [helper.part.text for helper in helpers if helper.part.is_import]
    texts = ["\n".join(imports)] if imports else []
    texts += [renamed(helper.part.text, new_names) for helper in helpers if not helper.part.is_import]
    return with_region(renamed(target.part.text, new_names), texts)


def collect(module: str, function: str, given: frozenset[str]) -> list[Helper]:
    """The function's part, last, after all that it needs of its module and of the other modules of the package."""
    found: dict[str, Helper] = {}
    _collect(module, function, given, found, reference=f"{module}:{function}")
    helpers = list(found.values())
    return [*helpers[1:], helpers[0]]


def _collect(module: str, name: str, given: frozenset[str], found: dict[str, Helper], *, reference: str) -> None:
    part = _find(module, name, reference)
    if isinstance(part.node, ast.ImportFrom) and (part.node.module or "").split(".")[0] == PACKAGE.name:
        alias = next(alias for alias in part.node.names if (alias.asname or alias.name) == name)
        if alias.asname:
            raise SourceError(f"reference {reference}: {module} imports {alias.name} under another name")
        _collect(str(part.node.module), name, given, found, reference=reference)
        return
    if name in found:
        if found[name].part.text != part.text:
            raise SourceError(f"reference {reference}: {module} and {found[name].module} both define {name}")
        return
    if part.is_import:
        part = _one_import(part, name)
    found[name] = Helper(module, part)
    for needed in sorted(part.needs - given):
        _collect(module, needed, given, found, reference=reference)


def _find(module: str, name: str, reference: str) -> Part:
    for part in parts_of_file(module_file(module)):
        if name in part.binds:
            break
    else:
        raise SourceError(f"reference {reference}: {module} neither defines nor imports {name!r}")
    if isinstance(part.node, ast.Import) and any(a.name.split(".")[0] == PACKAGE.name for a in part.node.names):
        raise SourceError(f"reference {reference}: {module} imports the module {name!r}; import its functions by name")
    if isinstance(part.node, ast.FunctionDef):
        text = without_annotations(part.text)
        node = ast.parse(text).body[0]
        return Part(node, text, part.binds, frozenset(needed_names(node)))
    return part


def _one_import(part: Part, name: str) -> Part:
    """An import statement that brings in `name` alone."""
    assert isinstance(part.node, ast.Import | ast.ImportFrom)
    alias = [alias for alias in part.node.names if (alias.asname or alias.name.split(".")[0]) == name]
    if isinstance(part.node, ast.ImportFrom):
        node: ast.stmt = ast.ImportFrom(part.node.module, alias, part.node.level)
    else:
        node = ast.Import(alias)
    return Part(node, ast.unparse(node), frozenset({name}), frozenset())


def with_region(function: str, helpers: list[str]) -> str:
    """The function's text with the solution region around its body, docstring excepted, and around the helpers."""
    node = ast.parse(function).body[0]
    assert isinstance(node, ast.FunctionDef)
    has_docstring = ast.get_docstring(node) is not None
    if len(node.body) == has_docstring:
        raise SourceError(f"the function {node.name} has no body to solve")
    lines = function.splitlines()
    start = int(node.body[0].end_lineno or 0) if has_docstring else node.body[0].lineno - 1
    indent = " " * node.body[-1].col_offset
    body = textwrap.indent("\n".join([BEGIN]), indent)
    solution = "\n\n\n".join(["\n".join(lines[start:]), *helpers])
    return "\n".join([*lines[:start], body, solution, indent + END])
