"""The bundled PostgreSQL and Valkey: starting, stopping, and running both around a block."""

import contextlib
import secrets
import shutil
import subprocess
from abc import ABC, abstractmethod
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import ClassVar

import psycopg
import redis

from config.embedded.installation import (
    LOCAL,
    LOOPBACK,
    Installation,
    ServerError,
    as_server_user,
    end,
    find_installation,
    hand_over,
    open_folder,
    read_port,
    secret,
    sole_use,
    start_on_free_port,
    start_on_port,
    temporary_folder,
    write_private,
)
from config.env import is_set

DURABLE = ["synchronous_commit=on", "max_connections=100"]
EPHEMERAL = [
    "fsync=off",
    "synchronous_commit=off",
    "full_page_writes=off",
    "wal_level=minimal",
    "max_wal_senders=0",
    "max_connections=200",
]


class Server(ABC):
    """What Postgres and Valkey have in common."""

    name: ClassVar[str]
    variable: ClassVar[str]
    port: int
    log: Path
    process: subprocess.Popen[bytes] | None

    @abstractmethod
    def start(self) -> None:
        """Start on the first free port. Raises ServerError."""

    @abstractmethod
    def stop(self) -> None:
        """Shut the server down cleanly, and wait until its process has ended."""

    @abstractmethod
    def answers(self) -> bool:
        """Whether the server accepts connections."""

    @abstractmethod
    def spawn(self, port: int) -> subprocess.Popen[bytes]:
        """Start the process."""

    @property
    @abstractmethod
    def url(self) -> str:
        """The address with its password."""

    def exit_code(self) -> int | None:
        """Return the exit code of the process, or None while it runs."""
        return None if self.process is None else self.process.poll()

    def restart(self) -> None:
        """Start it again on the same port, which the site knows. Raises ServerError."""
        self.process = start_on_port(port=self.port, spawn=self.spawn, answers=self.answers, log=self.log)


class Postgres(Server):
    """The bundled PostgreSQL: SCRAM with a generated password, database and user "vouchers"."""

    name = "PostgreSQL"
    variable = "DATABASE_URL"

    def __init__(self, *, installation: Installation, state: Path, ephemeral: bool, port: int) -> None:
        self.installation, self.ephemeral = installation, ephemeral
        self.password, self.port_file = secret(state / "postgres.password"), state / "postgres.port"
        self.port = read_port(path=self.port_file, otherwise=port)
        self.data, self.log = installation.folder / "postgres", installation.folder / "postgres.log"
        self.process: subprocess.Popen[bytes] | None = None

    @property
    def url(self) -> str:
        return f"postgres://vouchers:{self.password}@{LOOPBACK}:{self.port}/vouchers"

    def start(self) -> None:
        if not (self.data / "PG_VERSION").exists():
            self._initialise()
        self.port, self.process = start_on_free_port(
            first=self.port, spawn=self.spawn, answers=self.answers, log=self.log
        )
        self.port_file.write_text(str(self.port))
        with psycopg.connect(self._address("postgres"), autocommit=True) as connection:
            if not connection.execute("SELECT 1 FROM pg_database WHERE datname = 'vouchers'").fetchone():
                connection.execute("CREATE DATABASE vouchers")

    def stop(self) -> None:
        command: list[str | Path] = [
            self.installation.postgres_bin / "pg_ctl",
            "stop",
            "-D",
            self.data,
            "-m",
            "fast",
            "-w",
            "-t",
            "20",
        ]
        subprocess.run(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, check=False, **as_server_user())
        end(self.process)

    def answers(self) -> bool:
        with (
            contextlib.suppress(psycopg.OperationalError),
            psycopg.connect(self._address("postgres"), connect_timeout=2),
        ):
            return True
        return False

    def _address(self, database: str) -> str:
        return f"host={LOOPBACK} port={self.port} user=vouchers password={self.password} dbname={database}"

    def _initialise(self) -> None:
        shutil.rmtree(self.data, ignore_errors=True)
        password_file = self.installation.folder / "initdb.password"
        write_private(path=password_file, text=self.password)
        hand_over(path=password_file)
        command: list[str | Path] = [
            self.installation.postgres_bin / "initdb",
            "-D",
            self.data,
            "-U",
            "vouchers",
            f"--pwfile={password_file}",
        ]
        command += ["--auth=scram-sha-256", "--encoding=UTF8", "--locale=C", "--locale-provider=builtin"]
        command += ["--builtin-locale=C.UTF-8", "--no-instructions", *(["--no-sync"] if self.ephemeral else [])]
        done = subprocess.run(command, capture_output=True, text=True, check=False, **as_server_user())
        password_file.unlink()
        if done.returncode:
            raise ServerError(f"initdb: {done.stdout}{done.stderr}")

    def spawn(self, port: int) -> subprocess.Popen[bytes]:
        self.port = port
        settings = [f"listen_addresses={LOOPBACK}", f"port={port}", "unix_socket_directories=", "jit=off"]
        settings += EPHEMERAL if self.ephemeral else DURABLE
        arguments = [part for setting in settings for part in ("-c", setting)]
        return self.installation.spawn(
            self.installation.postgres_bin / "postgres", "-D", self.data, *arguments, log=self.log
        )


class Valkey(Server):
    """The bundled Valkey: it never evicts a message, and has an append-only file when durable."""

    name = "Valkey"
    variable = "REDIS_URL"

    def __init__(self, *, installation: Installation, state: Path, ephemeral: bool, port: int) -> None:
        self.installation, self.ephemeral = installation, ephemeral
        self.password, self.port_file = secret(state / "valkey.password"), state / "valkey.port"
        self.port = read_port(path=self.port_file, otherwise=port)
        self.data, self.log = installation.folder / "valkey", installation.folder / "valkey.log"
        self.process: subprocess.Popen[bytes] | None = None

    @property
    def url(self) -> str:
        return f"redis://:{self.password}@{LOOPBACK}:{self.port}"

    def start(self) -> None:
        self.data.mkdir(exist_ok=True)
        hand_over(path=self.data)
        self.port, self.process = start_on_free_port(
            first=self.port, spawn=self.spawn, answers=self.answers, log=self.log
        )
        self.port_file.write_text(str(self.port))

    def stop(self) -> None:
        with contextlib.suppress(redis.RedisError):
            self._client().shutdown()
        end(self.process)

    def answers(self) -> bool:
        with contextlib.suppress(redis.RedisError):
            return bool(self._client().ping())
        return False

    def _client(self) -> redis.Redis:
        return redis.Redis.from_url(self.url, socket_timeout=2, socket_connect_timeout=2)

    def spawn(self, port: int) -> subprocess.Popen[bytes]:
        self.port = port
        settings = [f"bind {LOOPBACK}", f"port {port}", f"requirepass {self.password}", f'dir "{self.data}"']
        settings += ["maxmemory-policy noeviction", 'save ""', f"appendonly {'no' if self.ephemeral else 'yes'}"]
        return self.installation.spawn(self.installation.valkey, "-", log=self.log, config="\n".join(settings) + "\n")


@contextlib.contextmanager
def running(*, ephemeral: bool, state: Path | None = None) -> Iterator[dict[str, str]]:
    """Start the servers as `started` does, and yield the variables with their addresses."""
    with started(ephemeral=ephemeral, state=state) as found:
        yield addresses(found)


def addresses(of: Sequence[Server]) -> dict[str, str]:
    """Return the variables with the addresses of servers."""
    return {server.variable: server.url for server in of}


@contextlib.contextmanager
def started(*, ephemeral: bool, state: Path | None = None) -> Iterator[list[Server]]:
    """Start the servers whose addresses are not set, yield them, stop them at the end.

    Ephemeral servers use a temporary folder unless `state` names one. Raises ServerError.
    """
    with contextlib.ExitStack() as stack:
        if state is None:
            state = Path(stack.enter_context(temporary_folder())) if ephemeral else LOCAL / "demo"
        open_folder(path=state)
        stack.enter_context(sole_use(of=state))
        found = servers(state=state, ephemeral=ephemeral)
        for server in found:
            server.start()
            stack.callback(server.stop)
        yield found


def servers(*, state: Path, ephemeral: bool, outlive: bool = False) -> list[Server]:
    """Return the servers of a state folder, except those whose address the environment names already."""
    open_folder(path=state)
    installation = find_installation(state=state, outlive=outlive)
    first = 20_000 + secrets.randbelow(10_000) if ephemeral else 54_320
    kinds: list[tuple[Callable[..., Server], str, int]] = [(Postgres, "DATABASE_URL", 0), (Valkey, "REDIS_URL", 10_000)]
    return [
        kind(installation=installation, state=state, ephemeral=ephemeral, port=first + shift)
        for kind, variable, shift in kinds
        if not is_set(names=[variable])
    ]
