"""The day on which a page last changed, as git knows it; a page that git does not know shows no day."""

import subprocess
from pathlib import Path
from typing import Any

from sphinx.application import Sphinx


def days_of_change(root: Path) -> dict[str, str]:
    """The day of the last commit of each file below `root`, such as `{"book/index.md": "2026-11-21"}`.

    Empty without git, outside a repository, and in a shallow clone, whose one commit says nothing of the files' age.
    """
    try:
        if _git(root, "rev-parse", "--is-shallow-repository").strip() != "false":
            return {}
        log = _git(root, "-c", "core.quotePath=false", "log", "--relative", "--name-only", "--format=%x00%cs")
    except (OSError, subprocess.CalledProcessError):
        return {}
    days: dict[str, str] = {}
    for commit in log.split("\0")[1:]:  # the newest first
        day, *names = commit.split("\n")
        for name in filter(None, names):
            days.setdefault(name, day)
    return days


def _git(root: Path, *words: str) -> str:
    return subprocess.run(["git", *words], cwd=root, text=True, capture_output=True, check=True).stdout


class LastChange:
    """Fills in the theme's "Last updated on" from the days that git gave when the build began."""

    def __init__(self) -> None:
        self.days: dict[str, str] = {}

    def read(self, app: Sphinx) -> None:
        self.days = days_of_change(Path(app.srcdir))

    def show(self, app: Sphinx, pagename: str, templatename: str, context: dict[str, Any], doctree: Any) -> None:
        """Give the template the page's day: that of its text, or of the code that the text shows, if that is newer."""
        if pagename not in app.env.all_docs:
            return
        code = [name for name in app.env.dependencies[pagename] if name.endswith(".py")]
        files = [app.env.doc2path(pagename, base=False), *code]
        context["last_updated"] = max((self.days.get(name, "") for name in files), default="") or None


def setup(app: Sphinx) -> None:
    last = LastChange()
    app.connect("builder-inited", last.read)
    app.connect("html-page-context", last.show)
