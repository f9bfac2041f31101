"""期间 (民法典 200-204): the ends of periods in Beijing days, and the first late instant. Pure."""

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
    """期间. A number of days, months or working days.

    If `rolls`, a last day that is not a working day is moved to the next one (民法典 203).
    """

    count: int
    unit: Unit
    rolls: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class Deadline:
    """期限. The computed day (`raw`), the day after rolling, and the calendar that was used.

    `provisional` where the calendar of a year was not published yet.
    """

    raw: date
    day: date
    provisional: bool
    calendar_version: str

    @property
    def late_from(self) -> datetime:
        """The first instant that is late: 00:00 of the next day, Beijing time."""
        return late_from(self.day)


def beijing_day(at: datetime) -> date:
    """Return the Beijing day of an aware moment. ValueError for a naive one."""
    if at.tzinfo is None:
        raise ValueError("naive moment")
    return at.astimezone(BEIJING).date()


def late_from(day: date) -> datetime:
    """Return 00:00 Beijing time after the day, because the day ends at 24:00 (民法典 203)."""
    return datetime.combine(day + ONE_DAY, time(), tzinfo=BEIJING)


def add_months(*, day: date, count: int) -> date:
    """Return the same day number `count` months later (earlier if negative), clipped to the month's end.

    OverflowError out of range.
    """
    years, month = divmod(day.month - 1 + count, 12)
    year = day.year + years
    if not date.min.year <= year <= date.max.year:
        raise OverflowError("date out of range")
    length = month_lengths.monthrange(year, month + 1)[1]
    return date(year, month + 1, min(day.day, length))


def deadline(*, start: date, period: Period, calendar: Calendar) -> Deadline:
    """Return the deadline of a period that begins after the start day (民法典 201-203).

    It is provisional if it depends on a day of a year whose holiday notice is not published yet. OverflowError for a day
    beyond the calendar's range.
    """
    if period.unit == "working_days":
        day = calendar.add_working_days(start=start, count=period.count)
        return _deadline(raw=day, day=day, first=start + ONE_DAY, calendar=calendar)
    raw = _end(start=start, count=period.count, unit=period.unit)
    return fixed_deadline(raw=raw, rolls=period.rolls, calendar=calendar)


def fixed_deadline(*, raw: date, rolls: bool, calendar: Calendar) -> Deadline:
    """Return the deadline of a given day, rolled to the next working day if `rolls`."""
    day = calendar.next_working_day(raw) if rolls else raw
    return _deadline(raw=raw, day=day, first=raw, calendar=calendar)


def notice_day(*, before: date, period: Period) -> date:
    """Return the last day for a notice that must be given a period before a day: counted backwards, never rolled."""
    if period.unit == "working_days":
        raise ValueError("a notice is counted in days or months")
    return _end(start=before, count=-period.count, unit=period.unit)


def never_earlier(*, shown: date, fresh: Deadline) -> Deadline:
    """Return a recomputed deadline, but not before the day shown to users, who may have relied on it."""
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
