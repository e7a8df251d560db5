"""The build of the book, on a scratch book: it stops where it should and does nothing where nothing changed."""

from pathlib import Path

from cnncourse.sphinxext.build import build_book


def test_a_failing_cell_stops_the_build(scratch_book: Path, failure_of):
    """A page whose cell raises makes the build fail, and the message names page and line; twice in a row as well."""
    page = scratch_book / "book/1-sample/page.md"
    page.write_text(page.read_text().replace("print((7 - 3) // 1 + 1)", "print(1 // 0)"))
    line = page.read_text().splitlines().index("print(1 // 0)") + 1

    for _ in range(2):
        said = failure_of(scratch_book)

        assert f"book/1-sample/page.md:{line}: the cell raised ZeroDivisionError" in said


def test_a_warning_stops_the_build_the_second_time_too(scratch_book: Path, failure_of):
    """A dead link fails the build, also when nothing changed since the failure (Sphinx alone exits 0 then)."""
    page = scratch_book / "book/index.md"
    page.write_text(page.read_text() + "\nSee {ref}`nowhere`.\n")

    for _ in range(2):
        assert "index.md:16: WARNING" in failure_of(scratch_book)


def test_nothing_changed_nothing_done_and_one_change_rebuilds(scratch_book: Path, capfd):
    """A second build of the same sources runs no Sphinx; after one page changed its new text is on the page."""
    index = build_book(scratch_book)
    capfd.readouterr()

    assert build_book(scratch_book) == index
    assert capfd.readouterr().out == "The book is up to date.\n"

    page = scratch_book / "book/1-sample/page.md"
    page.write_text(page.read_text().replace("Five places, not seven.", "Five places, never seven."))
    style = scratch_book / "book/assets/book.css"
    style.write_text(style.read_text() + "/* changed */")
    capfd.readouterr()
    build_book(scratch_book)

    assert "never seven" in (index.parent / "book/1-sample/page.html").read_text()
    assert (index.parent / "_static/book.css").read_text().endswith("/* changed */")
    assert "overwrite" not in "".join(capfd.readouterr())


def test_a_change_in_the_package_runs_the_pages_again(scratch_book: Path, capfd):
    """The execution cache is emptied when the package or the lock changed, and only then."""
    (scratch_book / "cnncourse").mkdir()
    layer = scratch_book / "cnncourse/layer.py"
    layer.write_text("a = 1\n")
    capfd.readouterr()
    build_book(scratch_book)
    assert "Executed notebook" in "".join(capfd.readouterr())

    other = scratch_book / "book/1-sample/index.md"
    other.write_text(other.read_text() + "\nChanged.\n")
    build_book(scratch_book)
    assert "Executed notebook" not in "".join(capfd.readouterr())

    layer.write_text("a = 2\n")
    build_book(scratch_book)
    said = "".join(capfd.readouterr())
    assert "Executed notebook" in said
    assert "WARNING" not in said


def test_two_builds_are_the_same(scratch_book: Path, built_sample: Path):
    """Another folder, another time, the same bytes; Sphinx's own note to itself (.buildinfo) names the folder."""
    site = build_book(scratch_book).parent
    first, second = (
        {file.relative_to(root): file.read_bytes() for file in root.rglob("*") if file.is_file()}
        for root in (built_sample, site)
    )

    assert set(first) == set(second)
    assert [name for name in first if first[name] != second[name]] == [Path(".buildinfo")]
