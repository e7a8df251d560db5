"""One trusted process for each submission, outside its process namespace: starts, interrupts, watches and ends it.

It obeys the supervisor over a control socket (`I`: interrupt, `K` or end of stream: kill) and answers in lines of JSON.
"""

import contextlib
import json
import os
import select
import signal
import socket
from collections.abc import Callable
from pathlib import Path

from cnncourse.grading.box import inside, linux
from cnncourse.grading.box.processes import descendants, private_bytes

POLL_MS = 100
NEWS = 4096  # bytes of the news that a layer is missing; a pipe takes so many at once


class Monitor:
    """Runs `student(data socket)` in a box of its own and stays until it has ended."""

    def __init__(self, control: socket.socket, data: socket.socket, order: dict, student: Callable):
        self.control, self.data, self.student = control, data, student
        self.limits, self.sandboxed, self.owner = order["limits"], order["sandboxed"], order["owner"]
        self.folder = order["folder"]
        self.init = self.child = 0
        self.before = private_bytes(os.getpid())
        self.reason = ""

    def run(self) -> None:
        """All of it; ends this process."""
        try:
            if self.sandboxed:
                linux.unshare(linux.NEW_PID, "process namespace")
            self._start()
            self._tell({"started": True})
            self._watch()
        except (linux.LayerMissing, OSError) as error:
            self._tell({"missing": str(error)})
        finally:
            self._kill()
            os._exit(0)

    def _tell(self, message: dict) -> None:
        with contextlib.suppress(OSError):  # the supervisor has gone; what is left to do is to kill
            self.control.sendall(json.dumps(message).encode() + b"\n")

    def _start(self) -> None:
        """Fork the init of the new namespace, give it its uid, and learn which process is the student's."""
        up_read, up_write = os.pipe()
        down_read, down_write = os.pipe()
        self.init = os.fork()
        if self.init == 0:
            os.close(up_read)
            os.close(down_write)
            _Init(self, up_write, down_read).run()
        os.close(up_write)
        os.close(down_read)
        self.data.close()
        self.news = up_read
        self._expect(b"m")
        if self.sandboxed:
            with linux.needed("uid of its own"):
                for name in ("uid_map", "gid_map"):
                    Path(f"/proc/{self.init}/{name}").write_text(f"{inside.STUDENT} {self.owner} 1")
        os.write(down_write, b"g")
        self._expect(b"r")
        self.child = descendants(self.init)[1] if self.sandboxed else self.init
        os.write(down_write, b"g")
        os.close(down_write)
        self._expect(b"l")

    def _expect(self, letter: bytes) -> None:
        """The next news, which must be `letter`: namespaces made, running, locked down; else `LayerMissing`."""
        got = os.read(self.news, 1)
        if got != letter:
            told = os.read(self.news, NEWS) if got == b"e" else b"the box ended while it was built"
            raise linux.LayerMissing(told.decode(errors="replace").split("\n")[0])

    def _watch(self) -> None:
        """Until the submission's processes have ended, by themselves or by us."""
        ended = os.pidfd_open(self.init)
        poll = select.poll()
        for descriptor in (ended, self.control.fileno()):
            poll.register(descriptor, select.POLLIN)
        while True:
            events = dict(poll.poll(POLL_MS))
            if self.control.fileno() in events:
                letter = self.control.recv(1)
                if letter == b"I":
                    os.kill(self.child, signal.SIGINT)
                else:
                    self._kill()
                    poll.unregister(self.control)  # at its end it would be ready for ever
            elif not self.reason and self._memory() > self.limits["memory"]:
                self.reason = "memory"
                self._kill()
            if ended in events:
                break
        status = os.waitpid(self.init, 0)[1]
        code = os.read(self.news, 16) if self.sandboxed else str(status).encode()
        self.init = 0
        self._tell({"ended": int(code or status), "reason": self.reason})

    def _memory(self) -> int:
        """Bytes that the submission's processes hold beyond what they were born with."""
        return sum(max(0, private_bytes(pid) - self.before) for pid in descendants(self.init))

    def _kill(self) -> None:
        """Kill the init: the kernel kills all the rest of its namespace with it."""
        if self.init:
            with contextlib.suppress(ProcessLookupError):
                os.kill(self.init, signal.SIGKILL)


class _Init:
    """Process 1 of the submission's namespace: builds the box, starts the student's process and outlives it."""

    def __init__(self, monitor: Monitor, news: int, orders: int):
        self.monitor, self.news, self.orders = monitor, news, orders

    def run(self) -> None:
        """Never returns."""
        try:
            self._build()
            child = os.fork() if self.monitor.sandboxed else 0
            if child == 0:
                self._become_child()
        except Exception as error:  # no matter what: a submission whose box is not whole must not begin
            told = str(error) if isinstance(error, linux.LayerMissing) else f"{type(error).__name__}: {error}"
            os.write(self.news, b"e" + told.replace("\n", " ").encode()[: NEWS - 2] + b"\n")
            os._exit(1)
        if child == 0:
            self.monitor.student(self.monitor.data)
            os._exit(0)
        os.write(self.news, b"r")
        inside.close_others({self.news})
        while True:
            pid, status = os.wait()
            if pid == child:
                os.write(self.news, str(status).encode())
                os._exit(0)

    def _build(self) -> None:
        monitor = self.monitor
        if not monitor.sandboxed:
            os.write(self.news, b"m")
            os.read(self.orders, 1)
            return
        apart = linux.NEW_NS | linux.NEW_NET | linux.NEW_IPC | linux.NEW_UTS
        linux.unshare(apart, "mount, network and ipc namespaces")
        inside.private_files(monitor.limits["disk"], monitor.owner)

        def ask_for_maps():
            os.write(self.news, b"m")
            os.read(self.orders, 1)

        inside.become_student(ask_for_maps)

    def _become_child(self) -> None:
        """The last layers; whoever waits for the news learns that they hold, or which of them does not."""
        if not self.monitor.sandboxed:
            os.write(self.news, b"r")
        os.read(self.orders, 1)  # the monitor knows us now
        if self.monitor.sandboxed:
            linux.prctl(linux.PR_SET_PDEATHSIG, signal.SIGKILL, layer="end with the namespace")
        folder = os.path.join(inside.HOME if self.monitor.sandboxed else os.environ["HOME"], self.monitor.folder)
        os.makedirs(folder, exist_ok=True)
        os.chdir(folder)
        keep = {self.monitor.data.fileno(), self.news}
        inside.lock_down(keep, self.monitor.limits, self.monitor.sandboxed)
        os.write(self.news, b"l")
        os.close(self.news)
