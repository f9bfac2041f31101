"""Throw-away servers with durable settings, and gunicorn; everything on loopback, removed at the end."""

import base64
import contextlib
import functools
import io
import json
import os
import secrets
import signal
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

import django
import psycopg
from django.core.management import call_command
from django.db import connections

from config.embedded import running
from config.embedded.installation import LOOPBACK, die_with_parent, find_installation, is_free, temporary_folder
from config.env import PROJECT, environment, set_variables

FIRST_PORT = 18_400
START_SECONDS = 60


@dataclass(frozen=True, kw_only=True)
class Ground:
    """The folder of this run, the address of its database server, and PostgreSQL's own programs."""

    folder: Path
    url: str
    programs: Path

    def url_of(self, database: str) -> str:
        """The address of one database of the server."""
        return urlsplit(self.url)._replace(path=f"/{database}").geturl()

    @contextlib.contextmanager
    def connect(self, database: str = "vouchers") -> Iterator[psycopg.Connection]:
        """Open an autocommit connection without time-outs."""
        with psycopg.connect(self.url_of(database), autocommit=True) as connection:
            yield connection

    def copy(self, *, source: str, target: str) -> None:
        """Create a database as a copy of another one, which must have no connections."""
        connections.close_all()
        with self.connect("postgres") as connection:
            connection.execute(f'CREATE DATABASE "{target}" TEMPLATE "{source}" STRATEGY file_copy'.encode())


@contextlib.contextmanager
def ground() -> Iterator[Ground]:
    """Start both servers, migrate and seed; stop them and remove everything at the end. Raises ServerError."""
    set_variables(values={"DATABASE_URL": "", "REDIS_URL": ""})  # never a server with data
    with temporary_folder() as name, running(ephemeral=False, state=Path(name)) as addresses:
        folder = Path(name)
        set_variables(values={**addresses, **production_variables(folder)})
        django.setup()
        call_command("migrate", verbosity=0, interactive=False)
        call_command("seed", stdout=io.StringIO())
        connections.close_all()
        programs = find_installation(state=folder, outlive=False).postgres_bin
        yield Ground(folder=folder, url=addresses["DATABASE_URL"], programs=programs)
        connections.close_all()


def production_variables(folder: Path) -> dict[str, str]:
    """Return the variables that the production settings need, made up for this run."""
    return {
        "DJANGO_SETTINGS_MODULE": "bench.settings",
        "SECRET_KEY": secrets.token_urlsafe(50),
        "ALLOWED_HOSTS": LOOPBACK,
        "BEHIND_TLS_PROXY": "1",
        "FIELD_KEYS": json.dumps({"bench": base64.b64encode(secrets.token_bytes(32)).decode()}),
        "FIELD_KEY_CURRENT": "bench",
        "BLIND_INDEX_KEY": base64.b64encode(secrets.token_bytes(32)).decode(),
        "MEDIA_ROOT": str(folder / "uploads"),
        "STATIC_ROOT": str(folder / "static"),
        "VAR_DIR": str(folder / "var"),
        "EMAIL_URL": "consolemail://",
        "DEFAULT_FROM_EMAIL": "vouchers@bench.example",
        "LOG_LEVEL": "WARNING",  # of this process; the site logs as it does in production
    }


@contextlib.contextmanager
def site(*, ground: Ground, database: str = "vouchers", project: Path = PROJECT) -> Iterator[int]:
    """Run gunicorn as in production over one database; yield its port. `project` is the folder of the version to run."""
    connections.close_all()
    port = next(number for number in range(FIRST_PORT, FIRST_PORT + 100) if is_free(number))
    log = ground.folder / f"web-{database}.log"
    command = [sys.executable, "-m", "gunicorn", "--config", "python:config.gunicorn", "--bind", f"{LOOPBACK}:{port}"]
    with log.open("ab") as output:
        process = subprocess.Popen(
            command,
            cwd=project,
            env=environment(extra={"DATABASE_URL": ground.url_of(database), "LOG_LEVEL": "INFO"}),
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=output,
            start_new_session=True,
            preexec_fn=functools.partial(die_with_parent, signal.SIGTERM, os.getpid()),  # noqa: PLW1509 - one thread
        )
    try:
        _wait(process=process, port=port, log=log)
        yield port
    except BaseException:
        lines = (line for line in log.read_text(errors="replace").splitlines() if '"level": "info"' not in line)
        sys.stderr.write("\n".join(list(lines)[-40:]) + "\n")
        raise
    finally:
        process.terminate()
        process.wait(timeout=30)


def _wait(*, process: subprocess.Popen[bytes], port: int, log: Path) -> None:
    deadline = time.monotonic() + START_SECONDS
    while not _answers(port):
        if process.poll() is not None or time.monotonic() > deadline:
            raise RuntimeError("\n".join(log.read_text(errors="replace").splitlines()[-20:]))
        time.sleep(0.1)


def _answers(port: int) -> bool:
    try:
        with urllib.request.urlopen(f"http://{LOOPBACK}:{port}/health/live/", timeout=5) as answer:
            return bool(answer.status == 200)
    except (urllib.error.URLError, OSError):
        return False
