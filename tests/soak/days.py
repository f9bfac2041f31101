"""An oracle for deadlines: days by the law, implemented again from the text and the library's calendar."""

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import chinese_calendar

from tests.soak.model import Period

BEIJING = ZoneInfo("Asia/Shanghai")
LAST_KNOWN = 2026
"""The last year in the library; a soak enters the notices of later years."""
ALWAYS_OFF = {(1, 1), (5, 1), (5, 2), (10, 1), (10, 2), (10, 3)}


def day_of(at: datetime) -> date:
    return at.astimezone(BEIJING).date()


def midnight_after(day: date) -> datetime:
    """The first instant that is late for a deadline on this day."""
    return datetime.combine(day + timedelta(days=1), time(), tzinfo=BEIJING).astimezone(UTC)


def months_on(day: date, count: int) -> date:
    year, month = day.year + (day.month - 1 + count) // 12, (day.month - 1 + count) % 12 + 1
    for number in (day.day, 30, 29, 28):
        try:
            return date(year, month, min(day.day, number))
        except ValueError:
            continue
    raise AssertionError("every month has 28 days")


class Days:
    """The working days by the notices entered so far."""

    def __init__(self) -> None:
        self.notices: dict[int, dict[date, bool]] = {}

    def works(self, day: date) -> bool:
        for worked in self.notices.values():
            if day in worked:
                return worked[day]
        if day.year <= LAST_KNOWN:
            return chinese_calendar.is_workday(day)
        rests = day.weekday() >= 5 or (day.year not in self.notices and (day.month, day.day) in ALWAYS_OFF)
        return not rests

    def roll(self, day: date) -> date:
        while not self.works(day):
            day += timedelta(days=1)
        return day

    def end(self, start: date, period: Period) -> date:
        """Return the last day of a period that begins after the start, rolled to a working day if it rolls."""
        if period.unit == "working_days":
            return self.working(start, period.count)
        last = months_on(start, period.count) if period.unit == "months" else start + timedelta(days=period.count)
        return self.roll(last) if period.rolls else last

    def working(self, start: date, count: int) -> date:
        """Return the count-th working day after the start."""
        day = start
        while count:
            day += timedelta(days=1)
            count -= self.works(day)
        return day
