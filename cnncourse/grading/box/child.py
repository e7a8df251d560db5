"""The student's side of the box: runs cells and calls functions, and answers with data.

Everything here runs beside the student's code, which may change any of it. So nothing here decides anything: it holds
no expected value, no points and no secret, and the judge believes nothing of what it says but the data.
"""

import asyncio
import os
import signal
import sys
import traceback
import warnings
from pathlib import Path
from typing import Any, cast

from cnncourse.grading.box.channel import Channel, ChannelClosed
from cnncourse.grading.box.data import DataError, Decoder, Encoder, Handle
from cnncourse.grading.box.kernel import BoxKernel, Outbox, Stream, Watch
from cnncourse.grading.caller import Handle as Kept
from cnncourse.grading.caller import PlainCaller, StudentError

TEXT = 2000  # characters of a message that goes out
NOTES = 20  # warnings of one call


class Child:
    """One submission's process."""

    def __init__(self, kernel: BoxKernel, channel: Channel, output: int, watches: list[Watch]):
        self.kernel, self.channel, self.output, self.watches = kernel, channel, output, watches
        self.outbox = cast(Outbox, kernel.session)
        self.namespace: dict[str, Any] = kernel.shell.user_ns  # type: ignore[union-attr] # the kernel has made its shell
        self.outbox.channel, self.outbox.owner = channel, os.getpid()
        self.kept: dict[int, object] = {}  # what handles stand for
        self.busy = False

    async def serve(self) -> None:
        """Answer requests until the supervisor hangs up."""
        from tornado.ioloop import IOLoop

        self.kernel.io_loop = IOLoop.current()
        signal.signal(signal.SIGINT, self._interrupt)
        answers = {"execute": self.execute, "call": self.call, "read": self.read, "files": self.files}
        while True:
            header, buffers = self.channel.receive()
            self.outbox.room = self.output
            answer, parts = await answers[header["op"]](header, buffers)
            if os.getpid() != self.outbox.owner:  # a fork of the student's that came back here
                os._exit(0)
            for watch in self.watches:
                watch.catch_up()
                watch.stream.flush()
            self.outbox.put({"done": answer}, parts)

    def _interrupt(self, *_):
        if self.busy:
            raise KeyboardInterrupt

    async def files(self, header: dict, buffers: list):
        """Write the files that were handed in with the notebook."""
        for name, data in zip(header["names"], buffers, strict=True):
            target = Path(name)
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_bytes(data)
        return {"status": "ok"}, ()

    async def execute(self, header: dict, _):
        """Run one cell as the stock kernel does."""
        number = self.kernel.execution_count
        try:
            self.busy = True
            reply = await self.kernel.do_execute(header["source"], False, store_history=True, allow_stdin=False)
        except asyncio.CancelledError:
            reply = {"status": "error", "ename": "KeyboardInterrupt", "evalue": "", "traceback": []}
        except Exception as error:  # the shell itself failed: on a cell too deep to parse, or a hook of the student's
            reply = {"status": "error", "ename": type(error).__name__, "evalue": str(error)[:TEXT], "traceback": []}
        finally:
            self.busy = False
        kept = {key: reply[key] for key in ("status", "ename", "evalue", "traceback") if key in reply}
        return {**kept, "execution_count": number}, ()

    async def call(self, header: dict, buffers: list):
        """Call a function of the notebook's by name; answer with its value, or with what was raised."""
        decoder = Decoder(buffers, lambda handle: Kept(self.kept[handle.number]))
        given, named = cast("tuple[list, dict]", decoder.value(header["arguments"]))
        return self._answer(lambda student: student.call(header["function"], *given, **named))

    async def read(self, header: dict, _):
        """The value of a variable of the notebook's."""
        return self._answer(lambda student: student.read(header["name"]))

    def _answer(self, action):
        """What `action` returns as data, or what it raised; and what the student's code printed and warned of."""
        with warnings.catch_warnings(record=True) as warned:
            warnings.simplefilter("always")
            self.busy = True
            try:
                value = action(PlainCaller(self.namespace))
            except StudentError as error:
                told = (error.kinds, error.message[:TEXT], error.line, (error.source or "")[:TEXT])
                return {"status": "raised", "error": told, "warned": _texts(warned)}, ()
            except KeyboardInterrupt:
                return {"status": "interrupted"}, ()
            finally:
                self.busy = False
        encoder = Encoder(self._hand_out, self.channel.limit // 2)
        try:
            tree = encoder.tree(value)
        except (DataError, RecursionError, MemoryError):
            return {"status": "refused", "warned": _texts(warned)}, ()
        return {"status": "ok", "value": tree, "warned": _texts(warned)}, encoder.buffers

    def _hand_out(self, value: object) -> Handle:
        """A number for something that is no data; the judge sees that and the type's name."""
        value = value._value if isinstance(value, Kept) else value
        number = len(self.kept) + 1
        self.kept[number] = value
        return Handle(number, type(value).__name__)


def _texts(warned: list) -> list[tuple[str, str]]:
    return [(item.category.__name__[:TEXT], str(item.message)[:TEXT]) for item in warned[:NOTES]]


def main(kernel: BoxKernel, channel: Channel, output: int) -> None:
    """Serve one submission, then end this process."""
    os.environ["MPLCONFIGDIR"] = os.path.expanduser("~/.config/matplotlib")
    watches = []
    for name, descriptor in (("stdout", 1), ("stderr", 2)):
        stream = Stream(cast(Outbox, kernel.session), name, descriptor)
        setattr(sys, name, stream)
        watches.append(Watch(stream))
    try:
        asyncio.run(Child(kernel, channel, output, watches).serve())
    except ChannelClosed:
        os._exit(0)
    except BaseException:  # the student's code changed something under us
        traceback.print_exc(file=sys.__stderr__)
        os._exit(1)
