"""The working-day calendar as the rules want it."""

from datetime import date
from functools import lru_cache
from uuid import UUID

from django.db.models import QuerySet

from core.models import CalendarDay, CalendarYear
from core.sql import Compiled
from core.values.calendar import Calendar


def get_calendar() -> Calendar:
    """The calendar of every notice entered so far; one small query, the rest is kept in memory by edition."""
    return _calendar(*(newest_calendar.first() or (0, None)))


@Compiled
def newest_calendar() -> QuerySet[CalendarYear, tuple[int, UUID]]:
    return CalendarYear.objects.order_by("-version").values_list("version", "edition")[:1]


@lru_cache(maxsize=4)
def _calendar(version: int, _edition: UUID | None) -> Calendar:
    days = list(CalendarDay.objects.values_list("day", "kind"))
    return Calendar(
        off=_of_kind(days, "off"),
        makeup=_of_kind(days, "makeup_workday"),
        published=frozenset(CalendarYear.objects.values_list("year", flat=True)),
        version=str(version),
    )


def _of_kind(days: list[tuple[date, str]], kind: str) -> frozenset[date]:
    return frozenset(day for day, of_kind in days if of_kind == kind)


def list_calendar_years() -> QuerySet[CalendarYear]:
    """The years whose notice is entered, newest first."""
    return CalendarYear.objects.order_by("-year")
