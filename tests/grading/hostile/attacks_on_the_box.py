"""Attempts to leave the box: to read, write, connect or signal where a submission has no business."""

from attack import Attack

ESCAPES = [
    Attack(
        "kill-the-parents",
        "import os, signal\nfor pid in (1, os.getppid()):\n    try:\n        os.kill(pid, signal.SIGKILL)\n"
        "    except OSError as error:\n        print(error)",
    ),
    Attack("kill-everybody", "import os, signal\nos.kill(-1, signal.SIGKILL)"),
    Attack(
        "read-everything",
        """
import os
secrets = []
places = ["{course}/gradebook.db", "{course}/solutions/toy/toy.py", "{course}/solutions/toy/cases/double.py",
          "{course}/.cnncourse-secret", "{course}/submitted/neighbor/toy/toy.ipynb", "/etc/shadow", "/etc/passwd-",
          "/proc/2/root/etc/shadow", "/proc/1/root/etc/shadow", "/proc/self/root/../etc/shadow", "/root/.bash_history"]
for place in places:
    try:
        secrets.append(open(place, "rb").read())
    except OSError:
        pass
for base, folders, names in os.walk("/"):
    folders[:] = [name for name in folders if name not in ("proc", "sys", "usr", "lib")]
    secrets += [name for name in names if name in ("gradebook.db", "toy.ipynb", "double.py", ".cnncourse-secret")]
assert not any(b"SECRET" in text for text in secrets if isinstance(text, bytes))
print("LEAK" if secrets and any(secrets) else "nothing to read", *secrets)
""",
    ),
    Attack(
        "write-anywhere",
        """
import os
for place in ("{witness}", "{course}/gradebook.db", "{course}/submitted/neighbor/toy/toy.ipynb", "/etc/x", "/x",
              "/usr/bin/x", "/run/x", "/dev/x", "/var/x", "/root/x", "/home/x", "/proc/sys/kernel/core_pattern"):
    for mode in ("a", "w"):
        try:
            with open(place, mode) as file:
                file.write("I was here")
            print("LEAK", place)
        except OSError:
            pass
""",
    ),
    Attack(
        "sockets",
        """
import socket
def attempt(what, *arguments):
    try:
        what(*arguments)
        print("LEAK", arguments)
    except OSError:
        pass
for family, address in ((socket.AF_INET, ("127.0.0.1", {port})), (socket.AF_INET6, ("::1", {port}))):
    for kind in (socket.SOCK_STREAM, socket.SOCK_DGRAM, socket.SOCK_RAW):
        def connect():
            s = socket.socket(family, kind)
            s.settimeout(2)
            s.connect(address)
            s.send(b"I was here")
        attempt(connect)
attempt(lambda: socket.socket(socket.AF_UNIX).connect("\\0witness-{port}"))
attempt(lambda: socket.socket(socket.AF_NETLINK, socket.SOCK_RAW))
import subprocess
subprocess.run(["bash", "-c", "echo hi > /dev/tcp/127.0.0.1/{port}"], stderr=subprocess.DEVNULL)
""",
    ),
    Attack(
        "ptrace-and-namespaces",
        """
import ctypes, os
libc = ctypes.CDLL(None, use_errno=True)
tried = dict(
    ptrace=libc.ptrace(16, 1, 0, 0), attach=libc.ptrace(16, os.getppid(), 0, 0), user=libc.unshare(0x10000000),
    mounts=libc.unshare(0x20000), mount=libc.mount(b"tmpfs", b"/tmp", b"tmpfs", 0, 0), umount=libc.umount2(b"/tmp", 2),
    chroot=libc.chroot(b"/tmp"), keys=libc.syscall(250, 0, 0), bpf=libc.syscall(321, 0, 0, 0),
    ring=libc.syscall(425, 1, 0), memory=libc.memfd_create(b"x", 0), shared=libc.shmget(0, 1 << 30, 0o1600),
    x32=libc.syscall(0x40000000 + 39), root=libc.setresuid(0, 0, 0), clone=libc.syscall(56, 0x10000000 | 17, 0, 0,
    0, 0),
)
print("LEAK" if any(value >= 0 for value in tried.values()) else "refused", tried)
""",
    ),
    Attack(
        "outlive-the-grader",
        """
import os, time
if os.fork() == 0:
    os.setsid()
    if os.fork() == 0:
        while True:
            try:
                open("{witness}", "a").write("I was here")
            except OSError:
                pass
            time.sleep(0.2)
    os._exit(0)
""",
    ),
    Attack(
        "environment",
        "import os\nprint('LEAK' if any('CNNCOURSE' in name for name in os.environ) else 'clean')\n"
        "os.environ['CNNCOURSE_SECRET'] = 'mine'\nos.environ['NBGRADER_EXECUTION'] = 'validate'",
    ),
    Attack(
        "links",
        "import os\nfor name in ('toy.ipynb', 'x'):\n    os.symlink('/etc/shadow', name)\nos.chmod('.', 0)",
    ),
    Attack(
        "set-uid", "import os, shutil\nshutil.copy('/bin/sh', 'sh')\nos.chmod('sh', 0o6755)\nos.system('./sh -p -c id')"
    ),
]
