"""The few system calls that the box needs and Python 3.11 has no name for."""

import contextlib
import ctypes
import errno
import os
from collections.abc import Iterator

NEW_NS, NEW_UTS, NEW_IPC = 0x00020000, 0x04000000, 0x08000000
NEW_USER, NEW_PID, NEW_NET = 0x10000000, 0x20000000, 0x40000000
MS_RDONLY, MS_NOSUID, MS_NODEV, MS_NOEXEC, MS_REMOUNT = 1, 2, 4, 8, 32
MS_BIND, MS_REC, MS_PRIVATE = 4096, 16384, 1 << 18
PR_SET_PDEATHSIG, PR_SET_DUMPABLE, PR_CAPBSET_DROP, PR_SET_NO_NEW_PRIVS, PR_SET_SECCOMP = 1, 4, 24, 38, 22
LAST_CAPABILITY, CAPABILITY_VERSION = 63, 0x20080522

_libc = ctypes.CDLL(None, use_errno=True)


class LayerMissing(RuntimeError):
    """A layer of the box that this machine does not give; the message names it and says why."""


@contextlib.contextmanager
def needed(layer: str) -> Iterator[None]:
    """`LayerMissing(layer)` for a call inside that the kernel refuses."""
    try:
        yield
    except (OSError, ValueError, OverflowError) as error:  # setrlimit raises all three
        raise LayerMissing(f"{layer}: {getattr(error, 'strerror', None) or error}") from error


def _check(result: int, layer: str) -> None:
    if result != 0:
        raise LayerMissing(f"{layer}: {os.strerror(ctypes.get_errno())}")


def unshare(flags: int, layer: str) -> None:
    """Leave the namespaces named by `flags`; `LayerMissing(layer)` where the kernel refuses."""
    _check(_libc.unshare(ctypes.c_int(flags)), layer)


def mount(source: str, target: str, kind: str | None, flags: int, options: str | None, layer: str) -> None:
    """mount(2); `LayerMissing(layer)` where the kernel refuses."""
    texts = [None if text is None else text.encode() for text in (source, target, kind)]
    data = None if options is None else options.encode()
    _check(_libc.mount(*texts, ctypes.c_ulong(flags), data), layer)


def prctl(option: int, *values, layer: str) -> None:
    """prctl(2); `LayerMissing(layer)` where the kernel refuses."""
    arguments = [value if isinstance(value, ctypes.c_void_p) else ctypes.c_ulong(value) for value in values]
    arguments += [ctypes.c_ulong(0)] * (4 - len(arguments))
    _check(_libc.prctl(ctypes.c_int(option), *arguments), layer)


def unshare_nothing() -> bool:
    """Whether the kernel lets this process call unshare(2), which without flags changes nothing."""
    return bool(_libc.unshare(ctypes.c_int(0)) == 0)


def drop_capabilities() -> None:
    """Give up every capability, and with the bounding set the ways to gain one.

    A change of uid does not do this: in a namespace without a root, nothing counts as leaving root.
    """
    for capability in range(LAST_CAPABILITY + 1):
        result = _libc.prctl(ctypes.c_int(PR_CAPBSET_DROP), ctypes.c_ulong(capability), 0, 0, 0)
        if result != 0 and ctypes.get_errno() == errno.EINVAL:  # the kernel knows no more of them
            break
        _check(result, "dropping capabilities")
    header, none = (ctypes.c_uint32 * 2)(CAPABILITY_VERSION, 0), (ctypes.c_uint32 * 6)()
    _check(_libc.capset(header, none), "dropping capabilities")
    prctl(PR_SET_NO_NEW_PRIVS, 1, layer="no new privileges")
