"""What a build was made from, as one hash, and the stamp file that remembers it. Needs nothing but Python."""

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

LEFT_OUT = {"__pycache__", ".ipynb_checkpoints"}


@dataclass(frozen=True)
class Stamp:
    """A file that holds the state of the last good build."""

    path: Path

    @property
    def is_set(self) -> bool:
        return self.path.is_file()

    def holds(self, state: str) -> bool:
        return self.is_set and self.path.read_text(encoding="utf-8") == state

    def set(self, state: str) -> None:
        self.path.parent.mkdir(parents=True, exist_ok=True)
        self.path.write_text(state, encoding="utf-8")

    def clear(self) -> None:
        self.path.unlink(missing_ok=True)


def hash_of_files(root: Path, places: Iterable[str]) -> str:
    """A hash of the names and contents of every file in `places` (files or folders below `root`)."""
    digest = hashlib.sha256()
    for place in places:
        path = root / place
        files = sorted(path.rglob("*")) if path.is_dir() else [path]
        for file in files:
            if file.is_file() and not LEFT_OUT & set(file.parts):
                digest.update(f"{file.relative_to(root).as_posix()}\0".encode())
                digest.update(hashlib.sha256(file.read_bytes()).digest())
    return digest.hexdigest()
