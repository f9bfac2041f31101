from datetime import datetime

import pytest

from core.values.deadlines import BEIJING
from core.values.schedules import EVERY_MOMENT, MINUTELY, daily, hourly


def beijing(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=BEIJING)


@pytest.mark.parametrize(
    ("at", "period"),
    [
        ("2026-03-02T00:09:59", "2026-03-01T00:10"),
        ("2026-03-02T00:10:00", "2026-03-02T00:10"),
        ("2026-03-02T23:59:59", "2026-03-02T00:10"),
    ],
)
def test_daily_period_begins_at_its_beijing_time(at, period):
    assert daily(hour=0, minute=10).period(beijing(at)) == period


@pytest.mark.parametrize(
    ("at", "period"),
    [
        ("2026-01-01T00:04:59", "2025-12-31T23:05"),
        ("2026-01-01T00:05:00", "2026-01-01T00:05"),
        ("2026-01-01T01:04:59", "2026-01-01T00:05"),
    ],
)
def test_hourly_period_begins_at_its_minute(at, period):
    assert hourly(minute=5).period(beijing(at)) == period


@pytest.mark.parametrize(
    ("at", "period"),
    [
        ("2026-03-02T08:59:59.999999", "2026-03-02T08:59"),
        ("2026-03-02T09:00:00", "2026-03-02T09:00"),
    ],
)
def test_minutely_period_is_the_minute(at, period):
    assert MINUTELY.period(beijing(at)) == period


@pytest.mark.parametrize(
    ("at", "period"),
    [
        ("2026-03-02T08:59:59.999999", "2026-03-02T08:59:50"),
        ("2026-03-02T09:00:00", "2026-03-02T09:00:00"),
        ("2026-03-02T09:00:09", "2026-03-02T09:00:00"),
    ],
)
def test_a_moment_is_ten_seconds_long(at, period):
    assert EVERY_MOMENT.period(beijing(at)) == period


def test_a_moment_in_another_zone_counts_as_beijing_time():
    assert daily(hour=0, minute=10).period(datetime.fromisoformat("2026-03-01T16:10:00+00:00")) == "2026-03-02T00:10"
