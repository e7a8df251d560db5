"""What the processes of one submission are and hold, read from /proc of the process namespace above theirs."""

import os
from pathlib import Path

PAGE = os.sysconf("SC_PAGE_SIZE")


def parents() -> dict[int, int]:
    """Every visible process and its parent."""
    found = {}
    for entry in os.listdir("/proc"):
        if entry.isdigit():
            try:
                text = Path("/proc", entry, "stat").read_text()
            except OSError:  # it has just ended
                continue
            found[int(entry)] = int(text.rpartition(")")[2].split()[1])
    return found


def descendants(root: int) -> list[int]:
    """`root` and everything below it. Orphans belong to the init of their namespace, so none is lost."""
    family = parents()
    found = [root]
    for member in found:
        found.extend(pid for pid, parent in family.items() if parent == member)
    return found


def private_bytes(pid: int) -> int:
    """Memory of one process that is not a file's, in bytes; pages shared with the warm process count too."""
    try:
        fields = Path("/proc", str(pid), "statm").read_text().split()
    except OSError:
        return 0
    return (int(fields[1]) - int(fields[2])) * PAGE


def address_space(pid: int | str = "self") -> int:
    """Size of the address space, in bytes."""
    return int(Path("/proc", str(pid), "statm").read_text().split()[0]) * PAGE
