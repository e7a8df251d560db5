"""From the fork to the student's process: namespaces, mounts, a uid of its own, limits, filter."""

import contextlib
import os
import resource

from cnncourse.grading.box import linux, seccomp
from cnncourse.grading.box.processes import address_space

STUDENT = 1000  # the uid and gid that a submission sees as its own
HOME = "/home/student"
SHARED = "/dev/shm"  # where Linux keeps shared memory


def private_files(size: int, owner: int) -> None:
    """One tmpfs of `size` bytes behind home, /tmp and /dev/shm; /run read-only; a /proc of this process namespace."""
    linux.mount("none", "/", None, linux.MS_REC | linux.MS_PRIVATE, None, "mount namespace")
    flags = linux.MS_NOSUID | linux.MS_NODEV
    together = linux.MS_BIND | linux.MS_REC  # with what is mounted below
    options = f"size={size},nr_inodes=20000,mode=0755,uid={owner},gid={owner}"
    linux.mount("tmpfs", HOME, "tmpfs", flags, options, "private tmpfs")
    for name, target in (("tmp", "/tmp"), ("shm", SHARED)):
        folder = f"{HOME}/.{name}"
        os.mkdir(folder, 0o700)
        os.chown(folder, owner, owner)
        for shown in os.listdir(target):  # a course that is installed below /tmp stays in sight, read-only as it was
            os.mkdir(f"{folder}/{shown}", 0o755)
            linux.mount(f"{target}/{shown}", f"{folder}/{shown}", None, together, None, f"the course below {target}")
        linux.mount(folder, target, None, together, None, f"private {target}")
    linux.mount(
        "none", "/run", None, flags | linux.MS_BIND | linux.MS_REMOUNT | linux.MS_RDONLY, None, "read-only /run"
    )
    flags |= linux.MS_NOEXEC
    linux.mount("proc", "/proc", "proc", flags, None, "proc of the process namespace")


def become_student(ask_for_maps) -> None:
    """A user namespace in which this process is an ordinary user; `ask_for_maps` has the monitor write its maps."""
    with contextlib.suppress(PermissionError):  # an ordinary user's namespace forbids it and has no groups to lose
        os.setgroups([])
    linux.unshare(linux.NEW_USER, "user namespace")
    ask_for_maps()
    with linux.needed("uid of its own"):
        os.setresgid(STUDENT, STUDENT, STUDENT)
        os.setresuid(STUDENT, STUDENT, STUDENT)
    linux.drop_capabilities()
    linux.prctl(linux.PR_SET_DUMPABLE, 1, layer="own /proc entry")


def set_limits(limits: dict, sandboxed: bool) -> None:
    """The kernel's limits on this process and all it starts."""
    total = address_space() + limits["memory"]
    values = {
        "RLIMIT_AS": total,
        "RLIMIT_NPROC": limits["processes"],
        "RLIMIT_NOFILE": limits["open_files"],
        "RLIMIT_FSIZE": limits["disk"],
        "RLIMIT_CORE": 0,
    }
    if not sandboxed:
        del values["RLIMIT_NPROC"]  # without a uid of its own, all that the grader's user has running would count
    for name, value in values.items():
        kind = getattr(resource, name)
        with linux.needed(f"limits ({name})"):
            hard = resource.getrlimit(kind)[1]
            value = value if hard == resource.RLIM_INFINITY else min(value, hard)
            resource.setrlimit(kind, (value, value))


def close_others(keep: set[int]) -> None:
    """Close every descriptor but the standard ones and `keep`."""
    first = 3
    for descriptor in sorted(keep):
        os.closerange(first, descriptor)
        first = descriptor + 1
    os.closerange(first, 65536)


def lock_down(keep: set[int], limits: dict, sandboxed: bool) -> None:
    """The last steps before the student's code: from here on nothing can be gained back. `keep`: open descriptors."""
    close_others(keep)
    set_limits(limits, sandboxed)
    if sandboxed:
        seccomp.install()
