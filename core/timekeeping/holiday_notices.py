"""Entering the State Council's yearly holiday notices."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Max

from core.database.transactions import write
from core.events.recording import Change, record
from core.models import CalendarDay, CalendarYear
from core.timekeeping.locks import lock_calendar
from core.values.errors import DomainError


@dataclass(frozen=True, kw_only=True, slots=True)
class DayEntry:
    """A day of a notice: `off` (放假) or `makeup_workday` (调休上班)."""

    day: date
    kind: str
    name: str


@write
def enter_calendar_year(
    *, year: int, days: Sequence[DayEntry], source: str, actor_id: int | None, at: datetime
) -> CalendarYear:
    """Enter the notice of a year (放假安排通知) and raise the calendar's version by one.

    Handlers of `calendar.entered` recompute provisional deadlines. Raises `calendar_year_known` where the year has its
    notice, `calendar_day_outside` for a day beyond the neighbouring New Year weeks, `calendar_day_twice`,
    `calendar_day_known` for a day of another year's notice, `calendar_days_missing` for an empty notice.
    """
    lock_calendar()
    _check(year=year, days=days)
    newest = CalendarYear.objects.aggregate(newest=Max("version"))["newest"] or 0
    entered = CalendarYear.objects.create(
        year=year, version=newest + 1, source=source, entered_by_id=actor_id, entered_at=at
    )
    CalendarDay.objects.bulk_create(
        CalendarDay(day=entry.day, kind=entry.kind, name=entry.name, year=entered) for entry in days
    )
    record(
        Change(
            type="calendar.entered",
            subject_kind="calendar",
            subject_id=year,
            at=at,
            actor_id=actor_id,
            data={"version": entered.version, "source": source, "days": len(days)},
        )
    )
    return entered


def _check(*, year: int, days: Sequence[DayEntry]) -> None:
    if CalendarYear.objects.filter(year=year).exists():
        raise DomainError("calendar_year_known", field="year", kind="refused", year=year)
    if not days:
        raise DomainError("calendar_days_missing", field="days")
    for entry in days:
        if not date(year - 1, 12, 20) <= entry.day <= date(year + 1, 1, 10):
            raise DomainError("calendar_day_outside", field="days", day=entry.day.isoformat(), year=year)
    listed = Counter(entry.day for entry in days)
    if twice := sorted(day for day, count in listed.items() if count > 1):
        raise DomainError("calendar_day_twice", field="days", day=twice[0].isoformat())
    known = CalendarDay.objects.filter(day__in=[entry.day for entry in days]).values_list("day", flat=True).first()
    if known:
        raise DomainError("calendar_day_known", field="days", kind="refused", day=known.isoformat())
