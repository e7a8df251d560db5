"""The top-level statements of a Python file: the text of each, the names it binds, and the names it needs.

The generator takes files apart with this: a reference function with the helpers it calls (`reference.py`), and a
cases file into what a student may see and what stays hidden (`embed.py`). Nothing is imported or run.
"""

import ast
import builtins
import symtable
from dataclasses import dataclass
from pathlib import Path

from cnncourse.grading.source_text import renamed

BUILTINS = frozenset(dir(builtins)) | {"__name__", "__file__", "__doc__"}


class SourceError(ValueError):
    """A text that the generator cannot take apart; the message names the file and what it stumbled over."""


@dataclass(frozen=True)
class Part:
    """One top-level statement: its lines (comments directly above included) and the names that go in and out."""

    node: ast.stmt
    text: str
    binds: frozenset[str]
    needs: frozenset[str]

    @property
    def is_import(self) -> bool:
        return isinstance(self.node, ast.Import | ast.ImportFrom)


def parts_of_file(path: Path) -> list[Part]:
    """The top-level statements of the file, in order, without its docstring. Raises `SourceError`."""
    source = path.read_text(encoding="utf-8")
    try:
        tree = ast.parse(source, str(path))
    except SyntaxError as error:
        raise SourceError(f"{path}:{error.lineno}: {error.msg}") from error
    lines = source.splitlines()
    body = tree.body[1:] if ast.get_docstring(tree) is not None else tree.body
    return [_part(node, lines) for node in body]


def _part(node: ast.stmt, lines: list[str]) -> Part:
    first = min([node.lineno, *(item.lineno for item in getattr(node, "decorator_list", []))])
    while first > 1 and lines[first - 2].startswith("#") and not lines[first - 2].startswith("#!"):
        first -= 1  # a comment that stands directly above belongs to the statement
    text = "\n".join(lines[first - 1 : node.end_lineno])
    return Part(node, text, frozenset(bound_names(node)), frozenset(needed_names(node)))


def with_names(part: Part, names: dict[str, str]) -> Part:
    """The part with each name that is a key of `names` replaced."""
    text = renamed(part.text, names)
    node = ast.parse(text).body[0]
    return Part(node, text, frozenset(bound_names(node)), frozenset(needed_names(node)))


def bound_names(node: ast.stmt) -> set[str]:
    """The names that a top-level statement gives a value to."""
    if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef):
        return {node.name}
    if isinstance(node, ast.Import | ast.ImportFrom):
        return {alias.asname or alias.name.split(".")[0] for alias in node.names}
    return {item.id for item in ast.walk(node) if isinstance(item, ast.Name) and isinstance(item.ctx, ast.Store)}


def needed_names(node: ast.stmt) -> set[str]:
    """The module-level names that a statement reads, now or when its functions are called; builtins left out.

    Names are resolved by Python's own symbol table, so that an argument called like a helper is not taken for it.
    """
    if isinstance(node, ast.Import | ast.ImportFrom):
        return set()
    table = symtable.symtable(ast.unparse(node), "<part>", "exec")
    names = {symbol.get_name() for symbol in table.get_symbols() if symbol.is_referenced()}
    for child in _scopes_below(table):
        names |= {s.get_name() for s in child.get_symbols() if s.is_global() and s.is_referenced()}
    return names - BUILTINS - (bound_names(node) if isinstance(node, ast.FunctionDef | ast.ClassDef) else set())


def _scopes_below(table: symtable.SymbolTable) -> list[symtable.SymbolTable]:
    return [scope for child in table.get_children() for scope in (child, *_scopes_below(child))]


def closure(parts: list[Part], wanted: set[str], *, given: frozenset[str], where: str) -> list[Part]:
    """The parts that `wanted` names need, directly or through each other, in file order.

    `given` names come from elsewhere. Raises `SourceError` for a name that no part binds.
    """
    by_name = {name: part for part in parts for name in part.binds}
    chosen: set[int] = set()
    open_names = [(name, where) for name in sorted(wanted)]
    while open_names:
        name, user = open_names.pop()
        if name in given:
            continue
        if name not in by_name:
            raise SourceError(f"{where}: {user} uses the name {name!r}, which the file neither defines nor imports")
        part = by_name[name]
        if id(part) not in chosen:
            chosen.add(id(part))
            open_names += [(needed, name) for needed in sorted(part.needs)]
    return [part for part in parts if id(part) in chosen]
