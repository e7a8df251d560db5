"""A file that each finished run is appended to, so that an interrupted experiment carries on where it stopped."""

import hashlib
import json
import os
from pathlib import Path
from typing import Any


class Journal:
    """Rows on disk, one JSON object per line; the first line says which experiment they belong to.

    A row counts once its line is complete. A journal of another experiment, of other code or of other sizes is
    emptied: its rows would not be comparable.

    Args:
        path: of the file.
        fingerprint: of everything that the rows depend on.
    """

    def __init__(self, path: Path, fingerprint: str) -> None:
        self.path = path
        self._header = json.dumps({"fingerprint": fingerprint})
        self.rows = self._read()
        path.parent.mkdir(parents=True, exist_ok=True)
        lines = [self._header, *(json.dumps(row) for row in self.rows)]
        draft = path.with_suffix(".draft")
        draft.write_text("\n".join(lines) + "\n", encoding="utf-8")  # drops a line cut off by a crash
        os.replace(draft, path)

    def _read(self) -> list[dict[str, Any]]:
        if not self.path.exists():
            return []
        header, *lines = self.path.read_text(encoding="utf-8").splitlines() or [""]
        if header != self._header:
            return []
        rows = []
        for line in lines:
            try:
                rows.append(json.loads(line))
            except json.JSONDecodeError:
                break
        return rows

    def append(self, row: dict[str, Any]) -> None:
        """Add a row; when this returns, it survives a crash."""
        self.rows.append(row)
        with self.path.open("a", encoding="utf-8") as file:
            file.write(json.dumps(row) + "\n")
            file.flush()
            os.fsync(file.fileno())


def fingerprint(parts: list[Any], sources: list[Path]) -> str:
    """A hash of some data and of the text of some source files (folders: all Python files in them)."""
    digest = hashlib.sha256(json.dumps(parts, sort_keys=True, default=str).encode())
    for source in sources:
        for path in sorted(source.rglob("*.py")) if source.is_dir() else [source]:
            digest.update(path.read_bytes())
    return digest.hexdigest()
