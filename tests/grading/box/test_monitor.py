"""The monitor of one submission, without a box around it."""

import os
import signal
import socket
import subprocess

from cnncourse.grading.box.monitor import Monitor

ORDER = {"limits": {"memory": 1 << 40}, "sandboxed": False, "owner": 0, "folder": "work"}


def test_a_supervisor_that_hung_up_is_heard_once(monkeypatch):
    """The closed socket is ready for ever: a monitor that went on listening would use a whole core until the end."""
    control, supervisor = socket.socketpair()
    told, telling = os.pipe()
    monitor = Monitor(control, control, ORDER, lambda data: None)
    with subprocess.Popen(["sleep", "60"]) as process:
        monitor.init, monitor.news = process.pid, told
        kills = []

        def kill() -> None:
            kills.append(1)
            assert len(kills) == 1, "killed twice"

        def memory() -> int:  # asked for when there is no news
            os.kill(process.pid, signal.SIGKILL)
            return 0

        monkeypatch.setattr(monitor, "_kill", kill)
        monkeypatch.setattr(monitor, "_memory", memory)
        supervisor.close()
        try:
            monitor._watch()
        finally:
            process.kill()
    assert kills == [1]
    os.close(telling)
