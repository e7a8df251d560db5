"""What one submission may use."""

from dataclasses import asdict, dataclass

MIB = 1024 * 1024


@dataclass(frozen=True)
class Limits:
    """Limits of one submission. Sizes in bytes, times in seconds of the wall clock.

    `memory` is an allowance on top of what the warm process already holds. `disk` bounds all files together, `message`
    one value or one output on its way out of the box, `output` everything one cell may print or display.
    """

    cell_seconds: float = 30.0
    grace_seconds: float = 2.0  # between the interrupt and the kill
    memory: int = 2048 * MIB
    disk: int = 256 * MIB
    processes: int = 64  # threads count
    open_files: int = 256
    message: int = 32 * MIB
    output: int = 8 * MIB

    def to_json(self) -> dict:
        """The limits as plain data, for the warm process."""
        return asdict(self)
