"""A kernel without sockets: ipykernel's own shell, display hook and magics, whose messages go into a channel.

The outputs of a notebook must be those of the stock kernel, down to the order of its streams, because an instructor
compares them and nbgrader reads points from them.
"""

import io
import logging
import os
import secrets
import signal
import sys
import threading
import types

import ipykernel.debugger
from ipykernel.eventloops import enable_gui
from ipykernel.ipkernel import IPythonKernel
from ipykernel.zmqshell import ZMQInteractiveShell
from IPython.core.profiledir import ProfileDir
from jupyter_client.session import Session
from traitlets import Type
from traitlets.config import Config

from cnncourse.grading.box.channel import Channel

FORWARDED = {"stream", "display_data", "update_display_data", "execute_result", "error", "clear_output"}
FLUSH_CHARACTERS = 1 << 20


class Outbox(Session):
    """Takes the place of the session that would send messages over ZeroMQ."""

    channel: Channel | None = None
    owner = 0  # the process that speaks
    room = 0  # characters that the running cell may still put out
    lock = threading.RLock()

    def send(self, stream, msg_or_type, content=None, *args, **kwargs):
        """Put an output into the channel; anything a notebook would not keep is dropped."""
        if isinstance(msg_or_type, dict):
            msg_or_type, content = msg_or_type["msg_type"], msg_or_type["content"]
        if msg_or_type in FORWARDED and self.channel is not None and self.room > 0:
            self.room -= _characters(content)
            self.put({"output": msg_or_type, "content": content})

    def put(self, header: dict, buffers: list | tuple = ()) -> None:
        """One whole message: neither an interrupt nor another thread may fall into its middle, nor a fork speak."""
        if os.getpid() != self.owner:
            return
        old = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
        try:
            with self.lock:
                if self.channel is not None:
                    self.channel.send(header, buffers)
        finally:
            signal.pthread_sigmask(signal.SIG_SETMASK, old)


def _characters(content) -> int:
    """Roughly how much text a message's content holds."""
    if isinstance(content, dict):
        return sum(_characters(item) for item in content.values())
    if isinstance(content, (list, tuple)):
        return sum(_characters(item) for item in content)
    return len(content) if isinstance(content, str) else 8


class Stream(io.TextIOBase):
    """`sys.stdout` or `sys.stderr` of a notebook: kept, and sent when flushed (as before each display) or when long."""

    encoding = "UTF-8"

    def __init__(self, outbox: Outbox, name: str, descriptor: int):
        self.outbox, self.name, self.descriptor = outbox, name, descriptor
        self.kept: list[str] = []
        self.size, self.owner = 0, os.getpid()
        self.lock = threading.RLock()

    def writable(self) -> bool:
        return True

    def fileno(self) -> int:
        return self.descriptor

    def write(self, text: str) -> int:
        if not isinstance(text, str):
            raise TypeError(f"write() argument must be str, not {type(text)}")
        if os.getpid() != self.owner:  # a forked helper of the student's: through the pipe, which the owner reads
            os.write(self.descriptor, text.encode(errors="replace"))
            return len(text)
        with self.lock:
            self.kept.append(text)
            self.size += len(text)
        if self.size > FLUSH_CHARACTERS:
            self.flush()
        return len(text)

    def flush(self) -> None:
        if os.getpid() != self.owner:
            return
        with self.lock:
            text, self.kept, self.size = "".join(self.kept), [], 0
        if text:
            self.outbox.send(None, "stream", {"name": self.name, "text": text[: max(0, self.outbox.room)]})


class Watch:
    """Copies what programs write to a descriptor into the stream that shows it, as the stock kernel does."""

    SECONDS = 2.0  # how long `catch_up` waits

    def __init__(self, stream: Stream):
        self.stream, self.mark, self.seen = stream, b"\0" + secrets.token_bytes(16), threading.Event()
        self.source, sink = os.pipe()
        os.dup2(sink, stream.descriptor)
        os.close(sink)
        threading.Thread(target=self._forward, daemon=True).start()

    def _forward(self) -> None:
        rest = b""
        while data := os.read(self.source, 1 << 16):
            data = rest + data
            found = self.mark in data
            data, rest = data.replace(self.mark, b""), b""
            if self.mark[:1] in data[-len(self.mark) :]:  # half a mark, perhaps
                cut = data.rindex(self.mark[:1])
                data, rest = data[:cut], data[cut:]
            if data:
                self.stream.write(data.decode(errors="replace"))
            if found:
                self.seen.set()

    def catch_up(self) -> None:
        """Until what was written to the descriptor so far is in the stream."""
        self.seen.clear()
        os.write(self.stream.descriptor, self.mark)
        self.seen.wait(self.SECONDS)


class BoxShell(ZMQInteractiveShell):
    """The stock shell; `%matplotlib inline` finds its kernel without an application around it."""

    def enable_gui(self, gui=None):
        enable_gui(gui, kernel=self.kernel)
        self.active_eventloop = gui


class BoxKernel(IPythonKernel):
    """The stock kernel with an `Outbox` for its session. One for each warm process."""

    shell_class = Type(BoxShell)

    def _topic(self, topic):
        return topic.encode()


def make_kernel() -> BoxKernel:
    """The kernel and its shell, before any submission is known. Threads would not survive the fork: none is started."""
    ipykernel.debugger._is_debugpy_available = False
    os.environ.setdefault("MPLBACKEND", "module://matplotlib_inline.backend_inline")
    config = Config()
    config.HistoryManager.enabled = False  # its database is written by a thread
    config.HistoryManager.hist_file = ":memory:"
    folder = os.environ["IPYTHONDIR"]
    os.makedirs(folder, exist_ok=True)
    kernel = BoxKernel.instance(
        config=config,
        session=Outbox(key=b""),
        log=logging.getLogger("box"),
        iopub_socket=None,
        profile_dir=ProfileDir.create_profile_dir_by_name(folder, "default"),
    )
    here = threading.current_thread()
    kernel.shell_channel_thread = types.SimpleNamespace(parent_thread=here)
    sys.argv = ["ipykernel_launcher.py"]
    put_working_directory_on_path()
    return kernel


def put_working_directory_on_path() -> None:
    """Where IPython has it: after the standard library, before the installed packages."""
    places = [i for i, path in enumerate(sys.path) if os.path.basename(path) in ("site-packages", "dist-packages")]
    if "" not in sys.path:
        sys.path.insert(min(places, default=0), "")
