"""Every page and every solution with code is run, cell by cell, by nbval in a fresh kernel."""

import re
import shutil
import subprocess
import sys
from pathlib import Path

import jupytext
import pytest
from sphinx_external_toc.parsing import parse_toc_yaml

ROOT = Path(__file__).parents[2]
CELL_TIMEOUT = 60
MYST = "md:myst"  # said, as jupytext takes a page with ::: for Pandoc's Markdown
LISTED = [ROOT / f"{page}.md" for page in parse_toc_yaml(ROOT / "_toc.yml")]
FORBIDDEN = re.compile(r"^\s*[!%]|get_ipython|os\.system|subprocess|threading", re.MULTILINE)


SOLUTIONS = [text.parent for text in sorted((ROOT / "solutions").glob("*/*.py")) if text.stem == text.parent.name]


def code_of(notebook) -> list[str]:
    """The sources of the code cells."""
    return [cell.source for cell in notebook.cells if cell.cell_type == "code"]


PAGES = [page for page in LISTED if page.is_file() and code_of(jupytext.read(page, fmt=MYST))]


def run_with_nbval(notebook, folder: Path) -> subprocess.CompletedProcess[str]:
    """Run a notebook's cells under nbval, outputs not compared (the build shows them)."""
    place = folder / "page.ipynb"
    jupytext.write(notebook, place)
    command = [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", "--nbval-lax", "--nbval-current-env"]
    command += [f"--nbval-cell-timeout={CELL_TIMEOUT}", "--rootdir", str(folder), str(place)]
    return subprocess.run(command, capture_output=True, text=True, cwd=folder, check=False)


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.stem)
def test_a_page_runs(page: Path, tmp_path: Path):
    """Every code cell of the page passes: as many as the page has."""
    notebook = jupytext.read(page, fmt=MYST)

    ran = run_with_nbval(notebook, tmp_path)

    assert ran.returncode == 0, ran.stdout
    assert f"{len(code_of(notebook))} passed" in ran.stdout


def test_every_page_that_is_listed_exists_and_every_page_is_listed():
    """`_toc.yml` and the folder `book/` name the same pages, so that none escapes the tests."""
    assert sorted(LISTED) == sorted((ROOT / "book").rglob("*.md"))


@pytest.mark.parametrize("folder", SOLUTIONS, ids=lambda folder: folder.name)
def test_a_solution_runs(folder: Path, tmp_path: Path):
    """Every code cell of the solution notebook passes, beside the data files that the exercise brings."""
    from cnncourse.grading.notebook import solution_notebook

    notebook = solution_notebook(folder)
    for file in folder.iterdir():
        if file.is_file() and file.suffix != ".py":
            shutil.copy(file, tmp_path)

    ran = run_with_nbval(notebook, tmp_path)

    assert ran.returncode == 0, ran.stdout
    assert f"{len(code_of(notebook))} passed" in ran.stdout


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.stem)
def test_no_page_leaves_python(page: Path):
    """No shell escape, magic, subprocess or thread: nbval passes `!false` and an exception in a thread."""
    for source in code_of(jupytext.read(page, fmt=MYST)):
        assert not FORBIDDEN.search(source), source


def test_a_failing_cell_is_seen(tmp_path: Path):
    """The run of a notebook with a raising cell fails, and says which error it was."""
    notebook = jupytext.reads("```python\n1 + 1\n```\n\n```python\n1 // 0\n```\n", "md")

    ran = run_with_nbval(notebook, tmp_path)

    assert ran.returncode == 1
    assert "1 failed, 1 passed" in ran.stdout
    assert "ZeroDivisionError" in ran.stdout


@pytest.mark.parametrize("source", ["!false", "%run x.py", "  !ls", "import os; os.system('ls')"])
def test_a_shell_escape_is_seen(source: str):
    """The ways out of Python that the pages must not take are recognized."""
    assert FORBIDDEN.search(source)
