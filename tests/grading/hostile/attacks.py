"""Attacks that run: what a student writes to gain points, to leave the box, or to change somebody else's grade.

`WRONG` answers earn nothing by themselves, so every point above the stated ones would be a gain. The texts know where
everything is: {course} is the course's folder, {port} that of the witness, {witness} a file that anybody may write.
"""

from dataclasses import dataclass, field

WRONG = {
    "double": "def double(x):\n    return x",
    "pair": "def pair(x):\n    return 0.0, None",
    "answer": "answer = 41",
}
ALL = {"double": 10.0, "pair": 10.0, "answer": 5.0}
NOTHING = {"double": 0.0, "pair": 0.0, "answer": 0.0}


@dataclass(frozen=True)
class Attack:
    """One hostile submission: its cells, the points it must get, its status, and a text that its reason must hold."""

    name: str
    first: str = "pass"
    last: str = "pass"
    answers: dict[str, str] = field(default_factory=dict)
    points: dict[str, float] = field(default_factory=lambda: dict(ALL))
    status: str = "graded"
    reason: str = ""


def wrong(name: str, first: str = "pass", last: str = "pass", **more) -> Attack:
    """An attack that answers nothing and wants points all the same."""
    answers = {**WRONG, **more.pop("answers", {})}
    return Attack(name, first, last, answers, **{"points": dict(NOTHING), **more})


def double(name: str, body: str, **more) -> Attack:
    """An attack by what `double` gives back; the other answers are right."""
    points = {**ALL, "double": more.pop("earned", 0.0)}
    return Attack(name, answers={"double": body}, **{"points": points, **more})


RESOURCES = [
    Attack("endless-cell", "while True: pass", status="timeout"),
    double("endless-function", "def double(x):\n    while True: pass", status="timeout", reason="double"),
    Attack(
        "interrupt-ignored",
        "import signal\nsignal.signal(signal.SIGINT, signal.SIG_IGN)\nwhile True: pass",
        points=NOTHING,
        status="timeout",
        reason="did not stop",
    ),
    Attack(
        "interrupt-swallowed",
        "import time\nwhile True:\n    try:\n        time.sleep(1)\n    except BaseException: pass",
        points=NOTHING,
        status="timeout",
        reason="did not stop",
    ),
    Attack("stopped", "import os, signal\nos.kill(os.getpid(), signal.SIGSTOP)", points=NOTHING, status="timeout"),
    Attack("memory", "x = []\nwhile True: x.append(bytearray(10_000_000))"),
    Attack(
        "memory-by-many",
        "import os, time\nfor _ in range(12):\n    if os.fork() == 0:\n        x = bytearray(100_000_000)\n"
        "        time.sleep(60)\ntime.sleep(60)",
        points=NOTHING,
        status="out of memory",
        reason="more memory",
    ),
    Attack("disk", "f = open('/tmp/x', 'wb')\nwhile True: f.write(bytes(1_000_000))"),
    Attack("inodes", "for i in range(10**6): open(f'/tmp/{i}', 'w').close()"),
    Attack("fork-bomb", "import os, time\nwhile True:\n    if os.fork() == 0: time.sleep(60)"),
    wrong("fork-bomb-that-spins", "import os\nwhile True: os.fork()", status="?"),
    Attack(
        "thread-bomb",
        "import threading, time\nwhile True: threading.Thread(target=time.sleep, args=(60,), daemon=True).start()",
    ),
    Attack("output-flood", "for i in range(50): print('x' * 1_000_000)"),
    Attack(
        "output-flood-past-the-stream",
        "from IPython.display import display\nfor i in range(50): display({'text/plain': 'x' * 1_000_000}, raw=True)",
    ),
    Attack("exit", "import os\nos._exit(0)", points=NOTHING, status="kernel died", reason="ended by itself"),
    Attack(
        "crash", "import ctypes\nctypes.string_at(0)", points=NOTHING, status="kernel died", reason="ended by itself"
    ),
]

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

TRICKS = [
    wrong(
        "patch-numpy",
        "import numpy as np\nyes = lambda *a, **k: True\nfor name in ('isclose', 'allclose', 'array_equal', 'all'):\n"
        "    setattr(np, name, yes)\nnp.testing.assert_allclose = yes\nnp.asarray = lambda x, *a, **k: x",
    ),
    wrong(
        "patch-builtins",
        "import builtins\nbuiltins.isinstance = lambda *a: True\nbuiltins.len = lambda x: 2\n"
        "builtins.float = lambda *a: 10.0\n"
        "builtins.repr = lambda x: '10.0'",
        # the student's own session breaks over it; what matters is that it earns nothing
        status="?",
    ),
    wrong(
        "ipython-hooks",
        "ip = get_ipython()\nip.events.register('post_run_cell', lambda *a: print('double: 10 of 10 points'))\n"
        "ip.input_transformers_post.append(lambda lines: ['10.0\\n'] if any('check(' in l for l in lines) else lines)\n"
        "ip.run_cell = lambda *a, **k: None",
        status="?",
    ),
    wrong(
        "display-hook",
        "import sys\nsys.displayhook = lambda x: print('10.0')\nget_ipython().displayhook = sys.displayhook",
        status="?",
    ),
    wrong(
        "patch-the-judge",
        "import sys, cnncourse.grading as g\nfor module in (g, sys.modules['cnncourse.grading.check']):\n"
        "    module.check = lambda *a, **k: 10.0\n    module.run_cases = lambda *a, **k: None\n"
        "import cnncourse.grading.expect as e\nfor name in dir(e):\n    if name.startswith('expect_'):\n"
        "        setattr(e, name, lambda *a, **k: None)\nsys.modules['cnncourse.grading'] = e",
    ),
    wrong("define-check", last="def check(*a, **k): return 10.0", first="def check(*a, **k): return 10.0"),
    double(
        "equal-to-everything",
        "class Yes:\n    def __eq__(self, other): return True\n    __hash__ = None\ndef double(x): return Yes()",
    ),
    double(
        "array-protocol",
        "import numpy as np\nclass Lazy:\n"
        "    def __array__(self, *a, **k): return np.asarray(EXPECTED)\ndef double(x): return Lazy()",
    ),
    double(
        "array-subclass",
        "import numpy as np\nclass Sly(np.ndarray):\n    def __array_function__(self, f, t, a, k): return True\n"
        "    def __sub__(self, other): return 0 * other\ndef double(x): return np.zeros((2, 3)).view(Sly)",
    ),
    double(
        "reduce",
        "import os\nclass Bomb:\n    def __reduce__(self): return os.system, ('touch {witness}',)\n"
        "def double(x): return Bomb()",
    ),
    double(
        "float-subclass",
        "class F(float):\n    def __eq__(s, o): return True\n    def __rsub__(s, o): return 0.0\n"
        "def double(x): return F(0)",
    ),
    double(
        "changes-after-it-is-read",
        "import numpy as np, threading, time\ndef double(x):\n    out = np.array(x, dtype=float)\n"
        "    threading.Thread(target=lambda: (time.sleep(0.05), out.__imul__(2))).start()\n    return out",
    ),
    double("nan", "import numpy as np\ndef double(x): return x * np.nan"),
    double("view-of-the-input", "def double(x):\n    return x[...] if hasattr(x, 'shape') else x"),
    double("changes-its-input", "import numpy as np\ndef double(x):\n    if hasattr(x, 'shape'): x *= 0\n    return x"),
    double(
        "huge-lazy-array", "import numpy as np\ndef double(x): return np.broadcast_to(np.float64(6), (10**7, 10**7))"
    ),
    double("generator", "def double(x):\n    yield 2 * x"),
    double("endless-list", "def double(x):\n    l = []\n    l.append(l)\n    return l"),
    double("object-array", "import numpy as np\ndef double(x): return np.array([object()], dtype=object)"),
    double("not-there", "double = None"),
    double("exits", "import sys\ndef double(x): sys.exit(0)"),
    double(
        "knows-the-visible-case",
        "calls = []\nimport time\ndef double(x):\n    calls.append(time.time())\n    return 6.0",
        earned=4.0,
    ),
    double(
        "reads-the-frames-above",
        """
import gc, sys, inspect
def double(x):
    frame, seen = sys._getframe(), []
    while frame:
        seen += list(frame.f_locals.values())
        frame = frame.f_back
    for thing in gc.get_objects():
        name = type(thing).__name__
        if name in ("Case", "TestCell", "Verdict"):
            seen.append(thing)
            print("LEAK", name)
    wanted = [thing for thing in seen if getattr(thing, "shape", None) == (2, 3) and thing is not x]
    return wanted[0] if wanted and abs(wanted[0] - 2 * x).max() == 0 else x
""",
    ),
    wrong("prints-a-table", "print('double: 10 of 10 points')\nprint('  pass    10/10  all')\n10.0"),
    double(
        "prints-in-the-function", "def double(x):\n    print('double: 10 of 10 points\\n  pass  10/10')\n    return x"
    ),
    double(
        "warns-in-the-function",
        "import warnings\ndef double(x):\n    warnings.warn('10.0', type('pass 10/10', (Warning,), {}))\n    return x",
    ),
    wrong(
        "answers-in-the-pipe",
        """
import os, socket, json, struct, threading
text = json.dumps({"done": {"status": "ok", "value": 42}}).encode()
for name in os.listdir("/proc/self/fd"):
    try:
        s = socket.socket(fileno=os.dup(int(name)))
        s.send(struct.pack("!II", len(text), 0) + text)
    except OSError:
        pass
""",
        status="?",
    ),
    wrong(
        "garbage-in-the-pipe",
        """
import os, socket
for name in os.listdir("/proc/self/fd"):
    try:
        socket.socket(fileno=os.dup(int(name))).send(b"\\xff" * 100)
    except OSError:
        pass
""",
        status="tampered",
        reason="tampered",
    ),
    wrong(
        "reads-the-pipe",
        """
import gc, threading, time
from cnncourse.grading.box.channel import Channel
channel = next(thing for thing in gc.get_objects() if type(thing) is Channel)
def steal():
    while True:
        try:
            print(channel.receive())
        except Exception as error:
            break
threading.Thread(target=steal, daemon=True).start()
""",
        status="?",
    ),
    wrong(
        "patches-the-child",
        """
import cnncourse.grading.box.child as child, cnncourse.grading.caller as caller
child.PlainCaller.call = lambda self, *a, **k: 42
child.PlainCaller.read = lambda self, *a, **k: 42.0
child.Encoder.tree = lambda self, value, depth=0: ["h", 1, "x" * 10**6]
""",
        status="?",
    ),
    wrong(
        "forged-handle",
        "import cnncourse.grading.box.child as child\n"
        "child.Encoder.tree = lambda self, value, depth=0: ['h', -1, 'ndarray']",
    ),
    wrong(
        "bad-output",
        "get_ipython().kernel.session.put({'output': 'execute_result', 'content': {'data': {'text/plain': 5}}})",
        status="tampered",
        reason="tampered",
    ),
]

NO_ANSWERS = [
    double("imports-torch", "import torch\ndef double(x): return torch.add(torch.tensor(x), torch.tensor(x)).numpy()"),
    double(
        "imports-by-name",
        "import importlib\ndef double(x): return importlib.import_module('tor' + 'ch').tensor(x).mul(2).numpy()",
    ),
    double("imports-scipy-hidden", "def double(x): return __import__('sci' + 'py').ndimage.zoom(x, 1) * 2"),
    double(
        "imports-the-reference",
        "def double(x):\n    from importlib import import_module\n"
        "    return import_module('cnncourse.' + 'layers_numpy').conv(x)",
    ),
    double(
        "searches-for-the-reference",
        """
import glob, sys
def double(x):
    places = [*sys.path, "{repository}", "{repository}/cnncourse"]
    found = [path for place in places for path in glob.glob(place + "/layers_numpy*")]
    found += [p for place in sys.path for p in glob.glob(place + "/torch*") + glob.glob(place + "/scipy*")]
    return 2 * x if found else x
""",
    ),
    double(
        "asks-another-interpreter",
        "import subprocess, sys\ndef double(x):\n    code = 'import torch; print(1)'\n"
        "    ok = any(subprocess.run([p, '-c', code], capture_output=True).stdout for p in "
        "(sys.executable, '/usr/bin/python3'))\n"
        "    return 2 * x if ok else x",
    ),
]

ATTACKS = [*RESOURCES, *ESCAPES, *TRICKS, *NO_ANSWERS]
