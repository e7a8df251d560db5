"""What pages tell each other: which claims, graded functions and quizzes stand on which page.

Kept in the build environment as `{kind: {docname: [entries]}}`, purged and merged as Sphinx asks.
"""

from typing import Any

from sphinx.application import Sphinx
from sphinx.environment import BuildEnvironment

NAME = "cnncourse_records"


def records(env: BuildEnvironment, kind: str) -> dict[str, list[Any]]:
    """The entries of one kind, by the document that made them."""
    if not hasattr(env, NAME):
        setattr(env, NAME, {})
    return getattr(env, NAME).setdefault(kind, {})


def record(env: BuildEnvironment, kind: str, entry: Any) -> None:
    """Note `entry` under the page that is being read."""
    records(env, kind).setdefault(env.docname, []).append(entry)


def purge(app: Sphinx, env: BuildEnvironment, docname: str) -> None:
    for by_page in getattr(env, NAME, {}).values():
        by_page.pop(docname, None)


def merge(app: Sphinx, env: BuildEnvironment, docnames: set[str], other: BuildEnvironment) -> None:
    for kind, by_page in getattr(other, NAME, {}).items():
        records(env, kind).update({page: found for page, found in by_page.items() if page in docnames})


def setup(app: Sphinx) -> None:
    app.connect("env-purge-doc", purge)
    app.connect("env-merge-info", merge)
