"""Databases of a test run: migrated and seeded once, then cloned for each parallel worker, dropped at the end."""

import contextlib
import hashlib
from collections.abc import Iterator

import psycopg
from django.apps import apps
from django.core.management import call_command, get_commands
from django.db import connection
from psycopg import sql

from config.env import PROJECT, env

RUN_LOCK = 5_052_2023
REFERENCE_TABLES = {"core_calendarday", "core_calendaryear", "django_content_type", "auth_permission"}
"""Tables with seeded rows, which survive the flush after a transactional test. A test that adds rows removes them."""


def run_name() -> str:
    """Return the name of the database that this run migrates; the workers' databases are clones of it."""
    return f"test_vouchers_{env.str('PYTEST_RUN')}"


def own_name() -> str:
    """Return the name of this process's database."""
    worker = env.str("PYTEST_XDIST_WORKER", default="")
    return f"{run_name()}_{worker}" if worker else run_name()


def prepare() -> None:
    """Point the default connection at a fresh, migrated and seeded database of this process."""
    with _server() as server:
        server.execute("SELECT pg_advisory_lock(%s)", [RUN_LOCK])
        if not _exists(server, run_name()):
            try:
                _build(server)
            except BaseException:
                drop(run_name())
                raise
        if own_name() != run_name():
            _create(server, own_name(), template=run_name())
    _use(own_name())


def drop(*names: str) -> None:
    """Drop databases, terminating their connections."""
    connection.close()
    with _server() as server:
        for name in names:
            server.execute(sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)").format(sql.Identifier(name)))


def _build(server: psycopg.Connection) -> None:
    """Migrate and seed. With PYTEST_KEEP_MIGRATED the migrated database is kept for runs with the same migrations."""
    migrated = f"migrated_vouchers_{_migrations_hash()}"
    if _exists(server, migrated):
        _create(server, run_name(), template=migrated)
        _use(run_name())
    else:
        _create(server, run_name(), template="template0")
        _use(run_name())
        call_command("migrate", verbosity=0, interactive=False)
        connection.close()
        if env.bool("PYTEST_KEEP_MIGRATED", default=False) and migrated.endswith(_migrations_hash()):
            _create(server, migrated, template=run_name())
    if "seed" in get_commands():
        call_command("seed", verbosity=0)
    connection.close()


def _migrations_hash() -> str:
    files = [PROJECT / "requirements" / "base.txt"]
    for app in apps.get_app_configs():
        if PROJECT in (PROJECT / app.path).parents and ".venv" not in app.path:
            files += sorted((PROJECT / app.path / "migrations").glob("*.py"))
    return hashlib.sha256(b"".join(file.read_bytes() for file in files)).hexdigest()[:16]


@contextlib.contextmanager
def _server() -> Iterator[psycopg.Connection]:
    """Connect to the server outside all test databases, without the project's time-outs."""
    settings = connection.settings_dict
    address = {"host": settings["HOST"], "port": settings["PORT"], "user": settings["USER"]}
    with psycopg.connect(**address, password=settings["PASSWORD"], dbname="postgres", autocommit=True) as server:
        yield server


def _exists(server: psycopg.Connection, name: str) -> bool:
    return server.execute("SELECT 1 FROM pg_database WHERE datname = %s", [name]).fetchone() is not None


def _create(server: psycopg.Connection, name: str, *, template: str) -> None:
    statement = sql.SQL("CREATE DATABASE {} TEMPLATE {} ENCODING 'UTF8'")
    server.execute(statement.format(sql.Identifier(name), sql.Identifier(template)))


def _use(name: str) -> None:
    connection.close()
    connection.settings_dict["NAME"] = name
