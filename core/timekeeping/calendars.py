"""The working-day calendar, read from the database in the form the rules use."""

from datetime import date
from functools import lru_cache
from typing import TypeAlias
from uuid import UUID

from django.db.models import QuerySet

from core.models import CalendarDay, CalendarYear
from core.values.calendar import Calendar

CalendarYearRow: TypeAlias = CalendarYear
"""The type of a row for views, which do not import models."""


def get_calendar() -> Calendar:
    """Return the calendar of all notices entered so far. One small query; calendars are cached by edition."""
    newest = CalendarYear.objects.order_by("-version").values_list("version", "edition").first()
    return calendar_of(*(newest or (0, None)))


@lru_cache(maxsize=4)
def calendar_of(version: int, _edition: UUID | None) -> Calendar:
    """Return the calendar of the newest version and edition, for a caller that has read these already."""
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
    """Return the years whose notice is entered, newest first."""
    return CalendarYear.objects.order_by("-year")
