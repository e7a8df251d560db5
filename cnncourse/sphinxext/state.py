"""What the book's build was made from."""

from pathlib import Path

from cnncourse.build_state import Stamp, hash_of_files

__all__ = ["Stamp", "book_state", "package_state"]


def package_state(root: Path) -> str:
    """The state that every page's execution depends on: the package, the lock, and what was measured."""
    return hash_of_files(root, ["cnncourse", "requirements.lock", "benchmarks/results"])


def book_state(root: Path) -> str:
    """The state that the built site depends on."""
    pages = ["_config.yml", "_toc.yml", "book", "exercises", "deploy", "CITATION.cff"]
    return hash_of_files(root, ["cnncourse", "requirements.lock", "benchmarks/results", *pages])
