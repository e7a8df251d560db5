"""A gradebook in PostgreSQL, by `db_url`, on a real server that the test starts."""

import os
import pwd
import shutil
import subprocess
import tempfile
from pathlib import Path

import pytest
from toy_class import NAME, SECRET, copy_course, grade

from cnncourse.grading.gradebook_rows import different, gradebook_rows
from cnncourse.grading.nbgrader_run import run_nbgrader

BINARIES = Path("/usr/lib/postgresql")


def programs() -> Path:
    """Where Debian keeps the server's programs; not on the path."""
    found = shutil.which("initdb")
    folders = sorted(BINARIES.glob("*/bin")) or ([Path(found).resolve().parent] if found else [])
    if not folders and os.environ.get("CI"):
        pytest.fail("CI must have PostgreSQL: apt install postgresql")
    if not folders:
        pytest.skip("PostgreSQL is not installed")
    return folders[-1]


@pytest.fixture
def server():
    """The URL of a gradebook on a server of our own: a socket in a folder, no port. It refuses to run as root."""
    folder = Path(tempfile.mkdtemp(prefix="pg-"))  # pytest's own folders are closed to the server's user
    user = "postgres" if os.getuid() == 0 else pwd.getpwuid(os.getuid()).pw_name
    if os.getuid() == 0:
        shutil.chown(folder, user)
    as_user = {"user": user, "cwd": folder, "check": True, "stdout": subprocess.DEVNULL}
    if os.getuid() != 0:
        del as_user["user"]
    data, place = folder / "data", programs()
    subprocess.run([place / "initdb", "-D", data, "-A", "trust", "-U", "grader", "-E", "UTF8"], **as_user)
    options = f"-k {folder} -c listen_addresses='' -c fsync=off"
    subprocess.run([place / "pg_ctl", "-D", data, "-w", "-l", folder / "log", "-o", options, "start"], **as_user)
    try:
        subprocess.run([place / "createdb", "-h", folder, "-U", "grader", "gradebook"], **as_user)
        yield f"postgresql+psycopg://grader@/gradebook?host={folder}"
    finally:
        subprocess.run([place / "pg_ctl", "-D", data, "-m", "immediate", "stop"], **as_user)
        shutil.rmtree(folder)


def test_the_same_rows_in_postgresql(course, tmp_path, server):
    """Graded into PostgreSQL and into SQLite, the rows are the same."""
    large = copy_course(course, tmp_path / "large")
    config = large / "nbgrader_config.py"
    config.write_text(f"{config.read_text()}c.CourseDirectory.db_url = {server!r}\n")
    run_nbgrader(large, "generate_assignment", NAME, "--force", environment={"CNNCOURSE_SECRET": SECRET})
    assert grade(large).returncode == 0
    assert grade(course).returncode == 0
    rows = gradebook_rows(f"sqlite:///{course / 'gradebook.db'}", NAME)
    assert different(rows, gradebook_rows(server, NAME)) == []
    assert len(rows) == 5 * (2 + 3 + 3)
    assert not (large / "gradebook.db-journal").exists()
