"""The branch `notebooks`, where the launch buttons lead: each page of the book with code, as a notebook.

    python -m cnncourse.sphinxext.notebooks_branch    # makes or renews the branch in this clone; push it yourself

The branch holds the tree of the commit it is made from, beside each page `book/….md` its notebook `book/….ipynb`, and
what Binder has to install. Elsewhere the notebook's first cell installs the package. The working tree and the current
branch are not touched.
"""

import os
import subprocess
import tempfile
from pathlib import Path

import jupytext
import nbformat
import yaml
from sphinx_external_toc.parsing import parse_toc_yaml

from cnncourse.sphinxext.finish.notebooks import name_cells
from cnncourse.sphinxext.plain import make_plain
from cnncourse.sphinxext.plain.published import Book, read_book

BRANCH = "notebooks"
MYST = "md:myst"  # without it a page with a ::: fence is taken for Pandoc's Markdown
BINDER = {  # where repo2docker looks; the package alone would bring NumPy only
    "binder/runtime.txt": "python-3.11\n",
    "binder/requirements.txt": "--extra-index-url https://download.pytorch.org/whl/cpu\n.[book]\n",
}
INSTALL = """\
# Colab has PyTorch and matplotlib, and not yet this course. Elsewhere this cell does nothing.
from importlib.util import find_spec

if find_spec("cnncourse") is None:
    %pip install --quiet "cnncourse @ git+{repository}@{branch}"
"""


def page_as_notebook(page: Path, repository: str, book: Book) -> str:
    """The page as notebook text, the same at each call: plain Markdown, no outputs, cell ids from place and text.

    Its first cell installs the package from `repository`, an address, where the package is missing.
    """
    notebook = jupytext.read(page, fmt=MYST)
    notebook.metadata.pop("jupytext", None)
    make_plain(notebook, page, book)
    install = INSTALL.format(repository=repository, branch=BRANCH).rstrip()
    notebook.cells.insert(0, nbformat.v4.new_code_cell(install))
    name_cells(notebook)
    for cell in notebook.cells:
        cell.metadata.pop("lines_to_next_cell", None)
    return nbformat.writes(notebook) + "\n"


def pages_with_code(root: Path) -> list[Path]:
    """The pages of `_toc.yml` that name a kernel."""
    pages = [root / f"{name}.md" for name in parse_toc_yaml(root / "_toc.yml")]
    return [page for page in pages if "kernelspec" in jupytext.read(page, fmt=MYST).metadata]


def make_branch(root: Path) -> str:
    """Point the branch at a new commit: the tree of HEAD with the notebooks; returns the commit's hash.

    Raises `subprocess.CalledProcessError` where git refuses, `ValueError` for a page that is no plain notebook.
    """
    config = yaml.safe_load((root / "_config.yml").read_text(encoding="utf-8"))
    book = read_book(root)
    added = dict(BINDER)
    for page in pages_with_code(root):
        place = page.relative_to(root).with_suffix(".ipynb").as_posix()
        added[place] = page_as_notebook(page, config["repository"]["url"], book)
    with tempfile.TemporaryDirectory() as folder:
        index = {"GIT_INDEX_FILE": str(Path(folder) / "index")}
        _git(root, "read-tree", "HEAD", env=index)
        for place, text in added.items():
            blob = _git(root, "hash-object", "-w", "--stdin", given=text)
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
