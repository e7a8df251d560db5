"""Does the student's function use a library's answer? Found in the text of the cells, by syntax tree; nothing is run.

Only what the graded function reaches counts: a student who compares with PyTorch in a cell of their own does well. An
import hidden from this (`__import__("sci" + "py")`) is the box's business, which holds none of these libraries.
"""

from __future__ import annotations

import ast
from collections.abc import Iterable, Sequence
from functools import lru_cache

from cnncourse.grading.source_parts import bound_names, needed_names

BANNED = ("torch", "scipy", "cnncourse", "tensorflow", "keras", "jax", "cupy", "skimage", "cv2", "mxnet")
REMEMBERED = 10_000  # characters
ALLOWED = ("cnncourse.grading", "cnncourse.data")  # these hold no answer


def answer_imports(sources: Sequence[str], function: str, *, allow: tuple[str, ...] = ()) -> list[str]:
    """The imports by which `function`, or anything it uses, gets at a library that holds the answer.

    Args:
        sources: the cells' texts, in the order in which they ran; a later definition of a name replaces an earlier.
        function: the graded function (or variable).
        allow: packages that may be used after all.

    Returns:
        Each as "scipy.signal in line 3", once, in the order found; lines count within their cell.
    """
    binders: dict[str, list[ast.stmt]] = {}
    for source in sources:
        for statement in _statements(source):
            for name in bound_names(statement):
                binders.setdefault(name, []).append(statement)
    found: dict[str, None] = {}
    todo, seen = [function, "*"], set()  # a star import can stand behind any name
    while todo:
        name = todo.pop()
        if name in seen:
            continue
        seen.add(name)
        for statement in _live(binders.get(name, [])):
            found.update(dict.fromkeys(_imports(statement, allow, name)))
            if not isinstance(statement, (ast.Import, ast.ImportFrom)):
                todo += sorted(needed_names(statement))
    return list(found)


def _statements(source: str) -> Iterable[ast.stmt]:
    """Top-level statements, those inside top-level `if`, `try`, `with` and loops included.

    Each test cell asks for those of all cells above it: those of short cells are remembered.
    """
    return _remembered(source) if len(source) < REMEMBERED else _parsed(source)


def _parsed(source: str) -> list[ast.stmt]:
    try:
        body = ast.parse(source).body
    except (SyntaxError, ValueError, RecursionError):  # a cell that does not run cannot answer anything
        return []
    return [inner for statement in body for inner in _flat(statement)]


_remembered = lru_cache(maxsize=128)(_parsed)


def _flat(statement: ast.stmt) -> list[ast.stmt]:
    if isinstance(statement, (ast.If, ast.Try, ast.With, ast.For, ast.While)):
        parts = [*getattr(statement, "handlers", []), statement]
        blocks = [getattr(part, field, []) for part in parts for field in ("body", "orelse", "finalbody")]
        return [statement, *(inner for block in blocks for item in block for inner in _flat(item))]
    return [statement]


def _live(statements: list[ast.stmt]) -> list[ast.stmt]:
    """What a name stands for at the end: its last definition, with the imports that bind the same name.

    `import scipy.signal` and `import scipy.ndimage` both bind `scipy`, and both stay.
    """
    definitions = [item for item in statements if not isinstance(item, (ast.Import, ast.ImportFrom))]
    if not definitions:
        return statements
    return statements[statements.index(definitions[-1]) :]


def _imports(statement: ast.stmt, allow: tuple[str, ...], name: str) -> list[str]:
    """The banned modules that the statement imports, anywhere inside it; of an import itself, those bound to `name`."""
    found = []
    for node in ast.walk(statement):
        modules: list[str] = []
        if isinstance(node, ast.Import):
            modules = [alias.name for alias in node.names if node is not statement or _binds(alias, name)]
        elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
            wanted = [alias for alias in node.names if node is not statement or _binds(alias, name)]
            modules = [f"{node.module}.{alias.name}" for alias in wanted]
        elif isinstance(node, ast.Call) and _imports_by_call(node):
            modules = [str(node.args[0].value)]  # type: ignore[attr-defined]  # `_imports_by_call` has seen a Constant
        found += [f"{module} in line {node.lineno}" for module in modules if is_banned(module, allow)]  # type: ignore[attr-defined]  # the nodes above have lines
    return found


def _binds(alias: ast.alias, name: str) -> bool:
    return name == (alias.asname or alias.name.split(".")[0])


def _imports_by_call(node: ast.Call) -> bool:
    """`__import__("scipy")` or `importlib.import_module("scipy")`."""
    called = node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", "")
    text = bool(node.args) and isinstance(node.args[0], ast.Constant) and isinstance(node.args[0].value, str)
    return called in ("__import__", "import_module") and text


def is_banned(module: str, allow: tuple[str, ...] = ()) -> bool:
    """Whether the module (or a name in it) belongs to a library that holds answers."""

    def inside(packages: tuple[str, ...]) -> bool:
        return any(module == package or module.startswith(package + ".") for package in packages)

    return inside(BANNED) and not inside((*ALLOWED, *allow))
