"""What a web process keeps for slow clients: requests that are arriving, and answers that are not taken yet."""

import io
import re
import socket
import tempfile
from contextlib import suppress
from typing import IO

CHUNK = 65_536
MEMORY = 262_144
"""Bytes of a request or an answer that are kept in memory; larger ones are in a temporary file."""
MOST_HEAD = 65_536
MOST_BODY = 32 * 1024 * 1024
"""Above the largest upload (core.files.uploads.SIZE_LIMIT)."""
HEAD_END = b"\r\n\r\n"
LENGTH = re.compile(rb"\r\ncontent-length:[ \t]*([0-9]{1,18})[ \t]*\r\n", re.IGNORECASE)
CODING = re.compile(rb"\r\ntransfer-encoding:", re.IGNORECASE)
EXPECT = re.compile(rb"\r\nexpect:[ \t]*100-continue", re.IGNORECASE)


class Refused(Exception):
    """A request that is not received: its status line is sent and the connection closed."""


class Incoming:
    """The bytes of one request as they arrive."""

    def __init__(self) -> None:
        self._head = bytearray()
        self._content: IO[bytes] | None = None
        self._missing = 0
        self.surplus = b""
        """Bytes of the next request that came with this one."""
        self.expected = 0
        """The length of the request, 0 until its head has arrived."""
        self.is_begun = self.wants_continue = False

    @property
    def is_complete(self) -> bool:
        return self._content is not None and self._missing == 0

    @property
    def is_large(self) -> bool:
        return self.expected > MEMORY

    def feed(self, data: bytes) -> None:
        """Take more bytes. Raises Refused for a head or body that is too large, or a body of unknown length."""
        self.is_begun = True
        if self._content is None:
            data = self._feed_head(data)
        if self._content is not None:
            self._content.write(data[: self._missing])
            self.surplus += data[self._missing :]
            self._missing -= min(len(data), self._missing)

    def open(self) -> IO[bytes]:
        """Return the request to read from its beginning."""
        content = self._content or io.BytesIO()
        content.seek(0)
        return content

    def close(self) -> None:
        if self._content is not None:
            self._content.close()

    def _feed_head(self, data: bytes) -> bytes:
        """Return the bytes of the whole request as far as they have come, once its head is there."""
        self._head += data if self._head else data.lstrip(b"\r\n")
        end = self._head.find(HEAD_END, max(0, len(self._head) - len(data) - len(HEAD_END)))
        if end < 0:
            if len(self._head) > MOST_HEAD:
                raise Refused("431 Request Header Fields Too Large")
            return b""
        head = bytes(self._head[: end + len(HEAD_END)])
        if CODING.search(head):
            raise Refused("411 Length Required")
        found = LENGTH.search(head)
        body = int(found[1]) if found else 0
        if body > MOST_BODY:
            raise Refused("413 Content Too Large")
        self.expected = self._missing = len(head) + body
        self._content = tempfile.TemporaryFile() if self.is_large else io.BytesIO()  # noqa: SIM115 - closed by `close`
        self.wants_continue = bool(EXPECT.search(head)) and len(self._head) < self.expected
        whole, self._head = bytes(self._head), bytearray()
        return whole


class HeldSocket:
    """A client's socket as threads use it: the request is read from `source`, an answer that is not taken is kept."""

    def __init__(self, raw: socket.socket) -> None:
        raw.settimeout(0.0)
        self.raw = raw
        self.source: IO[bytes] = io.BytesIO()
        self._unsent: IO[bytes] | None = None
        self._sent = self._kept = 0

    @property
    def kept(self) -> int:
        """The number of bytes that are still to be sent."""
        return self._kept - self._sent

    def recv(self, size: int) -> bytes:
        return self.source.read(size)

    def sendall(self, data: bytes) -> None:
        """Send what the client takes now, keep the rest."""
        if self._unsent is None:
            rest = data[self._send(data) :]
            if not rest:
                return
            self._unsent = tempfile.SpooledTemporaryFile(max_size=MEMORY)  # noqa: SIM115 - closed when sent
            data = rest
        self._unsent.seek(self._kept)
        self._unsent.write(data)
        self._kept += len(data)

    def send(self, data: bytes) -> int:
        self.sendall(data)
        return len(data)

    def flush(self) -> None:
        """Send as much of the rest as the client takes now."""
        while self._unsent is not None:
            self._unsent.seek(self._sent)
            sent = self._send(self._unsent.read(CHUNK))
            self._sent += sent
            if self._sent == self._kept:
                self._unsent.close()
                self._unsent, self._sent, self._kept = None, 0, 0
            elif not sent:
                return

    def fileno(self) -> int:
        return self.raw.fileno()

    def shutdown(self, how: int) -> None:
        """Nothing: the rest of the answer is still to be sent."""

    def setblocking(self, flag: object) -> None:
        """Nothing: reading and sending never wait."""

    def gettimeout(self) -> float:
        return 0.0

    def settimeout(self, seconds: float | None) -> None:
        """Nothing, as `setblocking`."""

    def close(self) -> None:
        if self._unsent is not None:
            self._unsent.close()
        with suppress(OSError):
            self.raw.close()

    def _send(self, data: bytes) -> int:
        try:
            return self.raw.send(data)
        except (BlockingIOError, InterruptedError):
            return 0
