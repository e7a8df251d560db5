"""The branch `notebooks`, where the launch buttons lead: each page of the book with code, as a notebook.

    python -m cnncourse.sphinxext.notebooks_branch    # makes or renews the branch in this clone; push it yourself

The branch holds the tree of the commit it is made from, and beside each page `book/….md` its notebook `book/….ipynb`,
so that Binder installs what the page needs. The working tree and the current branch are not touched.
"""

import os
import subprocess
import tempfile
from pathlib import Path

import jupytext
import nbformat
from sphinx_external_toc.parsing import parse_toc_yaml

from cnncourse.sphinxext.finish.notebooks import name_cells

BRANCH = "notebooks"


def page_as_notebook(page: Path) -> str:
    """The page as notebook text: no outputs, cell ids made from place and text, so that it is always the same."""
    notebook = jupytext.read(page)
    notebook.metadata.pop("jupytext", None)
    name_cells(notebook)
    for cell in notebook.cells:
        cell.metadata.pop("lines_to_next_cell", None)
    return nbformat.writes(notebook) + "\n"


def pages_with_code(root: Path) -> list[Path]:
    """The pages of `_toc.yml` that name a kernel."""
    pages = [root / f"{name}.md" for name in parse_toc_yaml(root / "_toc.yml")]
    return [page for page in pages if "kernelspec" in jupytext.read(page).metadata]


def make_branch(root: Path) -> str:
    """Point the branch at a new commit: the tree of HEAD with the notebooks; returns the commit's hash.

    Raises `subprocess.CalledProcessError` where git refuses.
    """
    with tempfile.TemporaryDirectory() as folder:
        index = {"GIT_INDEX_FILE": str(Path(folder) / "index")}
        _git(root, "read-tree", "HEAD", env=index)
        for page in pages_with_code(root):
            blob = _git(root, "hash-object", "-w", "--stdin", given=page_as_notebook(page))
            place = page.relative_to(root).with_suffix(".ipynb").as_posix()
            _git(root, "update-index", "--add", "--cacheinfo", f"100644,{blob},{place}", env=index)
        tree = _git(root, "write-tree", env=index)
    head = _git(root, "rev-parse", "HEAD")
    commit = _git(root, "commit-tree", tree, "-p", head, "-m", f"Notebooks of {head[:12]}")
    _git(root, "branch", "--force", BRANCH, commit)
    return commit


def _git(root: Path, *words: str, given: str | None = None, env: dict[str, str] | None = None) -> str:
    """Run git in `root` and return what it prints."""
    run = subprocess.run(
        ["git", *words], cwd=root, input=given, env={**os.environ, **(env or {})}, text=True, capture_output=True
    )
    if run.returncode:
        raise subprocess.CalledProcessError(run.returncode, run.args, run.stdout, run.stderr)
    return run.stdout.strip()


if __name__ == "__main__":
    print(f"{BRANCH}: {make_branch(Path.cwd())}")
