"""The trusted side of the box: starts the warm process, opens submissions, and believes nothing they say.

with Box(profile) as box, box.open(limits) as submission:
    result = submission.execute("x = 1 + 1")
    submission.read("x")
"""

import json
import os
import select
import socket
import subprocess
import sys
import tempfile
import time

from cnncourse.grading.box import bubblewrap
from cnncourse.grading.box.limits import Limits
from cnncourse.grading.box.linux import LayerMissing
from cnncourse.grading.box.packages import Profile
from cnncourse.grading.box.submission import Submission

WARM_SECONDS = 120.0
START_SECONDS = 30.0
SHOWN = 2000


class Box:
    """One bubblewrap with one warm process. Not for several threads at once; several boxes may live side by side."""

    def __init__(self, profile: Profile | None = None, *, sandboxed: bool = True):
        self.profile, self.sandboxed, self.owner = profile or Profile(), sandboxed, os.getpid()
        self.home: tempfile.TemporaryDirectory | None = None
        self.link, inner = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
        self.errors = tempfile.TemporaryFile()  # noqa: SIM115 -- open as long as the process, closed with it
        try:
            self.process = self._start(inner)
        except BaseException:
            self.link.close()
            raise
        finally:
            inner.close()
        self.link.send(json.dumps({"preload": self.profile.preload, "sandboxed": sandboxed}).encode())
        self.warm = False

    def _start(self, inner: socket.socket) -> subprocess.Popen:
        if not self.sandboxed:
            self.home = tempfile.TemporaryDirectory(prefix="cnncourse-unsandboxed-")
            mine = {name: value for name, value in os.environ.items() if not name.startswith("CNNCOURSE_")}
            run = {**mine, **bubblewrap.environment(), "HOME": self.home.name, "PATH": os.environ["PATH"]}
            run |= {name: f"{self.home.name}/.{name}" for name in ("IPYTHONDIR", "MPLCONFIGDIR")}
            words, passed = bubblewrap.python(inner.fileno()), [inner.fileno()]
            return self._popen(words, passed, run)
        reading, writing = os.pipe()
        try:
            os.write(writing, bubblewrap.PASSWD.encode())
            os.close(writing)
            words = bubblewrap.command(self.profile, inner.fileno(), reading)
            run = {key: value for key, value in os.environ.items() if key in ("PATH", "LANG")}
            return self._popen(words, [inner.fileno(), reading], run)
        finally:
            os.close(reading)

    def _popen(self, words: list[str], passed: list[int], run: dict[str, str]) -> subprocess.Popen:
        return subprocess.Popen(
            words, pass_fds=passed, env=run, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=self.errors
        )

    def wait_until_warm(self) -> None:
        """Until the warm process has imported its modules, and a first submission's box has been built on trial.

        `LayerMissing` with bubblewrap's own words, or with the layer that only a submission's own box would miss.
        """
        if self.warm:
            return
        if not self._answered():
            self.process.kill()
            self.process.wait()
            self.errors.seek(0)
            said = self.errors.read()[-SHOWN:].decode(errors="replace").strip()
            raise LayerMissing(f"bubblewrap: {said or 'the warm process did not answer'}")
        self._open(Limits(), "trial").close()
        self.warm = True

    def _answered(self) -> bool:
        poll = select.poll()
        poll.register(self.link, select.POLLIN)
        try:
            return bool(poll.poll(WARM_SECONDS * 1000)) and bool(self.link.recv(100))
        except ConnectionError:  # it ended before it read what to import
            return False

    def alive(self) -> bool:
        """Whether the warm process is there; a fork of ours may ask too."""
        poll = select.poll()
        poll.register(self.link, 0)
        return not poll.poll(0)  # a hangup is told unasked

    def open(self, limits: Limits | None = None, folder: str = "work") -> Submission:
        """A new submission in a process of its own, working in a new folder of that name.

        `LayerMissing` names what the machine does not give.
        """
        self.wait_until_warm()
        return self._open(limits or Limits(), folder)

    def _open(self, limits: Limits, folder: str) -> Submission:
        control, their_control = socket.socketpair()
        data, their_data = socket.socketpair()
        order = json.dumps({"limits": limits.to_json(), "folder": os.path.basename(folder) or "work"}).encode()
        try:
            socket.send_fds(self.link, [order], [their_control.fileno(), their_data.fileno()])
        except OSError as error:
            raise LayerMissing(f"the warm process has ended: {error}") from error
        finally:
            their_control.close()
            their_data.close()
        submission = Submission(control, data, limits)
        submission.wait_until_started(time.monotonic() + START_SECONDS)
        return submission

    def close(self) -> None:
        """End the warm process and with it every submission that is still open; in a fork, only let go of it."""
        self.link.close()
        if self.owner != os.getpid():
            return
        try:
            self.process.wait(5)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait()
        self.errors.close()
        if self.home is not None:
            self.home.cleanup()

    def __enter__(self) -> "Box":
        return self

    def __exit__(self, *_) -> None:
        self.close()


def missing_layer() -> str | None:
    """What keeps this machine from building a box, or None where one can be built."""
    if sys.platform != "linux":
        return f"Linux namespaces: this is {sys.platform}"
    try:
        with Box(Profile(preload=())) as box, box.open() as submission:
            result = submission.execute("1 + 1")
    except LayerMissing as error:
        return str(error)
    return None if result.status == "ok" else f"the box does not run a cell: {result.status}"
