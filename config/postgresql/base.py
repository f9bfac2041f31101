"""PostgreSQL as web processes use it: each thread keeps its connection from request to request. A refusal, which rolls back,
costs no statement its preparation; whether a connection lives is seen without asking the server."""

from select import POLLIN, poll
from typing import Any

from django.db.backends.postgresql import base
from django.db.backends.postgresql.psycopg_any import IsolationLevel
from psycopg import Connection
from psycopg._preparing import PrepareManager
from psycopg.pq import TransactionStatus
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

    def is_quiet(self) -> bool:
        """Whether it is open, between transactions, and nothing came unasked: that the server ended it, most likely."""
        if self.closed or self.info.transaction_status != TransactionStatus.IDLE:
            return False
        heard = poll()
        heard.register(self.fileno(), POLLIN)
        return not heard.poll(0)


class DatabaseWrapper(base.DatabaseWrapper):
    """Django's, with such connections."""

    def get_new_connection(self, conn_params: dict[str, Any]) -> KeepingConnection:
        self.isolation_level = IsolationLevel.READ_COMMITTED
        return KeepingConnection.connect(**conn_params)

    def is_usable(self) -> bool:
        """Asked before the first statement of each request: one that is not quiet is closed, and a new one opened."""
        kept: KeepingConnection | None = self.connection
        return kept is not None and kept.is_quiet()
