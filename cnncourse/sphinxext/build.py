"""Build the book: warnings are errors, pages run once for each state of the package, no change costs nothing."""

import shutil
from pathlib import Path

import yaml

from cnncourse.sphinxext.failed_cell import failed_line
from cnncourse.sphinxext.finish import finish_site
from cnncourse.sphinxext.finish.share_image import draw_share_image
from cnncourse.sphinxext.pdf_offer import withdraw
from cnncourse.sphinxext.state import Stamp, book_state, package_state

BOOK = Path("build/book")
CACHE = Path("build/cache")


class BookError(RuntimeError):
    """The book did not build; what was wrong stands above, by file and line."""


def build_book(root: Path) -> Path:
    """Build the book of the repository `root` into `build/book/html` and return its `index.html`.

    Raises `BookError` when any page warns or fails to run. A second call with nothing changed returns at once.
    """
    root = root.resolve()
    whole = Stamp(root / BOOK / "state.txt")
    state = book_state(root)
    index = root / BOOK / "html" / "index.html"
    if whole.holds(state) and index.is_file():
        print("The book is up to date.")
        return index
    empty_what_is_old(root, whole.is_set)
    whole.clear()
    withdraw(index.parent)
    problems = [*run_sphinx(root), *finish(root, index.parent)]
    if problems:
        raise BookError("the book did not build:\n" + "\n".join(problems))
    whole.set(state)
    return index


def finish(root: Path, site: Path) -> list[str]:
    """Typeset, lighten, repair and check the pages that Sphinx wrote; returns what is wrong, by file and line."""
    print("finishing the pages: mathematics, icons, labels, checks")
    problems = finish_site(root, site)
    title = yaml.safe_load((root / "_config.yml").read_text(encoding="utf-8"))["title"]
    draw_share_image(title, site / "_static/share.png")
    return problems


def empty_what_is_old(root: Path, last_build_whole: bool) -> None:
    """Forget what an earlier build left that this one must not trust.

    The execution cache knows a page's code, not the package's, so a change of the package or the lock empties it.
    Parsed pages go with it, and after a failed build too: their warnings would not be given a second time.
    """
    package = Stamp(root / CACHE / "package.txt")
    state = package_state(root)
    if not package.holds(state):
        shutil.rmtree(root / CACHE / "notebooks", ignore_errors=True)
        last_build_whole = False
        package.set(state)
    if not last_build_whole:
        shutil.rmtree(root / BOOK / "doctrees", ignore_errors=True)
    shutil.rmtree(root / BOOK / "html/_static", ignore_errors=True)  # else Sphinx tells of each file it replaces


def run_sphinx(root: Path) -> list[str]:
    """Run Jupyter Book's Sphinx over the pages of `_toc.yml`; all its warnings count as one problem.

    Raises `BookError` where a page's code fails or Sphinx itself does.
    """
    from jupyter_book.sphinx import build_sphinx

    from cnncourse.sphinxext.kernels import encrypted_kernels

    overrides = {
        "latex_individualpages": False,
        "nitpicky": True,
        "nb_execution_cache_path": str(root / CACHE / "notebooks"),
        "external_toc_path": str(root / "_toc.yml"),
    }
    with encrypted_kernels():
        result = build_sphinx(
            root,
            root / BOOK / "html",
            path_config=root / "_config.yml",
            noconfig=True,
            confoverrides=overrides,
            doctreedir=root / BOOK / "doctrees",
            warningiserror=True,
            keep_going=True,
        )
    if isinstance(result, BaseException):
        raise BookError(f"the book did not build:\n{reason_of(result)}") from result
    return ["Sphinx warned: see above"] if result else []


def reason_of(error: BaseException) -> str:
    """Why Sphinx stopped: for a failing cell `file:line: what it raised`, and its traceback."""
    from myst_nb.core.execute import ExecutionError

    if not isinstance(error, ExecutionError):
        return f"{error}\n{error.__cause__ or ''}".strip()
    page, said = str(error), str(error.__cause__)
    raised = getattr(error.__cause__, "ename", "") or type(error.__cause__).__name__
    return f"{page}:{failed_line(Path(page), said)}: the cell raised {raised}\n{said}"
