"""日期、时刻: Beijing days and moments as people write them. Pure."""

import re
from datetime import date, datetime, time

from core.values.characters import as_shown
from core.values.deadlines import BEIJING

_ISO_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_ISO_MOMENT = re.compile(
    r"[0-9]{4}-[0-9]{2}-[0-9]{2}[Tt ][0-9]{2}:[0-9]{2}(:[0-9]{2}([.,][0-9]{1,6})?)?([Zz]|[+-][0-9]{2}(:?[0-9]{2})?)"
)
_WRITTEN_DAYS = (
    re.compile(r"([0-9]{4})-([0-9]{1,2})-([0-9]{1,2})"),
    re.compile(r"([0-9]{4})/([0-9]{1,2})/([0-9]{1,2})"),
    re.compile(r"([0-9]{4})\.([0-9]{1,2})\.([0-9]{1,2})"),
    re.compile(r"([0-9]{4})年([0-9]{1,2})月([0-9]{1,2})日?"),
    re.compile(r"([0-9]{4})([0-9]{2})([0-9]{2})"),
)
_MOMENT = re.compile(r"(.+?)[Tt ]([0-9]{1,2}):([0-9]{2})(?::([0-9]{2}))?")


def parse_iso_day(text: str) -> date:
    """Parse a day written YYYY-MM-DD, in digits of any width. ValueError for anything else."""
    shown = as_shown(text)
    if not _ISO_DAY.fullmatch(shown):
        raise ValueError("not a day")
    return date.fromisoformat(shown)


def parse_iso_moment(text: str) -> datetime:
    """Parse a moment in ISO 8601 with its offset, in digits of any width. ValueError for one without an offset."""
    shown = as_shown(text)
    if not _ISO_MOMENT.fullmatch(shown):
        raise ValueError("not a moment with an offset")
    return datetime.fromisoformat(shown.upper())


def parse_written_day(text: str) -> date:
    """Parse a day as people write it, the year first: 2026-03-02, 2026/3/2, 2026.3.2, 2026年3月2日, 20260302.

    ValueError for anything else: 3/2/2026 has two readings.
    """
    shown = as_shown(text).replace(" ", "")
    found = next(filter(None, (form.fullmatch(shown) for form in _WRITTEN_DAYS)), None)
    if found is None:
        raise ValueError("not a day")
    year, month, day = map(int, found.groups())
    return date(year, month, day)


def parse_written_moment(text: str) -> datetime:
    """Parse a day with a time of Beijing: 2026-03-02T09:00, 2026/3/2 9:00. ValueError, also for a bare day."""
    found = _MOMENT.fullmatch(as_shown(text))
    if found is None:
        raise ValueError("not a day with a time")
    day, *clock = found.groups()
    hour, minute, second = (int(part or 0) for part in clock)
    return datetime.combine(parse_written_day(day), time(hour, minute, second), tzinfo=BEIJING)
