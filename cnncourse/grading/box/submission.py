"""One submission, seen from the trusted side: requests go in, outputs and data come out, each with a limit."""

import contextlib
import json
import os
import select
import socket
import time
from dataclasses import dataclass, field

from cnncourse.grading.box.channel import Channel, ChannelClosed, ChannelTimeout
from cnncourse.grading.box.data import DataError, Decoder, Encoder, Handle
from cnncourse.grading.box.limits import Limits
from cnncourse.grading.box.linux import LayerMissing

OUTPUTS = {"stream", "display_data", "update_display_data", "execute_result", "error", "clear_output"}
NOTEBOOK_OUTPUTS = 4  # a whole notebook may show so many times what one cell may


@dataclass
class Result:
    """What came of one request.

    `status`: ok, error (the code raised), timeout (interrupted), or the reason why the process is no more: killed (it
    ignored the interrupt), memory, output, forged (it sent what no honest process sends), died.
    """

    status: str
    answer: dict = field(default_factory=dict)
    buffers: list = field(default_factory=list)
    outputs: list[dict] = field(default_factory=list)  # messages: {"msg_type": …, "content": …}


class Submission:
    """A student's process in its box."""

    def __init__(self, control: socket.socket, data: socket.socket, limits: Limits):
        self.control, self.limits = control, limits
        data.setblocking(False)
        self.channel = Channel(data, limits.message)
        self.shown = 0  # characters of all outputs so far
        self.ended: str | None = None  # why the process is no more

    def wait_until_started(self, deadline: float) -> None:
        """Until the box is built; `LayerMissing` where it cannot be."""
        told = self._hear(deadline)
        if not told.get("started"):
            self.close()
            raise LayerMissing(str(told.get("missing", "the box did not answer")))

    def _hear(self, deadline: float) -> dict:
        """The monitor's next line, or {} where none comes in time."""
        poll = select.poll()
        poll.register(self.control, select.POLLIN)
        line = b""
        while not line.endswith(b"\n"):
            if not poll.poll(max(0.0, deadline - time.monotonic()) * 1000):
                return {}
            part = self.control.recv(4096)
            if not part:
                return {}
            line += part
        return json.loads(line.splitlines()[-1])

    def request(self, header: dict, buffers: list | tuple = (), seconds: float | None = None) -> Result:
        """Send one request and collect its outputs until it is done, interrupted, or its process gone."""
        if self.ended:
            return Result(self.ended)
        result = Result("ok")
        seconds = self.limits.cell_seconds if seconds is None else seconds
        deadline = time.monotonic() + seconds
        try:
            self.channel.send(header, buffers, deadline + self.limits.grace_seconds)
            self._collect(result, deadline)
        except ChannelTimeout:
            self._interrupt(result)
        except ChannelClosed:
            self._find_out(result)
        except DataError:
            self._end(result, "forged")
        return result

    def _collect(self, result: Result, deadline: float) -> None:
        """Outputs until the answer comes."""
        size = sum(len(str(output["content"])) for output in result.outputs)
        while True:
            header, buffers = self.channel.receive(deadline)
            if isinstance(header.get("done"), dict):
                result.answer, result.buffers = header["done"], buffers
                self.shown += size
                if result.status == "ok" and result.answer.get("status") == "error":
                    result.status = "error"
                return
            kind, content = header.get("output"), header.get("content")
            if kind not in OUTPUTS or not isinstance(content, dict) or buffers:
                raise DataError("not an output")
            size += len(str(content))
            if size > 2 * self.limits.output:
                self._end(result, "output")
                return
            if self.shown + size <= NOTEBOOK_OUTPUTS * self.limits.output:
                result.outputs.append({"msg_type": kind, "content": content})

    def _interrupt(self, result: Result) -> None:
        """Time is up: interrupt, wait a little, kill."""
        result.status = "timeout"
        try:
            self.control.send(b"I")
            self._collect(result, time.monotonic() + self.limits.grace_seconds)
        except ChannelTimeout:
            self._end(result, "killed")
        except (ChannelClosed, OSError):
            self._find_out(result)
        except DataError:
            self._end(result, "forged")

    def _end(self, result: Result, reason: str) -> None:
        result.status = reason
        self.end(reason)

    def end(self, reason: str) -> None:
        """End the submission's processes; later requests are answered with `reason`."""
        self.ended = reason
        self._kill()

    def _kill(self) -> None:
        with contextlib.suppress(OSError):
            self.control.send(b"K")

    def _find_out(self, result: Result) -> None:
        """The process hung up: learn from the monitor how it ended."""
        told = self._hear(time.monotonic() + self.limits.grace_seconds)
        if "ended" not in told:  # the monitor has gone with the whole box: no student can do that
            raise LayerMissing("the box ended under a submission")
        status = told["ended"]
        result.status = self.ended = told.get("reason") or "died"
        result.answer = {"signal": os.WTERMSIG(status)} if os.WIFSIGNALED(status) else {}
        self._kill()

    def put_files(self, files: dict[str, bytes]) -> None:
        """Write files into the submission's folder. Names are relative paths; called before any of its code runs."""
        for name, data in files.items():
            self.request({"op": "files", "names": [name]}, [data])

    def execute(self, source: str, seconds: float | None = None) -> Result:
        """Run one cell."""
        return self.request({"op": "execute", "source": source}, seconds=seconds)

    def call(self, function: str, arguments: list, keywords: dict, seconds: float | None = None) -> Result:
        """Call a function of the submission's; the value is `value_of(result)`."""
        encoder = Encoder(_only_handles, self.limits.message // 2)
        tree = encoder.tree([list(arguments), dict(keywords)])
        return self.request({"op": "call", "function": function, "arguments": tree}, encoder.buffers, seconds)

    def read(self, name: str, seconds: float | None = None) -> Result:
        """Read a variable of the submission's; the value is `value_of(result)`."""
        return self.request({"op": "read", "name": name}, seconds=seconds)

    def value_of(self, result: Result) -> object:
        """The value in the answer to `call` or `read`; `DataError` for what no honest process sends."""
        return Decoder(result.buffers, lambda handle: handle).value(result.answer.get("value"))

    def close(self) -> None:
        """End the submission's processes."""
        self._kill()
        self.control.close()
        self.channel.close()

    def __enter__(self) -> "Submission":
        return self

    def __exit__(self, *_) -> None:
        self.close()


def _only_handles(value: object) -> Handle:
    raise TypeError(f"a case may pass plain data and handles to a student's function, not {type(value).__name__}")
