"""Messages over a socket: a JSON header and raw buffers, with a limit on size and on time."""

import json
import select
import socket
import struct
import time

from cnncourse.grading.box.data import DataError, parse

HEAD = struct.Struct("!II")  # bytes of JSON, number of buffers
SIZE = struct.Struct("!Q")
BUFFERS = 10_000
JSON_SHARE = 2  # parsed JSON takes up to twenty times its text, a buffer does not


class ChannelClosed(Exception):
    """The other side has gone."""


class ChannelTimeout(Exception):
    """The other side did not answer in time."""


class Channel:
    """One end of a stream socket. `limit` bounds one received message, in bytes."""

    def __init__(self, sock: socket.socket, limit: int):
        self.socket, self.limit = sock, limit

    def send(self, header: dict, buffers: list | tuple = (), deadline: float | None = None) -> None:
        """Send one message; `ChannelClosed` where nobody listens, `ChannelTimeout` where nobody reads."""
        text = json.dumps(header).encode()
        parts = [HEAD.pack(len(text), len(buffers)), *(SIZE.pack(len(part)) for part in buffers), text, *buffers]
        left = memoryview(b"".join(parts))
        while left:
            self._wait(select.POLLOUT, deadline)
            try:
                left = left[self.socket.send(left) :]
            except BlockingIOError:
                continue
            except OSError as error:
                raise ChannelClosed(str(error)) from error

    def _wait(self, event: int, deadline: float | None) -> None:
        """Until the socket is ready for `event`. A poll, because a select fails beyond 1024 descriptors."""
        if deadline is None:
            return
        poll = select.poll()
        poll.register(self.socket, event)
        left = deadline - time.monotonic()
        if left <= 0 or not poll.poll(left * 1000):
            raise ChannelTimeout

    def receive(self, deadline: float | None = None) -> tuple[dict, list[bytes]]:
        """The next message, before `deadline` (of `time.monotonic()`).

        Raises `ChannelTimeout`, `ChannelClosed`, or `DataError` for bytes that are no message of allowed size.
        """
        length, count = HEAD.unpack(self._exactly(HEAD.size, deadline))
        if count > BUFFERS or length > self.limit // JSON_SHARE:
            raise DataError(f"a message is larger than {self.limit} bytes")
        sizes = [SIZE.unpack(self._exactly(SIZE.size, deadline))[0] for _ in range(count)]
        if length + sum(sizes) > self.limit:
            raise DataError(f"a message is larger than {self.limit} bytes")
        header = parse(bytes(self._exactly(length, deadline)))
        buffers = [bytes(self._exactly(size, deadline)) for size in sizes]
        if type(header) is not dict:
            raise DataError("a message's header is not an object")
        return header, buffers

    def _exactly(self, size: int, deadline: float | None) -> bytearray:
        data = bytearray()
        while len(data) < size:
            self._wait(select.POLLIN, deadline)
            try:
                part = self.socket.recv(min(size - len(data), 1 << 20))
            except BlockingIOError:
                continue
            except OSError as error:
                raise ChannelClosed(str(error)) from error
            if not part:
                raise ChannelClosed("end of stream")
            data += part
        return data

    def close(self) -> None:
        """Close the socket; closing twice is fine."""
        self.socket.close()
