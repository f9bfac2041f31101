from dataclasses import replace
from datetime import date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.timekeeping.known_holidays import seed_calendar
from core.values.calendar import Calendar
from core.values.deadlines import (
    BEIJING,
    Deadline,
    Period,
    add_months,
    beijing_day,
    deadline,
    fixed_deadline,
    late_from,
    never_earlier,
    notice_day,
)
from tests.strategies import calendars, days

periods = st.builds(
    Period, count=st.integers(1, 40), unit=st.sampled_from(["days", "months", "working_days"]), rolls=st.booleans()
)


def _ends(start: str, count: int, unit: str, *, rolls: bool = True) -> Deadline:
    period = Period(count=count, unit=unit, rolls=rolls)
    return deadline(start=date.fromisoformat(start), period=period, calendar=seed_calendar())


@pytest.mark.parametrize(
    ("start", "count", "unit", "raw", "day"),
    [
        ("2026-02-06", 15, "days", "2026-02-21", "2026-02-24"),
        ("2026-09-05", 15, "days", "2026-09-20", "2026-09-20"),
        ("2025-11-30", 3, "months", "2026-02-28", "2026-02-28"),
        ("2026-07-01", 3, "months", "2026-10-01", "2026-10-08"),
        ("2023-08-31", 1, "months", "2023-09-30", "2023-10-07"),
        ("2026-09-28", 5, "working_days", "2026-10-10", "2026-10-10"),
    ],
)
def test_the_table_of_deadlines(start, count, unit, raw, day):
    found = _ends(start, count, unit)
    assert (found.raw.isoformat(), found.day.isoformat()) == (raw, day)


def test_a_period_rolls_unless_it_is_told_not_to():
    period = Period(count=15, unit="days")
    assert deadline(start=date(2026, 2, 6), period=period, calendar=seed_calendar()).day == date(2026, 2, 24)


def test_without_rolling_the_raw_day_stands():
    assert _ends("2026-02-06", 15, "days", rolls=False).day == date(2026, 2, 21)


def test_a_fixed_day_rolls_like_any_other():
    found = fixed_deadline(raw=date(2026, 10, 1), rolls=True, calendar=seed_calendar())
    assert (found.raw, found.day) == (date(2026, 10, 1), date(2026, 10, 8))


@pytest.mark.parametrize(
    ("at", "late"),
    [
        ("2026-03-17T23:59:59.999999+08:00", False),
        ("2026-03-18T00:00:00+08:00", True),
        ("2026-03-17T16:00:00+00:00", True),
        ("2026-03-17T15:59:59+00:00", False),
    ],
)
def test_it_ends_at_24_00_beijing_time(at, late):
    assert (datetime.fromisoformat(at) >= _ends("2026-03-02", 15, "days").late_from) is late


def test_the_first_late_instant_is_midnight_in_beijing():
    assert late_from(date(2026, 2, 28)).isoformat() == "2026-03-01T00:00:00+08:00"


@pytest.mark.parametrize(
    ("at", "day"), [("2026-03-01T15:59:59+00:00", "2026-03-01"), ("2026-03-01T16:00:00+00:00", "2026-03-02")]
)
def test_the_day_of_a_moment_is_beijings(at, day):
    assert beijing_day(datetime.fromisoformat(at)).isoformat() == day


def test_a_naive_moment_has_no_day():
    with pytest.raises(ValueError, match="naive"):
        beijing_day(datetime(2026, 3, 1))  # noqa: DTZ001


@pytest.mark.parametrize(
    ("day", "count", "found"),
    [
        ("2024-02-29", 60, "2029-02-28"),
        ("2024-02-29", 48, "2028-02-29"),
        ("2025-11-30", 3, "2026-02-28"),
        ("2026-03-31", -1, "2026-02-28"),
        ("2026-01-15", -1, "2025-12-15"),
        ("0001-02-01", -1, "0001-01-01"),
        ("9999-11-30", 1, "9999-12-30"),
    ],
)
def test_months_keep_the_day_number_or_clip(day, count, found):
    assert add_months(day=date.fromisoformat(day), count=count).isoformat() == found


@pytest.mark.parametrize(("day", "count"), [(date(9999, 12, 1), 1), (date(1, 1, 1), -1)])
def test_months_out_of_range_overflow(day, count):
    with pytest.raises(OverflowError):
        add_months(day=day, count=count)


@given(days, st.integers(1, 60))
def test_months_land_in_the_month_counted(day, count):
    found = add_months(day=day, count=count)
    assert (found.year * 12 + found.month) - (day.year * 12 + day.month) == count
    assert found.day == day.day or (found.day < day.day and (found + timedelta(days=1)).day == 1)


@given(calendars(), days, periods)
def test_a_deadline_never_ends_before_its_raw_day_and_rolls_onto_a_working_day(calendar, start, period):
    found = deadline(start=start, period=period, calendar=calendar)
    assert found.raw <= found.day
    assert found.day == found.raw or not calendar.is_working_day(found.raw)
    assert calendar.is_working_day(found.day) or not period.rolls


@given(calendars(), days, periods)
def test_a_later_start_never_ends_earlier(calendar, start, period):
    later = deadline(start=start + timedelta(days=1), period=period, calendar=calendar)
    assert deadline(start=start, period=period, calendar=calendar).day <= later.day


@given(calendars(), days, periods)
def test_it_is_late_from_the_next_beijing_midnight_on(calendar, start, period):
    found = deadline(start=start, period=period, calendar=calendar)
    first = datetime(found.day.year, found.day.month, found.day.day, tzinfo=BEIJING) + timedelta(days=1)
    assert found.late_from == first


@pytest.mark.parametrize(
    ("start", "count", "unit", "provisional"),
    [
        ("2026-12-16", 15, "days", False),
        ("2026-12-17", 15, "days", True),
        ("2026-12-24", 5, "working_days", False),
        ("2026-12-25", 5, "working_days", True),
    ],
)
def test_it_is_provisional_where_it_rests_on_a_year_without_notice(start, count, unit, provisional):
    assert _ends(start, count, unit).provisional is provisional


@pytest.mark.parametrize(("start", "provisional"), [("2025-12-30", True), ("2025-12-31", False), ("2026-01-01", False)])
def test_only_the_days_after_the_start_are_looked_at(start, provisional):
    calendar = Calendar(off=frozenset(), makeup=frozenset(), published=frozenset({2026}), version="7")
    period = Period(count=5, unit="working_days")
    assert deadline(start=date.fromisoformat(start), period=period, calendar=calendar).provisional is provisional


def test_a_deadline_names_the_calendar_that_it_rests_on():
    calendar = Calendar(off=frozenset(), makeup=frozenset(), published=frozenset({2026}), version="7")
    found = fixed_deadline(raw=date(2026, 3, 7), rolls=True, calendar=calendar)
    assert found == Deadline(raw=date(2026, 3, 7), day=date(2026, 3, 9), provisional=False, calendar_version="7")


def test_a_recomputed_deadline_is_never_earlier_than_was_shown():
    fresh = _ends("2026-03-02", 15, "days")
    assert never_earlier(shown=date(2026, 3, 19), fresh=fresh) == replace(fresh, day=date(2026, 3, 19))
    assert never_earlier(shown=date(2026, 3, 16), fresh=fresh) == fresh


def test_a_notice_ahead_is_counted_backwards_and_not_rolled():
    assert notice_day(before=date(2026, 3, 31), period=Period(count=1, unit="months")) == date(2026, 2, 28)
    assert notice_day(before=date(2026, 10, 2), period=Period(count=1, unit="days")) == date(2026, 10, 1)


def test_a_notice_is_not_counted_in_working_days():
    with pytest.raises(ValueError, match="days or months"):
        notice_day(before=date(2026, 3, 31), period=Period(count=1, unit="working_days"))
