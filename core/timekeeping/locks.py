"""Locks of the calendar and of the moved clock."""

from django.db import connection

from core.models import ClockShift


def lock_calendar() -> None:
    """Lock the calendar against other writers until the end of the transaction. Readers do not wait."""
    with connection.cursor() as cursor:
        cursor.execute("LOCK TABLE core_calendaryear IN SHARE ROW EXCLUSIVE MODE")


def lock_clock_shift() -> ClockShift:
    """Lock the only row of the moved clock, created where it is missing."""
    ClockShift.objects.bulk_create([ClockShift(id=1)], ignore_conflicts=True)
    return ClockShift.objects.select_for_update(no_key=True).get(id=1)
