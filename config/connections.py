"""Connections of web processes to the database: a refusal, which rolls back, costs no statement its preparation; whether
one lives is seen without asking the server."""

from select import POLLIN, poll
from typing import Any

from psycopg import Connection, Cursor
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

    def execute(self, query: Any, params: Any = None, **options: Any) -> Cursor[Any]:
        """As ever, but the empty query, with which the pool asks before each request whether the connection lives, is
        sent only where something came from the server unasked: that it ended, most likely."""
        return self.cursor() if query == "" and self._is_quiet() else super().execute(query, params, **options)

    def _is_quiet(self) -> bool:
        heard = poll()
        heard.register(self.fileno(), POLLIN)
        return not self.closed and not heard.poll(0)
