from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.values.calendar import Calendar
from tests.strategies import calendars, days

CALENDAR = Calendar(
    off=frozenset({date(2026, 10, 1), date(2026, 10, 2)}),
    makeup=frozenset({date(2026, 10, 10)}),
    published=frozenset({2026}),
    version="1",
)


@pytest.mark.parametrize(
    ("day", "works"),
    [
        ("2026-09-30", True),
        ("2026-10-01", False),
        ("2026-10-03", False),
        ("2026-10-10", True),
        ("2026-10-11", False),
        ("2026-05-01", True),
    ],
)
def test_a_published_year_rests_as_its_notice_says(day, works):
    assert CALENDAR.is_working_day(date.fromisoformat(day)) is works


@pytest.mark.parametrize(
    ("day", "works"),
    [
        ("2029-01-01", False),
        ("2029-01-02", True),
        ("2029-05-01", False),
        ("2029-05-02", False),
        ("2029-05-03", True),
        ("2029-10-01", False),
        ("2029-10-02", False),
        ("2029-10-03", False),
        ("2029-10-04", True),
        ("2027-05-08", False),
    ],
)
def test_a_year_without_a_notice_rests_on_weekends_and_the_fixed_holidays(day, works):
    assert CALENDAR.is_working_day(date.fromisoformat(day)) is works


@pytest.mark.parametrize(
    ("first", "last", "provisional"),
    [("2026-01-01", "2026-12-31", False), ("2026-12-31", "2027-01-01", True), ("2025-12-31", "2026-01-01", True)],
)
def test_an_answer_is_provisional_where_a_year_lacks_its_notice(first, last, provisional):
    assert CALENDAR.is_provisional(first=date.fromisoformat(first), last=date.fromisoformat(last)) is provisional


@pytest.mark.parametrize(
    ("day", "found"),
    [("2026-09-30", "2026-09-30"), ("2026-10-01", "2026-10-05"), ("2026-10-10", "2026-10-10")],
)
def test_a_rest_day_is_followed_by_the_next_working_day(day, found):
    assert CALENDAR.next_working_day(date.fromisoformat(day)) == date.fromisoformat(found)


@given(calendars(), days)
def test_the_next_working_day_is_the_first_that_works(calendar, day):
    found = calendar.next_working_day(day)
    assert calendar.is_working_day(found)
    assert found >= day
    assert not any(calendar.is_working_day(day + timedelta(days=gap)) for gap in range((found - day).days))


@given(calendars(), days, st.integers(1, 40))
def test_adding_working_days_passes_exactly_that_many(calendar, start, count):
    end = calendar.add_working_days(start=start, count=count)
    passed = [start + timedelta(days=gap) for gap in range(1, (end - start).days + 1)]
    assert sum(map(calendar.is_working_day, passed)) == count
    assert calendar.is_working_day(end)


def test_beyond_the_year_9999_is_an_overflow():
    with pytest.raises(OverflowError):
        CALENDAR.add_working_days(start=date(9999, 12, 30), count=5)
