"""Locks of the shared kernel."""

from collections.abc import Iterator
from contextlib import contextmanager, suppress
from datetime import datetime
from enum import IntEnum

from django.db import DatabaseError, connection
from django.db.models import QuerySet

from core.models import ClockShift, JobRun, OutboxItem
from core.selectors.outbox import due_items

_NUMBERS = 2**31
"""A session holds a thing by its kind and the lower 31 bits of its id: two alike are as one, and wait for each other."""


class Holding(IntEnum):
    """Kinds of things that a worker's session holds."""

    JOB_RUN = 1
    MAIL = 2


@contextmanager
def held(kind: Holding, number: int) -> Iterator[bool]:
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


def list_held(kind: Holding, numbers: list[int]) -> list[int]:
    """Those of the numbers that a session holds."""
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT objid {_HOLDERS} AND objid = ANY(%s::oid[])", [kind, [n % _NUMBERS for n in numbers]])
        found = {objid for (objid,) in cursor.fetchall()}
    return [number for number in numbers if number % _NUMBERS in found]


def end_holders(kind: Holding, numbers: list[int]) -> None:
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


def lock_calendar() -> None:
    """One notice at a time: held to the end of the transaction. Readers are not held up."""
    with connection.cursor() as cursor:
        cursor.execute("LOCK TABLE core_calendaryear IN SHARE ROW EXCLUSIVE MODE")


def lock_due_item(*, item_id: int, at: datetime) -> OutboxItem | None:
    """A reaction that is due, with its event; None where another worker holds it or has done it."""
    rows = due_items(at=at).select_for_update(skip_locked=True, no_key=True, of=("self",))
    return rows.select_related("event").filter(pk=item_id).first()


def lock_outbox_item(*, item_id: int) -> OutboxItem | None:
    """A reaction, waited for."""
    return OutboxItem.objects.select_for_update(no_key=True).filter(pk=item_id).first()


def lock_job_run(*, run_id: int) -> JobRun | None:
    """A run, waited for."""
    return JobRun.objects.select_for_update(no_key=True).filter(pk=run_id).first()


def lock_job_runs(runs: QuerySet[JobRun]) -> list[JobRun]:
    """These runs, in order of id, but for those that another tick holds."""
    return list(runs.select_for_update(skip_locked=True, no_key=True, of=("self",)).order_by("pk"))


def lock_clock_shift() -> ClockShift:
    """The one row of the moved clock, made where it is missing."""
    ClockShift.objects.bulk_create([ClockShift(id=1)], ignore_conflicts=True)
    return ClockShift.objects.select_for_update(no_key=True).get(id=1)


def lock_seals() -> None:
    """One sealer at a time: held to the end of the transaction. Readers are not held up."""
    with connection.cursor() as cursor:
        cursor.execute("LOCK TABLE core_eventseal IN SHARE ROW EXCLUSIVE MODE")


def lock_events_for_a_moment() -> None:
    """Wait, one second at most, until no transaction is under way that has written events."""
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL lock_timeout = '1s'")
        cursor.execute("LOCK TABLE core_event IN SHARE MODE")
