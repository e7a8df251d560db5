"""The filter's program, run step by step as the kernel runs it: also for the machine that these tests are not on."""

import errno
import struct

import pytest

from cnncourse.grading.box.seccomp import ALLOW, ARCHITECTURES, ERROR, KILL, REFUSED, program

MACHINES = list(ARCHITECTURES)
READ, CLONE, SOCKET = {"x86_64": 0, "aarch64": 63}, {"x86_64": 56, "aarch64": 220}, {"x86_64": 41, "aarch64": 198}
NEW_USER, SIGCHLD, AF_UNIX, AF_INET = 0x10000000, 17, 1, 2


def verdict(machine: str, number: int, first: int = 0, architecture: int | None = None) -> int:
    """What the filter says to a system call with this first argument."""
    architecture = ARCHITECTURES[machine] if architecture is None else architecture
    data = struct.pack("<IIQ6Q", number, architecture, 0, first, *[0] * 5)
    steps = list(struct.iter_unpack("<HBBI", program(machine)))
    place = value = 0
    while True:
        code, yes, no, k = steps[place]
        place += 1
        if code == 0x06:
            return k
        if code == 0x20:
            value = struct.unpack_from("<I", data, k)[0]
        else:
            place += yes if {0x15: value == k, 0x35: value >= k, 0x45: bool(value & k)}[code] else no


@pytest.mark.parametrize("machine", MACHINES)
def test_what_is_on_the_list_is_refused_and_the_rest_is_not(machine):
    """Every call of the table, by this machine's number; reading a file goes through."""
    column = MACHINES.index(machine)
    got = {name: verdict(machine, numbers[column]) for name, numbers in REFUSED.items()}
    assert got == dict.fromkeys(REFUSED, ERROR | errno.EPERM)
    assert verdict(machine, READ[machine]) == ALLOW


@pytest.mark.parametrize("machine", MACHINES)
def test_processes_and_local_sockets_but_no_namespaces_and_no_network(machine):
    """By the first argument: fork without namespaces, AF_UNIX alone; clone3, whose flags cannot be read, not at all."""
    assert verdict(machine, CLONE[machine], SIGCHLD) == ALLOW
    assert verdict(machine, CLONE[machine], SIGCHLD | NEW_USER) == ERROR | errno.EPERM
    assert verdict(machine, SOCKET[machine], AF_UNIX) == ALLOW
    assert verdict(machine, SOCKET[machine], AF_INET) == ERROR | errno.EPERM
    assert verdict(machine, 435) == ERROR | errno.ENOSYS


@pytest.mark.parametrize("machine", MACHINES)
def test_calls_of_another_architecture_end_the_process(machine):
    """A program may not slip through by the numbers of another machine, 32-bit calls among them."""
    for other in (0x40000003, 0x40000028, *(set(ARCHITECTURES.values()) - {ARCHITECTURES[machine]})):
        assert verdict(machine, READ[machine], architecture=other) == KILL
