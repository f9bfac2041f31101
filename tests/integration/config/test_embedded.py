"""The bundled servers: started for a command and ended with it in every case."""

import contextlib
import os
import signal
import socket
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest
import redis

from config.embedded import ServerError, running
from config.embedded.installation import LOOPBACK, sole_use
from config.env import PROJECT, environment

ASK = "import os; print(os.environ['DATABASE_URL'], os.environ['REDIS_URL'], flush=True)"
WAIT = "import sys; sys.stdin.read()"
NAMES = ("DATABASE_URL", "REDIS_URL")


@pytest.fixture
def no_servers_named(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in NAMES:
        monkeypatch.delenv(name)


@contextlib.contextmanager
def launched(code: str) -> Iterator[tuple[subprocess.Popen[str], list[str]]]:
    """Run Python code under `config.embedded run --test`; yield the process and the printed addresses."""
    command = [sys.executable, "-m", "config.embedded", "run", "--test", "--", sys.executable, "-c", code]
    pipes = {"stdin": subprocess.PIPE, "stdout": subprocess.PIPE, "text": True}
    with subprocess.Popen(command, cwd=PROJECT, env=environment(without=NAMES), **pipes) as process:
        yield process, process.stdout.readline().split()


@contextlib.contextmanager
def connections_to(*urls: str) -> Iterator[list[socket.socket]]:
    """Open connections that show the end of the servers."""
    with contextlib.ExitStack() as stack:
        ports = [int(url.rsplit(":", 1)[1].split("/")[0]) for url in urls]
        yield [stack.enter_context(socket.create_connection((LOOPBACK, port), timeout=20)) for port in ports]


def is_closed_by_server(connection: socket.socket) -> bool:
    with contextlib.suppress(ConnectionResetError):
        while connection.recv(1024):
            pass
    return True


def test_exit_code_is_the_commands() -> None:
    with launched(f"{ASK}; {WAIT}; raise SystemExit(7)") as (process, urls), connections_to(*urls) as connections:
        process.stdin.close()
        assert process.wait() == 7
        assert [is_closed_by_server(connection) for connection in connections] == [True, True]


def test_servers_answer_while_the_command_runs() -> None:
    with launched(f"{ASK}; {WAIT}") as (_, (database, broker)):
        with psycopg.connect(database) as connection:
            assert connection.execute("SHOW listen_addresses").fetchone() == (LOOPBACK,)
        assert redis.Redis.from_url(broker).config_get("maxmemory-policy") == {"maxmemory-policy": "noeviction"}


def test_a_wrong_password_is_refused() -> None:
    with launched(f"{ASK}; {WAIT}") as (_, (database, broker)):
        with pytest.raises(psycopg.OperationalError, match="password authentication failed"):
            psycopg.connect(database.replace("vouchers:", "vouchers:wrong"))
        with pytest.raises(redis.AuthenticationError):
            redis.Redis.from_url(broker.replace("redis://:", "redis://:wrong")).ping()


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT, signal.SIGKILL])
def test_signal_leaves_no_server_behind(number: signal.Signals) -> None:
    with launched(f"{ASK}; {WAIT}") as (process, urls), connections_to(*urls) as connections:
        process.send_signal(number)
        process.wait()
        assert [is_closed_by_server(connection) for connection in connections] == [True, True]


@pytest.mark.usefixtures("no_servers_named")
def test_busy_port_is_stepped_over(tmp_path: Path) -> None:
    with socket.socket() as other:
        other.bind((LOOPBACK, 0))
        other.listen()
        busy = other.getsockname()[1]
        (tmp_path / "postgres.port").write_text(str(busy))
        tmp_path.parent.chmod(0o755)
        with (
            running(ephemeral=True, state=tmp_path) as variables,
            psycopg.connect(variables["DATABASE_URL"]) as connection,
        ):
            assert busy < connection.info.port < busy + 100


@pytest.mark.usefixtures("no_servers_named")
def test_state_in_use_is_left_alone(tmp_path: Path) -> None:
    with sole_use(of=tmp_path), pytest.raises(ServerError, match="in use"), running(ephemeral=True, state=tmp_path):
        pytest.fail("started beside another process")


def test_named_servers_are_used_as_they_are() -> None:
    with running(ephemeral=True) as variables:
        assert variables == {}
        assert all(os.environ[name] for name in NAMES)
