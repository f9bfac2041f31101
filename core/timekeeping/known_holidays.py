"""Holiday notices from the chinesecalendar library: the seed of the calendar, also used without a database."""

from datetime import date
from functools import cache

from chinese_calendar.constants import holidays, workdays

from core.values.calendar import Calendar

NAMES = {
    "New Year's Day": "元旦",
    "Spring Festival": "春节",
    "Tomb-sweeping Day": "清明节",
    "Labour Day": "劳动节",
    "Dragon Boat Festival": "端午节",
    "National Day": "国庆节",
    "Mid-autumn Festival": "中秋节",
    "Anti-Fascist 70th Day": "抗战胜利纪念日",
}
OFF, MAKEUP = "off", "makeup_workday"
SOURCE = "国务院办公厅关于部分节假日安排的通知"


@cache
def seed_calendar() -> Calendar:
    """Return the calendar of every year in the library."""
    days = seed_days()
    return Calendar(
        off=frozenset(day for day, (kind, _) in days.items() if kind == OFF),
        makeup=frozenset(day for day, (kind, _) in days.items() if kind == MAKEUP),
        published=published_years(),
        version="seed",
    )


@cache
def seed_days() -> dict[date, tuple[str, str]]:
    """Return day → (kind, name of the holiday)."""
    off = {day: (OFF, NAMES.get(name, name)) for day, name in holidays.items()}
    return off | {day: (MAKEUP, NAMES.get(name, name)) for day, name in workdays.items()}


@cache
def published_years() -> frozenset[int]:
    """Return the years whose notice is in the library."""
    return frozenset(day.year for day in holidays)
