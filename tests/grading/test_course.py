"""What a course folder gets before any nbgrader command."""

import os
import stat
import subprocess
import sys

from cnncourse.grading.course import SECRET_FILE, course_secret, prepare_course, write_stale_notebooks


def test_nbgraders_configuration_needs_no_book_tools():
    """Whoever installs `cnncourse[grade]` has no Sphinx and no matplotlib; torch waits until it is needed."""
    code = (
        "import sys, cnncourse.grading.course, cnncourse.grading.sample_class, cnncourse.grading.report;"
        "print({name.split('.')[0] for name in sys.modules} & {'sphinx', 'jupyter_book', 'matplotlib', 'torch'})"
    )
    run = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert run.stdout.strip() == "set()"


def test_the_secret_is_made_once_for_its_owner_alone(tmp_path):
    """64 hexadecimal digits, readable by nobody else, the same at every later call: a regrade has the same seeds."""
    secret = course_secret(tmp_path)
    assert len(secret) == 64
    assert stat.S_IMODE((tmp_path / SECRET_FILE).stat().st_mode) == 0o600
    assert course_secret(tmp_path) == secret
    other = tmp_path / "other"
    other.mkdir()
    assert course_secret(other) != secret


def test_a_fresh_course_folder_has_what_nbgrader_looks_for(scratch, monkeypatch):
    """The secret in the environment, the solution notebook in nbgrader's source, what was handed in taken in."""
    monkeypatch.delenv("CNNCOURSE_SECRET", raising=False)
    (scratch / "submitted" / "ada" / "ps0").mkdir(parents=True)
    prepare_course(scratch)
    assert os.environ.pop("CNNCOURSE_SECRET") == course_secret(scratch)
    assert (scratch / "solutions" / "ps0" / "ps0.ipynb").is_file()
    assert (scratch / "submitted" / "ada" / "ps0" / "ps0.ipynb").is_file()


def test_notebooks_are_written_again_only_after_a_change(scratch):
    """A changed text or case makes a new notebook, a deleted notebook comes back, nothing else writes one."""
    write_stale_notebooks(scratch)
    path = scratch / "solutions" / "ps0" / "ps0.ipynb"
    path.write_text("mine", encoding="utf-8")
    write_stale_notebooks(scratch)
    assert path.read_text(encoding="utf-8") == "mine"
    text = path.with_suffix(".py")
    text.write_text(text.read_text(encoding="utf-8").replace("Twice x", "Two times x"), encoding="utf-8")
    write_stale_notebooks(scratch)
    assert "Two times x" in path.read_text(encoding="utf-8")
    path.unlink()
    write_stale_notebooks(scratch)
    assert path.is_file()
