"""Advisory locks that a database session holds: free as soon as the session ends."""

from collections.abc import Iterator
from contextlib import contextmanager, suppress
from enum import IntEnum

from django.db import DatabaseError, connection

_NUMBERS = 2**31
"""A session holds a thing by its kind and the lower 31 bits of its id: two alike are as one, and wait for each other."""


class LockKind(IntEnum):
    """Kinds of things that a worker's session holds."""

    JOB_RUN = 1
    MAIL = 2


@contextmanager
def session_lock(kind: LockKind, number: int) -> Iterator[bool]:
    """Hold a thing as long as this database session lives; False where another session holds it.

    What a killed worker held is free at once: its session ends with it. No transaction is needed, none is open meanwhile.
    """
    key = [kind, number % _NUMBERS]
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_lock(%s, %s)", key)
        (mine,) = cursor.fetchone()
    try:
        yield mine
    finally:
        if mine:
            with suppress(DatabaseError), connection.cursor() as cursor:
                cursor.execute("SELECT pg_advisory_unlock(%s, %s)", key)


def list_locked(kind: LockKind, numbers: list[int]) -> list[int]:
    """Those of the numbers that a session holds."""
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT objid {_HOLDERS} AND objid = ANY(%s::oid[])", [kind, [n % _NUMBERS for n in numbers]])
        found = {objid for (objid,) in cursor.fetchall()}
    return [number for number in numbers if number % _NUMBERS in found]


def end_lock_sessions(kind: LockKind, numbers: list[int]) -> None:
    """End the sessions that hold these numbers: whoever comes back to one finds that it is not his any more."""
    with connection.cursor() as cursor:
        cursor.execute(
            f"SELECT pg_terminate_backend(pid) {_HOLDERS} AND objid = ANY(%s::oid[]) AND pid <> pg_backend_pid()",
            [kind, [number % _NUMBERS for number in numbers]],
        )


_HOLDERS = """
    FROM pg_locks WHERE locktype = 'advisory' AND objsubid = 2 AND granted AND classid = %s
        AND database = (SELECT oid FROM pg_database WHERE datname = current_database())
"""
