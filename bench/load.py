"""A load client that costs little: one process, one loop, many keep-alive connections, requests prepared as bytes.

A client is a generator: it yields a request and its delay, receives the answer, and returns when it is done.
"""

import selectors
import socket
import time
from collections.abc import Generator, Sequence
from dataclasses import dataclass, field
from heapq import heappop, heappush
from typing import TypeAlias

from config.embedded.installation import LOOPBACK

HEAD_END = b"\r\n\r\n"
CLOSING = b"\r\nconnection: close"
PATIENCE_SECONDS = 60.0
"""The longest wait for an answer; TimeoutError after it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Send:
    """A request and the seconds to wait before sending it."""

    request: bytes
    after: float = 0.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """Status and body of an answer, and its latency in seconds."""

    status: int
    seconds: float
    body: bytes


Script: TypeAlias = Generator[Send, Answer, None]


@dataclass(frozen=True, slots=True, kw_only=True)
class Result:
    """All answers, the duration of the run, and the processor seconds of the client itself."""

    answers: Sequence[Answer]
    seconds: float
    client_seconds: float

    @property
    def rate(self) -> float:
        """Answers per second."""
        return len(self.answers) / self.seconds

    def count(self, status: int) -> int:
        """Return the number of answers with this status."""
        return sum(answer.status == status for answer in self.answers)

    def percentile(self, share: float) -> float:
        """Return the latency in milliseconds below which this share of the answers is."""
        times = sorted(answer.seconds for answer in self.answers)
        return 1000 * times[min(len(times) - 1, int(share * len(times)))]


def merge(results: Sequence[Result]) -> Result:
    """Merge the results of several runs."""
    return Result(
        answers=[answer for result in results for answer in result.answers],
        seconds=sum(result.seconds for result in results),
        client_seconds=sum(result.client_seconds for result in results),
    )


@dataclass(slots=True, kw_only=True)
class _Client:
    script: Script
    line: socket.socket | None = None
    request: bytes = b""
    received: bytearray = field(default_factory=bytearray)
    sent_at: float = 0.0


def request(*, method: str, path: str, token: str, body: bytes = b"", headers: str = "") -> bytes:
    """Return a request as bytes, as a proxy that terminated TLS passes it on."""
    return (
        f"{method} {path} HTTP/1.1\r\nHost: {LOOPBACK}\r\nX-Forwarded-Proto: https\r\nAuthorization: Bearer {token}\r\n"
        f"Content-Type: application/json\r\nContent-Length: {len(body)}\r\n{headers}\r\n"
    ).encode() + body


def run(*, port: int, scripts: Sequence[Script], seconds: float = float("inf")) -> Result:
    """Run the clients; stop sending after `seconds`, then wait for the pending answers."""
    return _Loop(port=port, scripts=scripts, seconds=seconds).run()


class _Loop:
    def __init__(self, *, port: int, scripts: Sequence[Script], seconds: float) -> None:
        self.port, self.answers = port, list[Answer]()
        self.selector = selectors.DefaultSelector()
        self.start = time.monotonic()
        self.end = self.start + seconds
        self.waiting: list[tuple[float, int, _Client]] = []
        self.turn = 0
        for script in scripts:
            self._schedule(_Client(script=script), next(script, None))

    def run(self) -> Result:
        used = time.process_time()
        while self.waiting or self.selector.get_map():
            self._send_due()
            rest = self.waiting[0][0] - time.monotonic() if self.waiting else PATIENCE_SECONDS
            ready = self.selector.select(max(0.0, min(rest, PATIENCE_SECONDS)))
            if not ready and not self.waiting:
                raise TimeoutError("no answer")
            for key, _ in ready:
                self._receive(key.data)
        seconds = time.monotonic() - self.start
        return Result(answers=self.answers, seconds=seconds, client_seconds=time.process_time() - used)

    def _schedule(self, client: _Client, send: Send | None) -> None:
        due = time.monotonic() + send.after if send else self.end
        if send is None or due >= self.end:
            self._close(client)
            return
        client.request = send.request
        self.turn += 1
        heappush(self.waiting, (due, self.turn, client))

    def _send_due(self) -> None:
        now = time.monotonic()
        while self.waiting and self.waiting[0][0] <= now:
            client = heappop(self.waiting)[2]
            client.sent_at = time.monotonic()
            self._send(client)

    def _send(self, client: _Client) -> None:
        if client.line is None:
            client.line = socket.create_connection((LOOPBACK, self.port), timeout=PATIENCE_SECONDS)
            client.line.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        elif client.line in self.selector.get_map():
            self.selector.unregister(client.line)
        client.received.clear()
        try:
            client.line.sendall(client.request)
        except OSError:
            self._again(client)
            return
        self.selector.register(client.line, selectors.EVENT_READ, client)

    def _again(self, client: _Client) -> None:
        """Send the same request, with its key, on a new connection: the server closed the keep-alive one."""
        self._close(client)
        self._send(client)

    def _receive(self, client: _Client) -> None:
        if client.line is None:
            return
        try:
            part = client.line.recv(65_536)
        except OSError:
            part = b""
        if not part:
            self._again(client)
            return
        client.received += part
        answer = _read(client.received, seconds=time.monotonic() - client.sent_at)
        if answer is None:
            return
        self.selector.unregister(client.line)
        if CLOSING in client.received[: client.received.find(HEAD_END)].lower():
            self._close(client)
        self.answers.append(answer)
        try:
            self._schedule(client, client.script.send(answer))
        except StopIteration:
            self._close(client)

    def _close(self, client: _Client) -> None:
        if client.line is not None:
            if client.line in self.selector.get_map():
                self.selector.unregister(client.line)
            client.line.close()
            client.line = None


def _read(received: bytearray, *, seconds: float) -> Answer | None:
    """Parse the answer; None while it is incomplete. Every answer of the site has a Content-Length."""
    end = received.find(HEAD_END)
    if end < 0:
        return None
    head = bytes(received[:end]).lower()
    length = int(head.split(b"content-length:", 1)[1].split(b"\r\n", 1)[0])
    if len(received) < end + 4 + length:
        return None
    return Answer(status=int(head[9:12]), seconds=seconds, body=bytes(received[end + 4 :]))
