"""A filter on system calls: what a student's process has no use for is refused by the kernel.

The namespaces already take the files, the network and the other processes away. The filter takes the calls with
which a kernel has been attacked before, those that look into another process, and memory that no other limit counts.
"""

import ctypes
import errno
import platform
import struct

from cnncourse.grading.box.linux import PR_SET_SECCOMP, LayerMissing, prctl, unshare_nothing

ARCHITECTURES = {"x86_64": 0xC000003E, "aarch64": 0xC00000B7}
REFUSED = {  # name: (number on x86_64, number on aarch64)
    "ptrace": (101, 117),
    "process_vm_readv": (310, 270),
    "process_vm_writev": (311, 271),
    "kcmp": (312, 272),
    "pidfd_getfd": (438, 438),
    "unshare": (272, 97),
    "setns": (308, 268),
    "mount": (165, 40),
    "umount2": (166, 39),
    "pivot_root": (155, 41),
    "chroot": (161, 51),
    "open_tree": (428, 428),
    "move_mount": (429, 429),
    "fsopen": (430, 430),
    "fsconfig": (431, 431),
    "fsmount": (432, 432),
    "mount_setattr": (442, 442),
    "add_key": (248, 217),
    "request_key": (249, 218),
    "keyctl": (250, 219),
    "bpf": (321, 280),
    "perf_event_open": (298, 241),
    "userfaultfd": (323, 282),
    "io_uring_setup": (425, 425),
    "io_uring_enter": (426, 426),
    "io_uring_register": (427, 427),
    "memfd_create": (319, 279),
    "memfd_secret": (447, 447),
    "shmget": (29, 194),
    "msgget": (68, 186),
    "semget": (64, 190),
    "mq_open": (240, 180),
    "kexec_load": (246, 104),
    "init_module": (175, 105),
    "finit_module": (313, 273),
    "delete_module": (176, 106),
    "reboot": (169, 142),
    "swapon": (167, 224),
    "syslog": (103, 116),
    "quotactl": (179, 60),
    "acct": (163, 89),
    "name_to_handle_at": (303, 264),
    "open_by_handle_at": (304, 265),
}
CLONE3 = 435  # on both; glibc falls back to clone, whose flags can be read, when it hears ENOSYS
CLONE, SOCKET = {"x86_64": 56, "aarch64": 220}, {"x86_64": 41, "aarch64": 198}
NEW_ANYTHING = 0x7E020000  # the namespace flags of clone
X32 = 0x40000000
AF_UNIX = 1
ALLOW, ERROR, KILL = 0x7FFF0000, 0x00050000, 0x80000000
LOAD, EQUAL, AT_LEAST, ANY_BIT, RETURN = 0x20, 0x15, 0x35, 0x45, 0x06


def _step(code: int, value: int, jump_true: int = 0, jump_false: int = 0) -> bytes:
    return struct.pack("HBBI", code, jump_true, jump_false, value)


def program(machine: str) -> bytes:
    """The filter for `machine` (`x86_64` or `aarch64`), in classic BPF over the kernel's `seccomp_data`."""
    column = list(ARCHITECTURES).index(machine)
    refuse = _step(RETURN, ERROR | errno.EPERM)
    steps = [_step(LOAD, 4), _step(EQUAL, ARCHITECTURES[machine], 1, 0), _step(RETURN, KILL), _step(LOAD, 0)]
    if machine == "x86_64":
        steps += [_step(AT_LEAST, X32, 0, 1), refuse]
    for numbers in REFUSED.values():
        steps += [_step(EQUAL, numbers[column], 0, 1), refuse]
    steps += [_step(EQUAL, CLONE3, 0, 1), _step(RETURN, ERROR | errno.ENOSYS)]
    steps += [_step(EQUAL, CLONE[machine], 0, 4), _step(LOAD, 16), _step(ANY_BIT, NEW_ANYTHING, 0, 1), refuse]
    steps += [_step(RETURN, ALLOW)]
    steps += [_step(EQUAL, SOCKET[machine], 0, 3), _step(LOAD, 16), _step(EQUAL, AF_UNIX, 1, 0), refuse]
    return b"".join([*steps, _step(RETURN, ALLOW)])


def install() -> None:
    """Put the filter over this process and all it starts, and try one of the calls that it refuses.

    `LayerMissing` where there is no filter for this machine, where the kernel takes none, and where it does not hold:
    the C library knows the number of a call, so a wrong one in our table shows.
    """
    machine = platform.machine()
    if machine not in ARCHITECTURES:
        raise LayerMissing(f"seccomp: there is a filter for {' and '.join(ARCHITECTURES)}, none for {machine!r}")
    code = program(machine)
    held = ctypes.create_string_buffer(code, len(code))
    steps = struct.pack("HxxxxxxP", len(code) // 8, ctypes.addressof(held))
    described = ctypes.create_string_buffer(steps, len(steps))
    prctl(PR_SET_SECCOMP, 2, ctypes.c_void_p(ctypes.addressof(described)), layer="seccomp")
    if unshare_nothing():
        raise LayerMissing(f"seccomp: the filter for {machine} is in place and refuses nothing")
