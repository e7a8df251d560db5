"""The bubblewrap command line: which files the box shows, and to which process they belong."""

import os
import shutil
import sys
from pathlib import Path

from cnncourse.grading.box.inside import HOME, SHARED
from cnncourse.grading.box.linux import LayerMissing
from cnncourse.grading.box.packages import Profile, course_folder, course_paths, site_entries, standard_library_sites

SYSTEM = ("/bin", "/lib", "/lib32", "/lib64", "/sbin", "/usr")
ETC = ("ld.so.cache", "ld.so.conf", "ld.so.conf.d", "alternatives", "fonts", "localtime", "mime.types")
PASSWD = "root:x:0:0::/:/bin/false\nstudent:x:1000:1000::/home/student:/bin/sh\n"
INSTALL = "install the package bubblewrap (Debian, Ubuntu: apt install bubblewrap)"


def find() -> str:
    """Where bubblewrap is; `LayerMissing` where it is not."""
    path = shutil.which("bwrap")
    if path is None:
        raise LayerMissing(f"bubblewrap: no program bwrap on the path; {INSTALL}")
    return path


def environment() -> dict[str, str]:
    """The environment of the box. One thread, because a fork carries no other threads along."""
    one = dict.fromkeys(("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS", "NUMEXPR_NUM_THREADS"), "1")
    return one | {
        "PATH": "/usr/local/bin:/usr/bin:/bin",
        "HOME": HOME,
        "USER": "student",
        "LANG": "C.UTF-8",
        "IPYTHONDIR": "/run/ipython",
        "MPLCONFIGDIR": "/run/matplotlib",
        "PYTHONDONTWRITEBYTECODE": "1",
        "PYTHONPATH": str(course_folder().parent),  # however the course is installed; the box shows its files there
        "NBGRADER_EXECUTION": "autograde",
    }


def _parents(path: Path) -> list[str]:
    """The folders above a path, as bubblewrap options: open to all, where bubblewrap would copy the outer rights."""
    return [word for folder in reversed(path.parents[:-1]) for word in ("--perms", "0755", "--dir", str(folder))]


def _bind(path: Path) -> list[str]:
    return [*_parents(path), "--ro-bind", str(path), str(path)]


def _interpreter() -> list[str]:
    """The interpreter, its standard library with no installed packages in it, and the virtual environment's frame."""
    base = Path(sys.base_prefix).resolve()
    words = [] if base == Path("/usr") else _bind(base)
    for site in standard_library_sites():
        words += ["--perms", "0755", "--tmpfs", str(site)]
    if sys.prefix != sys.base_prefix:
        home = Path(sys.prefix)
        for path in sorted([home / "pyvenv.cfg", *(home / "bin").glob("python*")]):
            if path.is_symlink():
                words += [*_parents(path), "--symlink", os.readlink(path), str(path)]
            elif path.exists():
                words += _bind(path)
    return words


def _system() -> list[str]:
    words = []
    for name in SYSTEM:
        path = Path(name)
        if path.is_symlink():
            words += ["--symlink", os.readlink(path), name]
        elif path.is_dir():
            words += ["--ro-bind", name, name]
    for name in ETC:
        words += ["--ro-bind-try", f"/etc/{name}", f"/etc/{name}"]
    return words


def _identity(root: bool) -> list[str]:
    """Root keeps what it needs to make namespaces and give them uids; a user gets a namespace where it is root."""
    if not root:
        return ["--unshare-user", "--uid", "0", "--gid", "0", "--cap-add", "ALL"]
    needed = ("CAP_SYS_ADMIN", "CAP_SETUID", "CAP_SETGID", "CAP_KILL", "CAP_CHOWN", "CAP_DAC_OVERRIDE", "CAP_SETPCAP")
    return ["--cap-drop", "ALL", *(word for name in needed for word in ("--cap-add", name))]


def command(profile: Profile, descriptor: int, passwd: int) -> list[str]:
    """The whole command. `descriptor` is the socket to the supervisor, `passwd` one from which to read /etc/passwd."""
    words = [find(), *_identity(os.getuid() == 0)]
    words += ["--unshare-pid", "--unshare-net", "--unshare-ipc", "--unshare-uts", "--hostname", "box"]
    words += ["--proc", "/proc", "--dev", "/dev", *_system(), "--perms", "0444", "--file", str(passwd), "/etc/passwd"]
    words += ["--tmpfs", "/run", "--tmpfs", "/tmp"]  # the warm process's own; a submission sees neither as writable
    for folder in (SHARED, HOME, "/run/ipython", "/run/matplotlib"):
        words += [*_parents(Path(folder)), "--perms", "0755", "--dir", folder]
    words += _interpreter()
    for path in [*site_entries(profile.distributions), *course_paths(profile.course_modules)]:
        words += _bind(path)
    words += ["--remount-ro", "/dev", "--remount-ro", "/", "--clearenv"]
    for name, value in environment().items():
        words += ["--setenv", name, value]
    words += ["--chdir", "/"]
    return [*words, *python(descriptor)]


def python(descriptor: int) -> list[str]:
    """The warm process's own command line."""
    return [sys.executable, "-P", "-s", "-m", "cnncourse.grading.box.zygote", str(descriptor)]
