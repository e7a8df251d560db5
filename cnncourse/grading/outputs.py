"""Outputs that a box sends, made into what a notebook may hold; anything else is an attempt at something."""

from cnncourse.grading.box.data import DataError

FIELDS = {
    "stream": ("name", "text"),
    "display_data": ("data", "metadata", "transient"),
    "update_display_data": ("data", "metadata", "transient"),
    "execute_result": ("data", "metadata"),
    "error": ("ename", "evalue", "traceback"),
    "clear_output": ("wait",),
}


def clean(message: dict, count: int) -> dict:
    """The message in the form of a kernel's, with our own execution count. `DataError` where it is not an output."""
    kind, told = message["msg_type"], message["content"]
    content = {name: told[name] for name in FIELDS[kind] if name in told}
    if kind == "stream":
        good = content.get("name") in ("stdout", "stderr") and type(content.get("text")) is str
    elif kind == "error":
        lines = content.get("traceback")
        good = _texts(content.get("ename"), content.get("evalue")) and type(lines) is list and _texts(*lines)
    elif kind == "clear_output":
        content = {"wait": bool(content.get("wait"))}
        good = True
    else:
        good = _bundle(content)
    if not good:
        raise DataError(f"a {kind} is not in the form of a notebook's")
    if kind == "execute_result":
        content["execution_count"] = count
    header = {"msg_type": kind}
    return {"msg_type": kind, "header": header, "content": content, "parent_header": {"msg_id": "box"}}


def _texts(*values) -> bool:
    return all(type(value) is str for value in values)


def _bundle(content: dict) -> bool:
    """Whether the data are texts by media type (JSON ones may be anything), and the rest is in order; fills it up."""
    data, metadata = content.get("data"), content.setdefault("metadata", {})
    transient = content.setdefault("transient", {})
    content["metadata"] = metadata if type(metadata) is dict else {}
    identity = transient.get("display_id") if type(transient) is dict else None
    content["transient"] = {"display_id": identity} if type(identity) is str else {}
    return type(data) is dict and all(type(text) is str or _is_json(kind) for kind, text in data.items())


def _is_json(kind: str) -> bool:
    return kind == "application/json" or (kind.startswith("application/") and kind.endswith("+json"))
