"""Attacks on the grader's time, memory, disk and patience."""

from attack import NOTHING, Attack, double, wrong

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
