"""Advisory locks of a database session, which PostgreSQL releases as soon as the session ends."""

from collections.abc import Iterator
from contextlib import contextmanager, suppress
from enum import IntEnum

from django.db import DatabaseError, connection

_NUMBERS = 2**31
"""A lock is identified by its kind and the lower 31 bits of a row's id. Two ids with the same bits share a lock."""


class LockKind(IntEnum):
    """What a lock is for; each kind has lock numbers of its own."""

    JOB_RUN = 1
    MAIL = 2


@contextmanager
def session_lock(kind: LockKind, number: int) -> Iterator[bool]:
    """Take a lock for the block without waiting; yield False where another session has it.

    The lock needs no transaction. If the worker is killed, its session ends and the lock is free at once.
    """
    key = [kind, number % _NUMBERS]
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_lock(%s, %s)", key)
        (locked,) = cursor.fetchone()
    try:
        yield locked
    finally:
        if locked:
            with suppress(DatabaseError), connection.cursor() as cursor:
                cursor.execute("SELECT pg_advisory_unlock(%s, %s)", key)


def list_locked(kind: LockKind, numbers: list[int]) -> list[int]:
    """Return those of the numbers that are locked by any session."""
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT objid {_HOLDERS} AND objid = ANY(%s::oid[])", [kind, [n % _NUMBERS for n in numbers]])
        found = {objid for (objid,) in cursor.fetchall()}
    return [number for number in numbers if number % _NUMBERS in found]


def end_lock_sessions(kind: LockKind, numbers: list[int]) -> None:
    """End the other sessions that have locked these numbers, so that a worker that hung cannot write any more."""
    with connection.cursor() as cursor:
        cursor.execute(
            f"SELECT pg_terminate_backend(pid) {_HOLDERS} AND objid = ANY(%s::oid[]) AND pid <> pg_backend_pid()",
            [kind, [number % _NUMBERS for number in numbers]],
        )


_HOLDERS = """
    FROM pg_locks WHERE locktype = 'advisory' AND objsubid = 2 AND granted AND classid = %s
        AND database = (SELECT oid FROM pg_database WHERE datname = current_database())
"""
