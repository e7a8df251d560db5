"""Attempts to find the answer somewhere and hand it in."""

from attack import double

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
