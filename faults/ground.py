"""All processes of a run: both servers, the links to them, the mail server, the site; on loopback, removed at the end."""

import contextlib
import json
import secrets
import shutil
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import urlsplit

import django
import psycopg
from django.core.management import call_command
from django.db import connections

from bench.ground import production_variables
from config.embedded.installation import LOOPBACK, is_free, open_folder, sole_use, temporary_folder
from config.embedded.servers import Server, servers
from config.env import set_variables
from faults.parts import Command, Part

FIRST_PORT = 30_000 + 500 * secrets.randbelow(5)
"""First of the 500 ports of a run: above those of the tests, below the ephemeral ports of the system."""
START_SECONDS = 90
DISK_SIZE = "16m"
WEB, WORKERS = "web", ("worker-1", "worker-2")
LINKS = ("web–database", "worker–database", "web–broker", "worker–broker")


@dataclass(slots=True, kw_only=True)
class Ground:
    """The running processes by name, and their folders and addresses."""

    folder: Path
    database: str
    parts: dict[str, Part] = field(default_factory=dict)
    port: int = 0
    disk: str = ""
    """The small disk of the uploads: `tmpfs`, or `limit` (RLIMIT_FSIZE) if none can be mounted."""

    @property
    def uploads(self) -> Path:
        return self.folder / "uploads"

    @property
    def mails(self) -> Path:
        return self.folder / "mails"

    @property
    def cuts(self) -> int:
        """The number of connections cut after their COMMIT."""
        return sum(line.startswith("{") for line in (self.folder / "links.log").read_text().splitlines())

    def order(self, link: str, command: str, value: float = 0) -> None:
        """Send a command to a link (faults.links)."""
        process = self.parts["links"].process
        if process is not None and process.stdin is not None:
            process.stdin.write(f"{json.dumps({'link': link, 'command': command, 'value': value})}\n".encode())
            process.stdin.flush()

    def keep(self) -> None:
        """Restart every process that has ended."""
        for part in self.parts.values():
            part.keep()

    def wait_until_ready(self) -> None:
        """Wait until the site answers. Raises RuntimeError with the end of the log after a time-out."""
        deadline = time.monotonic() + START_SECONDS
        while not self.answers():
            if time.monotonic() > deadline:
                raise RuntimeError((self.folder / "web.log").read_text(errors="replace")[-3000:])
            time.sleep(0.2)

    def answers(self) -> bool:
        """Whether the site, its database and its broker answer."""
        try:
            with urllib.request.urlopen(f"http://{LOOPBACK}:{self.port}/health/ready/", timeout=5) as answer:
                return bool(json.load(answer)["status"] == "ok")
        except (urllib.error.URLError, OSError, ValueError):
            return False

    def connect(self) -> psycopg.Connection:
        """Open a connection that bypasses the links."""
        return psycopg.connect(self.database, autocommit=True, connect_timeout=2)


@contextlib.contextmanager
def ground() -> Iterator[Ground]:
    """Start both servers, migrate and seed; stop everything and remove it at the end."""
    set_variables(values={"DATABASE_URL": "", "REDIS_URL": ""})  # never a server with data
    with temporary_folder() as name, contextlib.ExitStack() as stack:
        folder = Path(name)
        open_folder(path=folder)
        stack.enter_context(sole_use(of=folder))
        both = servers(state=folder, ephemeral=False)
        for number, server in enumerate(both):
            server.port = FIRST_PORT + 100 * number
            server.start()
            stack.callback(server.stop)
        set_variables(values={server.variable: server.url for server in both} | _variables(folder))
        here = Ground(folder=folder, database=both[0].url)
        _prepare(here, stack)
        here.parts = {
            name: _part_of(server, name=name) for name, server in zip(("postgres", "valkey"), both, strict=True)
        }
        stack.callback(lambda: _leave(here))
        yield here


def _variables(folder: Path) -> dict[str, str]:
    return production_variables(folder) | {
        "DJANGO_SETTINGS_MODULE": "config.settings.production",
        "DEFAULT_FROM_EMAIL": "vouchers@faults.example",
        "EMAIL_URL": f"smtp://{LOOPBACK}:{FIRST_PORT + 200}",
    }


def _prepare(here: Ground, stack: contextlib.ExitStack) -> None:
    for place in (here.uploads, here.mails):
        place.mkdir()
    here.disk = _mount(here.uploads, stack)
    django.setup()
    call_command("migrate", verbosity=0, interactive=False)
    with (here.folder / "seed.log").open("w") as output:
        call_command("seed", stdout=output)


def _mount(place: Path, stack: contextlib.ExitStack) -> str:
    """Mount a small disk for the uploads if the machine permits it; return `tmpfs` or `limit`."""
    mount = shutil.which("mount")
    options = ["-t", "tmpfs", "-o", f"size={DISK_SIZE}", "none", str(place)]
    if mount is None or subprocess.run([mount, *options], capture_output=True, check=False).returncode:
        return "limit"
    stack.callback(subprocess.run, ["umount", "--lazy", str(place)], check=False)
    return "tmpfs"


def _part_of(server: Server, *, name: str) -> Part:
    return Part(name=name, spawn=lambda: server.spawn(server.port), process=server.process)


def start_site(here: Ground) -> None:
    """Start links, mail server, gunicorn, two workers and beat; wait until the site answers."""
    connections.close_all()
    postgres, valkey = (urlsplit(part) for part in (here.database, _broker()))
    ports = [number for number in range(FIRST_PORT + 300, FIRST_PORT + 400) if is_free(number)]
    links = dict(zip(LINKS, ports, strict=False))
    targets = {link: postgres.port if link.endswith("database") else valkey.port for link in LINKS}
    words = [f"{link}={links[link]}:{targets[link]}" for link in LINKS]
    here.port = ports[len(LINKS)]
    _add(here, "links", ["-m", "faults.links", *words], talks=True)
    _add(here, "mail server", ["-m", "faults.sink", str(FIRST_PORT + 200), str(here.mails)])
    of_web = {
        "DATABASE_URL": _through(here.database, links["web–database"]),
        "REDIS_URL": _through(_broker(), links["web–broker"]),
        "LOG_LEVEL": "INFO",
    }
    of_workers = {
        "DATABASE_URL": _through(here.database, links["worker–database"]),
        "REDIS_URL": _through(_broker(), links["worker–broker"]),
        "LOG_LEVEL": "INFO",
    }
    gunicorn = ["-m", "gunicorn", "--config", "python:config.gunicorn", "--bind", f"{LOOPBACK}:{here.port}"]
    _add(here, WEB, gunicorn, variables=of_web)
    for name in WORKERS:
        _add(here, name, [*worker_words(), "--hostname", f"{name}@faults"], variables=of_workers)
    _add(here, "beat", beat_words(), variables=of_workers)
    here.wait_until_ready()


def worker_words() -> list[str]:
    """The command of a worker, as in docs/operations.md."""
    return [*_celery(), "worker", "--concurrency", "2", "--without-mingle", "--without-gossip"]


def beat_words() -> list[str]:
    """The command of a beat, as in docs/operations.md."""
    return [*_celery(), "beat", "--pidfile", ""]


def _celery() -> list[str]:
    return ["-m", "celery", "--app", "config.celery", "--quiet"]


def _broker() -> str:
    from django.conf import settings

    return str(settings.REDIS_URL)


def _through(url: str, port: int) -> str:
    """Return the URL of the same server through a link."""
    parts = urlsplit(url)
    who = parts.netloc.rpartition("@")[0]
    return parts._replace(netloc=f"{who}@{LOOPBACK}:{port}").geturl()


def _add(
    here: Ground, name: str, words: list[str], *, variables: dict[str, str] | None = None, talks: bool = False
) -> None:
    command = Command(
        words=[sys.executable, *words], log=here.folder / f"{name}.log", variables=variables or {}, talks=talks
    )
    here.parts[name] = Part(name=name, spawn=command)
    here.parts[name].start()


def _leave(here: Ground) -> None:
    connections.close_all()
    for part in reversed(list(here.parts.values())):
        if part.name not in ("postgres", "valkey"):
            part.leave()
