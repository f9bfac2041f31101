"""A gunicorn worker that slow clients cannot stall: threads see only requests that have arrived whole.

The main loop receives each request, and sends what a client did not take of its answer at once; neither waits for
anybody. A thread reads from memory or a temporary file, never from a client. Plain HTTP/1.1 only, as behind a proxy.
"""

import errno
import selectors
import socket
import time
from collections.abc import Callable
from concurrent.futures import Future
from contextlib import suppress
from typing import Any

from gunicorn.http.parser import RequestParser
from gunicorn.workers.gthread import TConn, ThreadWorker

from config.buffers import CHUNK, HeldSocket, Incoming, Refused

HEAD_SECONDS = 20.0
"""For the head of a request; an idle connection is closed after gunicorn's `keepalive`."""
STOP_RECEIVING, STOP_SENDING = 2.0, 8.0
"""Seconds that a worker that stops waits for a request to arrive, and for an answer to be taken."""
BYTES_PER_SECOND = 10_000
"""A body must arrive, and an answer be taken, at this rate in all, beyond `HEAD_SECONDS`."""
MOST_WAITING = 400
"""Connections of a process that wait for their client. Beyond it the one that waits longest is closed."""
MOST_LARGE = 50
"""Those of them with a temporary file."""
CONTINUE = b"HTTP/1.1 100 Continue\r\n\r\n"


class Connection(TConn):  # type: ignore[misc]
    """A connection with the request that is arriving on it."""

    def __init__(self, cfg: Any, raw: socket.socket, client: Any, server: Any) -> None:
        super().__init__(cfg, HeldSocket(raw), client, server)
        self.parser = RequestParser(cfg, self.sock, client)
        self.initialized = self.data_ready = True
        self.incoming = Incoming()
        self.deadline = 0.0

    def close(self, graceful: bool = False) -> None:  # noqa: FBT001, FBT002
        """Close at once: the request was read whole, so the answer is not cut off."""
        self.incoming.close()
        self.sock.close()


class BufferingWorker(ThreadWorker):  # type: ignore[misc]
    """gunicorn's worker with threads, between which and the clients the main loop buffers."""

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self._waiting: dict[Connection, None] = {}
        """Connections that wait for their client, the one that waits longest first."""
        self._next_look = 0.0

    def accept(self, listener: socket.socket) -> None:
        """Accept a connection. Where the process has no file descriptor left, close one that waits."""
        try:
            raw, address = listener.accept()
        except OSError as error:
            if error.errno in (errno.EMFILE, errno.ENFILE):
                self._close_longest()
            elif error.errno not in (errno.EAGAIN, errno.ECONNABORTED, errno.EWOULDBLOCK):
                raise
            return
        self.nr_conns += 1
        conn = Connection(self.cfg, raw, address, listener.getsockname())
        conn.deadline = time.monotonic() + HEAD_SECONDS
        self._wait_for(conn, selectors.EVENT_READ, self._receive)
        self._receive(conn)

    def finish_request(self, conn: Connection, done: "Future[Any]") -> None:
        """Send the rest of the answer, then wait for the next request or close."""
        conn.incoming.close()
        keep = not done.cancelled() and done.exception() is None and bool(done.result())
        self._flush(conn, keep=keep, begun=time.monotonic())

    def murder_pending(self) -> None:
        """Close, once a second, the connections whose time is over; it is shorter in a worker that stops."""
        now = time.monotonic()
        if now < self._next_look:
            return
        self._next_look = now + 1.0
        for conn in list(self._waiting):
            if not self.alive:
                conn.deadline = min(conn.deadline, now + (STOP_SENDING if conn.sock.kept else STOP_RECEIVING))
            if conn.deadline <= now:
                self._drop(conn)

    def _receive(self, conn: Connection, _socket: object = None) -> None:
        try:
            data = conn.sock.raw.recv(CHUNK)
        except (BlockingIOError, InterruptedError):
            return
        except OSError:
            data = b""
        if data:
            self._feed(conn, data)
        else:
            self._drop(conn)

    def _feed(self, conn: Connection, data: bytes) -> None:
        """Take bytes of a request; a whole request goes to a thread."""
        incoming, had_head = conn.incoming, bool(conn.incoming.expected)
        if not incoming.is_begun:
            conn.deadline = time.monotonic() + HEAD_SECONDS
        try:
            incoming.feed(data)
            if incoming.expected and not had_head:
                conn.deadline += incoming.expected / BYTES_PER_SECOND
            if incoming.wants_continue and not had_head:
                conn.sock.sendall(CONTINUE)
        except (Refused, OSError) as error:
            self._refuse(conn, error)
            return
        if incoming.is_complete:
            self._stop_waiting(conn)
            conn.sock.source = incoming.open()
            self.enqueue_req(conn)
        elif incoming.is_large and not had_head:
            self._limit_large()

    def _refuse(self, conn: Connection, error: Exception) -> None:
        if isinstance(error, Refused):
            with suppress(OSError):
                conn.sock.raw.send(f"HTTP/1.1 {error}\r\nConnection: close\r\nContent-Length: 0\r\n\r\n".encode())
        self._drop(conn)

    def _flush(self, conn: Connection, *, keep: bool, begun: float) -> None:
        try:
            conn.sock.flush()
        except OSError:
            self._drop(conn)
            return
        if conn.sock.kept:
            if conn not in self._waiting:
                conn.deadline = begun + HEAD_SECONDS + conn.sock.kept / BYTES_PER_SECOND
                self._wait_for(conn, selectors.EVENT_WRITE, lambda c, _socket: self._flush(c, keep=keep, begun=begun))
        elif keep:
            self._await_next(conn)
        else:
            self._drop(conn)

    def _await_next(self, conn: Connection) -> None:
        """Wait for the next request of the connection, part of which may have come with the last one."""
        self._stop_waiting(conn)
        surplus, conn.incoming = conn.incoming.surplus, Incoming()
        conn.deadline = time.monotonic() + (self.cfg.keepalive if self.alive else STOP_RECEIVING)
        self._wait_for(conn, selectors.EVENT_READ, self._receive)
        if surplus:
            self._feed(conn, surplus)

    def _wait_for(self, conn: Connection, event: int, then: Callable[[Connection, object], None]) -> None:
        # An event of a connection that another event of the same turn has closed is ignored.
        self.poller.register(conn.sock.raw, event, lambda found: then(conn, found) if conn in self._waiting else None)
        self._waiting[conn] = None
        if len(self._waiting) > MOST_WAITING:
            self._close_longest()

    def _stop_waiting(self, conn: Connection) -> None:
        if conn in self._waiting:
            del self._waiting[conn]
            self.poller.unregister(conn.sock.raw)

    def _drop(self, conn: Connection) -> None:
        self._stop_waiting(conn)
        self.nr_conns -= 1
        conn.close()

    def _close_longest(self) -> None:
        if self._waiting:
            self._drop(next(iter(self._waiting)))

    def _limit_large(self) -> None:
        large = [conn for conn in self._waiting if conn.incoming.is_large]
        if len(large) > MOST_LARGE:
            self._drop(large[0])
