"""A kernel that forbids something: a `bwrap` for the path, which puts a filter between bubblewrap and the warm process.

bubblewrap itself is not hindered, so what fails are the layers that are built later, around each submission.
"""

import platform
import shutil
import sys
from pathlib import Path

import pytest

CALLS = {"capset": 126, "mount": 165, "prctl": 157, "prlimit64": 302, "setresuid": 117, "unshare": 272}  # on x86_64
EPERM = 1
WRAPPER = """\
#!{python} -IS
import os, sys
words = sys.argv[1:]
place = words.index("--chdir") + 2
launch = [{python!r}, "-IS", "-c", {launcher!r}, *{rule!r}]
os.execv({bwrap!r}, [{bwrap!r}, *words[:place], *launch, *words[place:]])
"""
LAUNCHER = """\
import ctypes, os, struct, sys
number, argument, value, answer = map(int, sys.argv[1:5])
load, equal, give, error, allow = 0x20, 0x15, 0x06, 0x00050000, 0x7FFF0000
where = 0 if argument < 0 else 16 + 8 * argument
steps = [(load, 0, 0, 0), (equal, 0, 3, number), (load, 0, 0, where), (equal, 0, 1, value)]
steps += [(give, 0, 0, error | answer), (give, 0, 0, allow)]
code = b"".join(struct.pack("HBBI", *step) for step in steps)
held = ctypes.create_string_buffer(code, len(code))
program = ctypes.create_string_buffer(struct.pack("HxxxxxxP", len(steps), ctypes.addressof(held)))
assert ctypes.CDLL(None).prctl(22, ctypes.c_ulong(2), ctypes.byref(program), 0, 0) == 0
os.execv(sys.argv[5], sys.argv[5:])
"""


def forbid(folder: Path, call: str, argument: int = -1, value: int = 0, answer: int = EPERM) -> dict[str, str]:
    """The environment in which boxes are built under a kernel that refuses `call` (where its argument has this value).

    answer: what the kernel says, 0 for a call that does nothing and says it did.
    """
    bwrap = shutil.which("bwrap")
    if platform.machine() != "x86_64" or bwrap is None:
        pytest.skip("needs bubblewrap, and a machine whose system calls have these numbers")
    number = CALLS[call]
    rule = [str(word) for word in (number, argument, number if argument < 0 else value, answer)]
    folder.mkdir(exist_ok=True)
    script = folder / "bwrap"
    script.write_text(WRAPPER.format(python=sys.executable, launcher=LAUNCHER, rule=rule, bwrap=bwrap))
    script.chmod(0o755)
    return {"PATH": f"{folder}:/usr/local/bin:/usr/bin:/bin"}
