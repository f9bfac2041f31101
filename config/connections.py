"""Connections of web processes to the database: a refusal, which rolls back, costs no statement its preparation."""

from typing import Any

from psycopg import Connection
from psycopg._preparing import PrepareManager
from psycopg.pq.abc import PGconn


class _KeepingManager(PrepareManager):
    """Forgets nothing on ROLLBACK. The driver forgets all, because tables may have been made anew meanwhile; web
    processes make none, and PostgreSQL keeps what it prepared (core/sql.py gives up a connection whose plans are stale)."""

    def clear(self) -> bool:
        return False


class KeepingConnection(Connection[Any]):
    """A connection whose prepared statements outlive a rollback."""

    def __init__(self, pgconn: PGconn, *args: Any, **options: Any) -> None:
        super().__init__(pgconn, *args, **options)
        self._prepared = _KeepingManager()
