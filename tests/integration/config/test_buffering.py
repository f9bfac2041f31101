"""Slow clients do not stall a web process, which has one thread here; gunicorn's own worker is stalled by them."""

import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager

import pytest

from config.buffers import MOST_BODY, MOST_HEAD
from config.embedded.installation import is_free
from config.env import PROJECT, environment
from tests.factories.slow_clients import BEGINNINGS, ask, slow_clients

CLOSE = b"Host: localhost\r\nConnection: close\r\n"
PATIENCE, STALLED = 20.0, 1.0
"""Seconds to wait for an answer, and after which a process counts as stalled."""
NUMBER = 60


@contextmanager
def server(worker: str) -> Iterator[int]:
    """Run one process with one thread and this worker; yield its port."""
    port = next(number for number in range(18_700, 18_800) if is_free(number))
    command = [sys.executable, "-m", "gunicorn", "--worker-class", worker, "--threads", "1", "--no-control-socket"]
    command += ["--bind", f"127.0.0.1:{port}", "tests.factories.plain_site:application"]
    process = subprocess.Popen(command, cwd=PROJECT, env=environment(), stderr=subprocess.DEVNULL)
    try:
        while not answers(port):
            assert process.poll() is None
        yield port
    finally:
        process.kill()
        process.wait()


def answers(port: int) -> bool:
    try:
        return get(port).endswith(b"GET 0")
    except OSError:
        time.sleep(0.05)
        return False


def get(port: int, *, patience: float = PATIENCE) -> bytes:
    return ask(b"GET / HTTP/1.1\r\n" + CLOSE + b"\r\n", port=port, patience=patience)


def read_until(line: socket.socket, ending: bytes) -> bytes:
    """Return what comes up to this ending. TimeoutError where it does not come."""
    found = b""
    while not found.endswith(ending) and (data := line.recv(65_536)):
        found += data
    assert found.endswith(ending)
    return found


@pytest.fixture(scope="module")
def port() -> Iterator[int]:
    with server("config.buffering.BufferingWorker") as found:
        yield found


@pytest.mark.parametrize("kind", BEGINNINGS)
def test_slow_clients_stall_nobody(port: int, kind: str) -> None:
    with slow_clients(kind, port=port, number=NUMBER):
        assert get(port).endswith(b"GET 0")


@pytest.mark.parametrize("kind", ["slow head", "slow body", "slow reader"])
def test_control_they_stall_a_worker_that_does_not_buffer(kind: str) -> None:
    with server("gthread") as plain, slow_clients(kind, port=plain, number=NUMBER), pytest.raises(TimeoutError):
        get(plain, patience=STALLED)


def test_what_comes_slowly_is_answered_when_it_is_whole(port: int) -> None:
    with slow_clients("slow body", port=port, number=2) as lines:
        for line in lines:
            line.settimeout(PATIENCE)
            line.sendall(b"x" * 50_000)
            line.sendall(b"x" * 49_999)
        assert all(read_until(line, b"POST 100000") for line in lines)


def test_what_is_taken_slowly_comes_whole(port: int) -> None:
    with slow_clients("slow reader", port=port, number=1) as (line,):
        assert get(port).endswith(b"GET 0")
        line.settimeout(PATIENCE)
        line.sendall(b"GET / HTTP/1.1\r\n" + CLOSE + b"\r\n")
        assert read_until(line, b"GET 0").count(b"x") == 5_000_000


@pytest.mark.parametrize("size", [0, 1, 262_144, 3_000_000])
def test_body_arrives_unchanged(port: int, size: int) -> None:
    body = b"POST / HTTP/1.1\r\n" + CLOSE + f"Content-Length: {size}\r\n\r\n".encode() + b"x" * size
    assert ask(body, port=port, patience=PATIENCE).endswith(f"POST {size}".encode())


def test_requests_sent_at_once_are_answered_in_order(port: int) -> None:
    first = b"POST / HTTP/1.1\r\nHost: localhost\r\nContent-Length: 3\r\n\r\nabc"
    found = ask(first + b"GET / HTTP/1.1\r\n" + CLOSE + b"\r\n", port=port, patience=PATIENCE)
    assert [line for line in found.split(b"\r\n") if line.endswith((b"POST 3", b"GET 0"))] != []
    assert found.index(b"POST 3") < found.index(b"GET 0")


def test_client_that_asks_whether_to_go_on_is_told_so(port: int) -> None:
    head = b"POST / HTTP/1.1\r\n" + CLOSE + b"Expect: 100-continue\r\nContent-Length: 3\r\n\r\n"
    with socket.create_connection(("127.0.0.1", port), timeout=PATIENCE) as line:
        line.sendall(head)
        assert line.recv(65_536).startswith(b"HTTP/1.1 100 Continue")
        line.sendall(b"abc")
        assert b"POST 3" in b"".join(iter(lambda: line.recv(65_536), b""))


@pytest.mark.parametrize(
    ("head", "status"),
    [
        (b"Transfer-Encoding: chunked\r\n\r\n", b"411"),
        (f"Content-Length: {MOST_BODY + 1}\r\n\r\n".encode(), b"413"),
        (b"X: " + b"x" * MOST_HEAD, b"431"),
        (b"Content-Length: 1\r\nContent-Length: 2\r\n\r\nab", b"400"),
        (b"Content-Length: x\r\n\r\n", b"400"),
    ],
)
def test_request_that_cannot_be_received_is_refused(port: int, head: bytes, status: bytes) -> None:
    with socket.create_connection(("127.0.0.1", port), timeout=PATIENCE) as line:
        line.sendall(b"POST / HTTP/1.1\r\nHost: localhost\r\n" + head)
        assert line.recv(65_536).split()[1] == status
