"""Small edits of Python source that keep its comments and its layout: other names, and no annotations."""

import ast
import io
import tokenize


def renamed(source: str, names: dict[str, str]) -> str:
    """`source` with each name that is a key of `names` replaced; attributes and keyword arguments stay as they are."""
    if not names:
        return source
    tree = ast.parse(source)
    places = {(n.lineno, n.col_offset) for n in ast.walk(tree) if isinstance(n, ast.Name) and n.id in names}
    places |= {_name_of_definition(n) for n in ast.walk(tree) if isinstance(n, ast.FunctionDef) and n.name in names}
    edits = []
    offsets = _line_offsets(source)
    for token in tokenize.generate_tokens(io.StringIO(source).readline):
        row, column = token.start
        byte_column = len(token.line[:column].encode())
        if token.type == tokenize.NAME and token.string in names and (row, byte_column) in places:
            begin = offsets[row - 1] + byte_column
            edits.append((begin, begin + len(token.string.encode()), names[token.string]))
    return _edited(source, edits)


def _name_of_definition(node: ast.FunctionDef) -> tuple[int, int]:
    return node.lineno, node.col_offset + len("def ")


def without_annotations(source: str) -> str:
    """The source with the annotations of all arguments and results taken out.

    A student's notebook need not have the names that the package's annotations use.
    """
    offsets = _line_offsets(source)
    data = source.encode()

    def at(line: int | None, column: int | None) -> int:
        return offsets[(line or 1) - 1] + (column or 0)

    edits = []
    for node in ast.walk(ast.parse(source)):
        if not isinstance(node, ast.FunctionDef):
            continue
        for argument, default in _arguments(node.args):
            if argument.annotation is not None:
                begin = at(argument.lineno, argument.col_offset) + len(argument.arg.encode())
                if default is None:
                    edits.append((begin, at(argument.annotation.end_lineno, argument.annotation.end_col_offset), ""))
                else:
                    edits.append((begin, at(default.lineno, default.col_offset), "="))
        if node.returns is not None:
            begin = data.rindex(b"->", 0, at(node.returns.lineno, node.returns.col_offset))
            begin = len(data[:begin].rstrip())
            edits.append((begin, at(node.returns.end_lineno, node.returns.end_col_offset), ""))
    return _on_one_line(_edited(source, edits))


def _on_one_line(source: str, width: int = 110) -> str:
    """The source with its function's signature on one line where it now fits."""
    node = ast.parse(source).body[0]
    lines = source.splitlines()
    if not isinstance(node, ast.FunctionDef):
        return source
    end = next(row for row in range(node.lineno, len(lines) + 1) if lines[row - 1].endswith(":"))
    pieces = [line.strip() for line in lines[node.lineno - 1 : end]]
    joined = " ".join(pieces).replace("( ", "(").replace(", )", ")").replace(" )", ")")
    if "#" in joined or len(joined) > width:
        return source
    return "\n".join([*lines[: node.lineno - 1], joined, *lines[end:]])


def _arguments(args: ast.arguments) -> list[tuple[ast.arg, ast.expr | None]]:
    """Every argument with its default, None where it has none."""
    positional = [*args.posonlyargs, *args.args]
    defaults = [None] * (len(positional) - len(args.defaults)) + list(args.defaults)
    pairs = [*zip(positional, defaults, strict=True), *zip(args.kwonlyargs, args.kw_defaults, strict=True)]
    return [*pairs, *((rest, None) for rest in (args.vararg, args.kwarg) if rest is not None)]


def _line_offsets(source: str) -> list[int]:
    offsets = [0]
    for line in source.encode().splitlines(keepends=True):
        offsets.append(offsets[-1] + len(line))
    return offsets


def _edited(source: str, edits: list[tuple[int, int, str]]) -> str:
    data = source.encode()
    for begin, end, text in sorted(edits, reverse=True):
        data = data[:begin] + text.encode() + data[end:]
    return data.decode()
