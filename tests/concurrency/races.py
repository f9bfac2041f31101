"""Running services at the same moment, each on a connection of its own."""

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from threading import Barrier, Thread
from typing import Any

from django.db import connection

PATIENCE = 30


def together(works: Sequence[Callable[[], Any]]) -> list[Any]:
    """What each work returned or raised; none begins before all are ready."""
    start, results = Barrier(len(works)), [None] * len(works)

    def run(place: int, work: Callable[[], Any]) -> None:
        try:
            start.wait(PATIENCE)
            results[place] = work()
        except Exception as error:
            results[place] = error
        finally:
            connection.close()

    threads = [Thread(target=run, args=pair) for pair in enumerate(works)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(PATIENCE)
    return results


def execute(*statements: str) -> None:
    """Plain SQL, to take a guard of the database away."""
    with connection.cursor() as cursor:
        for statement in statements:
            cursor.execute(statement)


@contextmanager
def without(*names: str, emptied: str = "") -> Iterator[None]:
    """The database without these constraints, indexes and triggers, which come back in the end: by then every row must
    keep to them again, or the table that breaks them is emptied."""
    taken = [_removal_of(name) for name in names]
    execute(*(removal for removal, _ in taken))
    try:
        yield
    finally:
        if emptied:
            execute(
                "SET session_replication_role = 'replica'", f"DELETE FROM {emptied}", "RESET session_replication_role"
            )
        execute(*(addition for _, addition in taken))


def _removal_of(name: str) -> tuple[str, str]:
    """What takes a guard of the database away, and what brings it back."""
    with connection.cursor() as cursor:
        cursor.execute(
            r"""
            SELECT format('ALTER TABLE %%s DROP CONSTRAINT %%I', conrelid::regclass, conname),
                format('ALTER TABLE %%s ADD CONSTRAINT %%I %%s', conrelid::regclass, conname, pg_get_constraintdef(oid))
            FROM pg_constraint WHERE conname = %(name)s
            UNION ALL SELECT format('DROP INDEX %%I', indexname), indexdef FROM pg_indexes i WHERE indexname = %(name)s
                AND NOT EXISTS (SELECT FROM pg_constraint WHERE conname = i.indexname)
            UNION ALL SELECT format('ALTER TABLE %%s DISABLE TRIGGER %%I', tgrelid::regclass, tgname),
                format('ALTER TABLE %%s ENABLE TRIGGER %%I', tgrelid::regclass, tgname)
            FROM pg_trigger WHERE tgname LIKE 'pgtrigger\_' || %(name)s || '\_%%'
            """,
            {"name": name},
        )
        ((removal, addition),) = cursor.fetchall()
    return removal, addition


def until_blocked_or(done: Callable[[], bool]) -> None:
    """Until another session of this database waits for a lock, or what was waited for is done."""
    with connection.cursor() as cursor:
        waiting = 0
        while not waiting and not done():
            cursor.execute("SELECT pg_stat_clear_snapshot()")  # inside a transaction the view would stand still
            cursor.execute(
                "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'"
            )
            (waiting,) = cursor.fetchone()


def winners(results: Sequence[Any]) -> list[Any]:
    """What did not fail."""
    return [result for result in results if not isinstance(result, Exception)]


def codes(results: Sequence[Any]) -> list[str]:
    """The codes of what was refused, sorted."""
    return sorted(getattr(result, "code", repr(result)) for result in results if isinstance(result, Exception))
