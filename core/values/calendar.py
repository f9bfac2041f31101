"""工作日历: working days by the State Council's yearly notices. Pure."""

from dataclasses import dataclass
from datetime import date, timedelta

ONE_DAY = timedelta(days=1)
_FIXED_HOLIDAYS = frozenset({(1, 1), (5, 1), (5, 2), (10, 1), (10, 2), (10, 3)})
"""Rest days that need no notice (全国年节及纪念日放假办法): New Year, 1-2 May, 1-3 October."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Calendar:
    """Days off and make-up working days of the years whose notice is published.

    A year without a notice is provisional: weekends and the fixed holidays are days off, without make-up days.
    """

    off: frozenset[date]
    makeup: frozenset[date]
    published: frozenset[int]
    version: str

    def is_working_day(self, day: date) -> bool:
        """Whether the day is a working day: a make-up day, or a weekday that is not a holiday."""
        if day in self.makeup:
            return True
        if day in self.off or day.weekday() >= 5:
            return False
        return day.year in self.published or (day.month, day.day) not in _FIXED_HOLIDAYS

    def next_working_day(self, day: date) -> date:
        """Return the first working day on or after the day. OverflowError after the year 9999."""
        while not self.is_working_day(day):
            day += ONE_DAY
        return day

    def add_working_days(self, *, start: date, count: int) -> date:
        """Return the count-th working day after the start. OverflowError after the year 9999."""
        day = start
        while count > 0:
            day += ONE_DAY
            count -= self.is_working_day(day)
        return day

    def is_provisional(self, *, first: date, last: date) -> bool:
        """Whether a day from first to last is in a year without a published notice."""
        return any(year not in self.published for year in range(first.year, last.year + 1))
