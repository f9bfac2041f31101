"""The working-day calendar as the rules want it."""

from datetime import date
from functools import lru_cache

from django.db.models import Max

from core.calendars import Calendar
from core.models import CalendarDay, CalendarYear


def get_calendar() -> Calendar:
    """The calendar of every notice entered so far; one small query, the rest is kept by version."""
    return _calendar(CalendarYear.objects.aggregate(newest=Max("version"))["newest"] or 0)


@lru_cache(maxsize=4)
def _calendar(version: int) -> Calendar:
    days = list(CalendarDay.objects.values_list("day", "kind"))
    return Calendar(
        off=_of_kind(days, "off"),
        makeup=_of_kind(days, "makeup_workday"),
        published=frozenset(CalendarYear.objects.values_list("year", flat=True)),
        version=str(version),
    )


def _of_kind(days: list[tuple[date, str]], kind: str) -> frozenset[date]:
    return frozenset(day for day, of_kind in days if of_kind == kind)
