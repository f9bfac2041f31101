"""Databases of an older layout. Until version 1.0 the migrations are replaced, so such a database cannot be migrated."""

from collections.abc import Set
from datetime import datetime
from urllib.parse import urlsplit

import psycopg
from psycopg import sql

Migration = tuple[str, str]
"""App label and name of a migration."""


def set_aside(*, url: str, known: Set[Migration], at: datetime) -> str | None:
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


def fits(*, url: str, known: Set[Migration]) -> bool:
    """Whether the code has every applied migration of the apps in `known`."""
    with psycopg.connect(url, autocommit=True) as connection:
        found = connection.execute("SELECT to_regclass('public.django_migrations')").fetchone()
        if found == (None,):
            return True
        applied = connection.execute("SELECT app, name FROM django_migrations").fetchall()
    apps = {app for app, _ in known}
    return all((app, name) in known for app, name in applied if app in apps)
