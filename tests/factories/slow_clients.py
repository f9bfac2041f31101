"""Clients that make a server wait: idle ones, and those that send or take their bytes slowly."""

import socket
from collections.abc import Iterator
from contextlib import contextmanager

BEGINNINGS = {
    "idle": b"",
    "slow head": b"GET / HTTP/1.1\r\nHost: localhost\r\n",
    "slow body": b"POST / HTTP/1.1\r\nHost: localhost\r\nContent-Length: 100000\r\n\r\nx",
    "slow body of a large file": b"POST / HTTP/1.1\r\nHost: localhost\r\nContent-Length: 1000000\r\n\r\nx",
    "slow reader": b"GET /large HTTP/1.1\r\nHost: localhost\r\n\r\n",
}
"""Kind of client → all that it sends."""


@contextmanager
def slow_clients(kind: str, *, port: int, number: int) -> Iterator[list[socket.socket]]:
    """Connect so many clients that send the beginning of a request and then do nothing."""
    lines = [socket.create_connection(("127.0.0.1", port)) for _ in range(number)]
    try:
        for line in lines:
            line.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 65_536)
            line.sendall(BEGINNINGS[kind])
        yield lines
    finally:
        for line in lines:
            line.close()


def ask(request: bytes, *, port: int, patience: float) -> bytes:
    """Return the whole answer to a request. TimeoutError where nothing comes for so many seconds."""
    with socket.create_connection(("127.0.0.1", port), timeout=patience) as line:
        line.sendall(request)
        found = b""
        while data := line.recv(65_536):
            found += data
        return found
