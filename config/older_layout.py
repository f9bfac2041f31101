"""Databases of an older layout. Until version 1.0 the migrations are replaced, so such a database cannot be migrated."""

import hashlib
import inspect
import json
from collections.abc import Mapping
from datetime import datetime
from pathlib import Path
from urllib.parse import urlsplit

import psycopg
from django.db.migrations.loader import MigrationLoader
from psycopg import sql

from config.env import PROJECT

Migrations = Mapping[str, str]
"""Name of a migration, such as vouchers.0001_initial → digest of its file."""
PREFIX = "migrations: "
"""Start of the comment that is ours."""
READ_COMMENT = "SELECT shobj_description(oid, 'pg_database') FROM pg_database WHERE datname = current_database()"


def own_migrations() -> Migrations:
    """Return the migrations of the project's own apps."""
    found = MigrationLoader(None).disk_migrations
    files = {f"{app}.{name}": Path(inspect.getfile(type(migration))) for (app, name), migration in found.items()}
    return {
        name: hashlib.sha256(file.read_bytes()).hexdigest()[:16]
        for name, file in files.items()
        if file.parent.parent.parent == PROJECT
    }


def record_migrations(*, url: str, known: Migrations) -> None:
    """Record the migrations in the comment of the database, because a file may be replaced under the same name.

    Another's comment stays as it is; then only the names of the migrations are compared (`fits`).
    """
    database = sql.Identifier(urlsplit(url).path.removeprefix("/"))
    with psycopg.connect(url, autocommit=True) as connection:
        if not _is_foreign(_comment(connection)):
            text = sql.Literal(PREFIX + json.dumps(dict(known)))
            connection.execute(sql.SQL("COMMENT ON DATABASE {} IS {}").format(database, text))


def set_aside(*, url: str, known: Migrations, at: datetime) -> str | None:
    """Rename a database that does not fit the code, and create an empty one in its place.

    Returns the new name of the old database, or None where it fits. No data is deleted.
    """
    name = urlsplit(url).path.removeprefix("/")
    if fits(url=url, known=known):
        return None
    new_name = f"{name}_until_{at:%Y%m%d_%H%M%S}"
    with psycopg.connect(urlsplit(url)._replace(path="/postgres").geturl(), autocommit=True) as connection:
        old, new = sql.Identifier(name), sql.Identifier(new_name)
        connection.execute(sql.SQL("ALTER DATABASE {} RENAME TO {}").format(old, new))
        connection.execute(sql.SQL("CREATE DATABASE {}").format(old))
    return new_name


def fits(*, url: str, known: Migrations) -> bool:
    """Whether the code has every applied migration of its apps, with the content that `record_migrations` recorded.

    Where nothing is recorded, names alone decide.
    """
    with psycopg.connect(url, autocommit=True) as connection:
        if connection.execute("SELECT to_regclass('public.django_migrations')").fetchone() == (None,):
            return True
        applied = connection.execute("SELECT app || '.' || name FROM django_migrations").fetchall()
        comment = _comment(connection)
    apps = {name.partition(".")[0] for name in known}
    digests: Migrations = json.loads(comment.removeprefix(PREFIX)) if comment.startswith(PREFIX) else {}
    ours = [name for (name,) in applied if name.partition(".")[0] in apps]
    return all(name in known and digests.get(name, known[name]) == known[name] for name in ours)


def _comment(connection: psycopg.Connection) -> str:
    found = connection.execute(READ_COMMENT).fetchone()
    return (found and found[0]) or ""


def _is_foreign(comment: str) -> bool:
    return bool(comment) and not comment.startswith(PREFIX)
