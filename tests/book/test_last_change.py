"""When a page last changed: git's day for its file, and nothing where git cannot know."""

import subprocess
from pathlib import Path
from types import SimpleNamespace

import pytest

from cnncourse.sphinxext.last_change import LastChange, days_of_change


@pytest.fixture
def repository(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Two commits: the first with both files, the second, a year later, with another text of one."""
    root = tmp_path / "repository"
    (root / "course/book").mkdir(parents=True)
    for name in ("AUTHOR", "COMMITTER"):
        monkeypatch.setenv(f"GIT_{name}_NAME", "Test")
        monkeypatch.setenv(f"GIT_{name}_EMAIL", "test@example.org")
    git(root, "init", "-q")
    for year, changed in (("2024", ("old page.md", "new.md")), ("2025", ("new.md",))):
        for name in changed:
            (root / "course/book" / name).write_text(year)
        git(root, "add", "-A")
        monkeypatch.setenv("GIT_COMMITTER_DATE", f"{year}-03-05T12:00:00Z")
        git(root, "commit", "-q", "-m", year)
    return root


def git(root: Path, *words: str) -> None:
    subprocess.run(["git", *words], cwd=root, check=True, capture_output=True)


def test_each_file_has_the_day_of_its_last_commit(repository: Path):
    """Names are those below the folder asked for, also where it is not the repository's root."""
    assert days_of_change(repository / "course") == {"book/old page.md": "2024-03-05", "book/new.md": "2025-03-05"}


def test_a_shallow_clone_and_a_folder_without_git_know_nothing(repository: Path, tmp_path: Path):
    """The one commit of a shallow clone would date every file."""
    git(tmp_path, "clone", "-q", "--depth", "1", repository.as_uri(), "shallow")
    (tmp_path / "plain").mkdir()

    assert days_of_change(tmp_path / "shallow") == {}
    assert days_of_change(tmp_path / "plain") == {}


@pytest.mark.parametrize(
    ("page", "code", "shown"),
    [
        ("page", set(), "2024-03-05"),
        ("page", {"cnncourse/conv.py", "exercises/ps.ipynb"}, "2025-01-01"),
        ("new", set(), None),
        ("genindex", set(), "unchanged"),
    ],
)
def test_a_page_shows_its_day_or_that_of_the_code_it_shows(page: str, code: set[str], shown: str | None):
    """The later one counts; a page that is not committed shows none; pages made by Sphinx are left alone."""
    last = LastChange()
    last.days = {"page.md": "2024-03-05", "cnncourse/conv.py": "2025-01-01", "exercises/ps.ipynb": "2025-02-02"}
    env = SimpleNamespace(all_docs={"page", "new"}, dependencies={page: code}, doc2path=lambda name, base: f"{name}.md")
    context = {"last_updated": "unchanged"}

    last.show(SimpleNamespace(env=env), page, "page.html", context, None)

    assert context["last_updated"] == shown
