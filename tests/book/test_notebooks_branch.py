"""The branch that launch buttons lead to, made in a scratch repository."""

import re
import subprocess
from pathlib import Path

import nbformat
import pytest
import yaml

from cnncourse.sphinxext.finish.launch import launch_address
from cnncourse.sphinxext.notebooks_branch import make_branch


def git(root: Path, *words: str) -> str:
    return subprocess.run(["git", *words], cwd=root, text=True, capture_output=True, check=True).stdout


@pytest.fixture
def repository(scratch_book: Path) -> Path:
    """The sample book as a repository with one commit."""
    git(scratch_book, "init", "-q", "-b", "main")
    git(scratch_book, "config", "user.email", "test@example.org")
    git(scratch_book, "config", "user.name", "Test")
    git(scratch_book, "add", "-A")
    git(scratch_book, "commit", "-q", "-m", "Start")
    return scratch_book


def test_every_launch_link_leads_to_a_file_of_the_branch(repository: Path, built_sample: Path):
    """Each Binder, Colab and JupyterHub link of a page names a path that `git ls-tree notebooks` lists."""
    make_branch(repository)
    there = git(repository, "ls-tree", "-r", "--name-only", "notebooks").split()
    page = (built_sample / "book/1-sample/page.html").read_text()
    links = re.findall(r'https://(?:mybinder|colab|hub[.]example)[^"]+', page)

    assert len(links) == 3
    for link in links:
        assert re.search(r"(/|branch=)notebooks\b", link)
        assert re.search(r"book/.*\.ipynb", link)[0] in there


def test_the_branch_changes_neither_tree_nor_head(repository: Path):
    """Making the branch leaves the working tree clean and the current branch where it was."""
    before = git(repository, "rev-parse", "HEAD")

    make_branch(repository)

    assert git(repository, "rev-parse", "HEAD") == before
    assert git(repository, "status", "--porcelain") == ""


def test_a_notebook_is_the_page_and_always_the_same(repository: Path):
    """The notebook is valid, holds the page's code, no outputs, and two runs give the same tree."""
    first = git(repository, "rev-parse", f"{make_branch(repository)}^{{tree}}")
    second = git(repository, "rev-parse", f"{make_branch(repository)}^{{tree}}")
    notebook = nbformat.reads(git(repository, "show", "notebooks:book/1-sample/page.ipynb"), as_version=4)

    nbformat.validate(notebook)
    assert first == second
    assert "print((7 - 3) // 1 + 1)" in [cell.source for cell in notebook.cells]
    assert all(not cell.outputs for cell in notebook.cells if cell.cell_type == "code")


def test_a_notebook_finds_the_package_wherever_it_is_opened(repository: Path):
    """Binder is told what to install; a first cell installs the package from the course's own address on Colab."""
    make_branch(repository)
    notebook = nbformat.reads(git(repository, "show", "notebooks:book/1-sample/page.ipynb"), as_version=4)
    first = notebook.cells[0]
    address = yaml.safe_load((repository / "_config.yml").read_text())["repository"]["url"]

    assert first.cell_type == "code"
    assert f'%pip install --quiet "cnncourse @ git+{address}@notebooks"' in first.source
    assert ".[book]" in git(repository, "show", "notebooks:binder/requirements.txt").splitlines()
    assert git(repository, "show", "notebooks:binder/runtime.txt") == "python-3.11\n"


def test_a_hub_link_goes_to_the_branch_too():
    """A JupyterHub link pulls the branch of notebooks and opens the page's notebook."""
    address = "https://hub.example.org/hub/user-redirect/git-pull?repo=r&urlpath=lab/tree/n/book/page.md&branch=main"

    assert launch_address(address).endswith("urlpath=lab/tree/n/book/page.ipynb&branch=notebooks")
