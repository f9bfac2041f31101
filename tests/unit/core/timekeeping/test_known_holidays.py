import csv
from datetime import date, timedelta
from pathlib import Path

import pytest

from core.timekeeping.known_holidays import seed_calendar, seed_days

NOTICES = Path(__file__).parents[5] / "shared" / "cases" / "holidays_2023_2026.csv"


def _notices() -> dict[date, str]:
    if not NOTICES.exists():
        pytest.skip(f"the yearly notices are not beside the project: {NOTICES}")
    with NOTICES.open(encoding="utf-8") as lines:
        return {date.fromisoformat(row["date"]): row["kind"] for row in csv.DictReader(lines)}


def test_every_day_works_or_rests_as_the_notices_say():
    notices, calendar = _notices(), seed_calendar()
    first, last = min(notices), date(2026, 12, 31)
    every = [first + timedelta(days=gap) for gap in range((last - first).days + 1)]
    works = {day: notices.get(day, "off" if day.weekday() >= 5 else "working") != "off" for day in every}
    assert len(every) == 1462
    assert {day: calendar.is_working_day(day) for day in every} == works


def test_the_seed_knows_every_day_of_the_notices_by_its_kind():
    seed = seed_days()
    assert {day: seed[day][0] for day in _notices()} == _notices()


def test_every_year_from_2004_to_2026_is_published():
    assert set(range(2004, 2027)) <= seed_calendar().published


def test_no_day_is_both_off_and_made_up():
    assert not seed_calendar().off & seed_calendar().makeup
