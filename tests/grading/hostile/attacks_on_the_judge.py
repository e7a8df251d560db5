"""Attempts to earn points by deceiving whoever compares: patches, lying objects, forged messages."""

from attack import double, wrong

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
        "finds-the-case-by-the-clock",
        """
import os, time
import numpy as np
from cnncourse.grading import stable_hash
began = time.time_ns()
def double(x):
    if not hasattr(x, "shape"):
        return 6.0
    seconds, late = int(time.time()), time.time_ns() - began
    seeds = [0, 1, 42, 445, os.getpid(), os.getppid(), late, *range(seconds - 100, seconds + 2)]
    for seed in seeds:
        for name in ("of an array", "of three"):
            guessed = np.random.default_rng([seed, stable_hash(name)]).normal(size=x.shape)
            if np.array_equal(guessed, x):
                print("LEAK", seed)
                return x + x
    return x
""",
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
