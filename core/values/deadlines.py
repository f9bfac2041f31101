"""期间 (民法典 200-204): when a period ends, and the first instant that is late. Beijing days. Pure."""

import calendar as month_lengths
from dataclasses import dataclass, replace
from datetime import date, datetime, time
from typing import Literal
from zoneinfo import ZoneInfo

from core.values.calendar import ONE_DAY, Calendar

BEIJING = ZoneInfo("Asia/Shanghai")

Unit = Literal["days", "months", "working_days"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Period:
    """期间. So many days, months or working days; `rolls` where a last day on a rest day moves on (民法典 203)."""

    count: int
    unit: Unit
    rolls: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class Deadline:
    """期限. The computed day, the day it rolled to, and what the answer rests on."""

    raw: date
    day: date
    provisional: bool
    calendar_version: str

    @property
    def late_from(self) -> datetime:
        """The first instant that is late: 00:00 of the next day, Beijing time."""
        return late_from(self.day)

    def is_late(self, *, at: datetime) -> bool:
        """Whether an aware moment is past the deadline."""
        return at >= self.late_from


def beijing_day(at: datetime) -> date:
    """The Beijing day of an aware moment. ValueError for a naive one."""
    if at.tzinfo is None:
        raise ValueError("naive moment")
    return at.astimezone(BEIJING).date()


def late_from(day: date) -> datetime:
    """00:00 Beijing time after the day: it ends at 24:00 (民法典 203)."""
    return datetime.combine(day + ONE_DAY, time(), tzinfo=BEIJING)


def add_months(*, day: date, count: int) -> date:
    """The same day number so many months on, or back, clipped to the month's end. OverflowError out of range."""
    years, month = divmod(day.month - 1 + count, 12)
    year = day.year + years
    if not date.min.year <= year <= date.max.year:
        raise OverflowError("date out of range")
    length = month_lengths.monthrange(year, month + 1)[1]
    return date(year, month + 1, min(day.day, length))


def deadline(*, start: date, period: Period, calendar: Calendar) -> Deadline:
    """When a period that begins after the start day ends (民法典 201-203).

    Provisional where a day looked at lies in a year without a published notice. OverflowError out of range.
    """
    if period.unit == "working_days":
        day = calendar.add_working_days(start=start, count=period.count)
        return _deadline(raw=day, day=day, first=start + ONE_DAY, calendar=calendar)
    raw = _end(start=start, count=period.count, unit=period.unit)
    return fixed_deadline(raw=raw, rolls=period.rolls, calendar=calendar)


def fixed_deadline(*, raw: date, rolls: bool, calendar: Calendar) -> Deadline:
    """A deadline whose day is given, rolled to the next working day where it rolls."""
    day = calendar.next_working_day(raw) if rolls else raw
    return _deadline(raw=raw, day=day, first=raw, calendar=calendar)


def notice_day(*, before: date, period: Period) -> date:
    """The last day for a notice that must be given so long ahead: counted backwards, never rolled."""
    if period.unit == "working_days":
        raise ValueError("a notice is counted in days or months")
    return _end(start=before, count=-period.count, unit=period.unit)


def never_earlier(*, shown: date, fresh: Deadline) -> Deadline:
    """A recomputed deadline, but never before the day that was shown: nobody loses a day he relied on."""
    return replace(fresh, day=max(shown, fresh.day))


def _end(*, start: date, count: int, unit: Unit) -> date:
    if unit == "months":
        return add_months(day=start, count=count)
    return start + ONE_DAY * count


def _deadline(*, raw: date, day: date, first: date, calendar: Calendar) -> Deadline:
    return Deadline(
        raw=raw,
        day=day,
        provisional=calendar.is_provisional(first=first, last=day),
        calendar_version=calendar.version,
    )
