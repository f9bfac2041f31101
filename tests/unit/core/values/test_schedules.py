from datetime import datetime

import pytest

from core.values.deadlines import BEIJING
from core.values.schedules import ACTIVE_RUNS, ENDED_RUNS, EVERY_MOMENT, MINUTELY, Cadence, Job, RunState, daily, hourly


def beijing(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=BEIJING)


@pytest.mark.parametrize(
    ("at", "period"),
    [
        ("2026-03-02T00:09:59", "2026-03-01T00:10"),
        ("2026-03-02T00:10:00", "2026-03-02T00:10"),
        ("2026-03-02T23:59:59", "2026-03-02T00:10"),
        ("2026-03-02T00:10:30.000001", "2026-03-02T00:10"),
    ],
)
def test_daily_period_begins_at_its_beijing_time(at, period):
    assert daily(hour=0, minute=10).period(beijing(at)) == period


@pytest.mark.parametrize(
    ("at", "period"),
    [("2026-03-02T08:29:59", "2026-03-01T08:30"), ("2026-03-02T08:30:00", "2026-03-02T08:30")],
)
def test_daily_period_begins_at_its_hour(at, period):
    assert daily(hour=8, minute=30).period(beijing(at)) == period


@pytest.mark.parametrize(
    ("at", "period"),
    [
        ("2026-01-01T00:04:59", "2025-12-31T23:05"),
        ("2026-01-01T00:05:00", "2026-01-01T00:05"),
        ("2026-01-01T01:04:59", "2026-01-01T00:05"),
        ("2026-01-01T10:30:00", "2026-01-01T10:05"),
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


def test_a_cadence_begins_at_the_full_hour_and_at_midnight_unless_it_says_otherwise():
    assert Cadence(every="day") == daily(hour=0, minute=0)


def test_a_job_without_a_condition_has_work_in_each_period():
    assert Job(service="core.jobs", cadence=MINUTELY, zh="作业", en="Job").needed == ""


def test_states_of_a_run_are_stored_by_these_words_the_first_two_active_the_others_ended():
    assert list(RunState) == ["queued", "running", "done", "failed"]
    assert (ACTIVE_RUNS, ENDED_RUNS) == (("queued", "running"), ("done", "failed"))
