"""Locks of the shared kernel."""

from datetime import datetime

from django.db import connection
from django.db.models import QuerySet

from core.models import ClockShift, JobRun, Notification, OutboxItem
from core.selectors.outbox import due_items


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


def lock_mails(mails: QuerySet[Notification], *, limit: int) -> list[Notification]:
    """The oldest of these notifications, but for those that another worker holds."""
    return list(mails.select_for_update(skip_locked=True, no_key=True).order_by("pk")[:limit])


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
