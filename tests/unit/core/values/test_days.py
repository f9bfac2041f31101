"""Days and moments: ISO for machines, the year first for people, never a reading that somebody did not mean."""

from datetime import UTC, date, datetime

import pytest

from core.values.days import parse_iso_day, parse_iso_moment, parse_written_day, parse_written_moment

DAY = date(2026, 3, 2)
NINE = datetime(2026, 3, 2, 1, 0, tzinfo=UTC)


@pytest.mark.parametrize("written", ["2026-03-02", "２０２６－０３－０２", " 2026-03-02\u200e", "\ufeff2026-03-02"])
def test_a_day_of_a_machine(written):
    assert parse_iso_day(written) == DAY


@pytest.mark.parametrize(
    "written", ["20260302", "2026-3-2", "2026/03/02", "2026-W10-1", "2026-02-30", "2026-03-02T00:00", ""]
)
def test_what_is_no_day_of_a_machine(written):
    with pytest.raises(ValueError):
        parse_iso_day(written)


@pytest.mark.parametrize(
    "written",
    [
        "2026-03-02",
        "2026-3-2",
        "2026/3/2",
        "2026.03.02",
        "2026年3月2日",
        "2026 年 3 月 2 日",
        "20260302",
        "２０２６．３．２",
    ],
)
def test_a_day_of_a_person(written):
    assert parse_written_day(written) == DAY


@pytest.mark.parametrize(
    "written", ["3/2/2026", "02.03.2026", "2026-3/2", "2026-13-01", "2026年3月", "260302", "2026030", "三月二日"]
)
def test_what_has_two_readings_or_none_is_no_day(written):
    with pytest.raises(ValueError):
        parse_written_day(written)


@pytest.mark.parametrize(
    "written",
    [
        "2026-03-02T01:00Z",
        "2026-03-02T01:00:00Z",
        "2026-03-02T09:00:00+08:00",
        "2026-03-02t09:00:00.000+0800",
        "２０２６-03-02T09:00+08",
    ],
)
def test_a_moment_of_a_machine_has_an_offset(written):
    assert parse_iso_moment(written) == NINE


@pytest.mark.parametrize(
    "written", ["2026-03-02", "2026-03-02T09:00", "2026-03-02T09:00:00", "2026-03-02T25:00Z", "1772409600", ""]
)
def test_a_moment_without_an_offset_or_time_is_none(written):
    with pytest.raises(ValueError):
        parse_iso_moment(written)


@pytest.mark.parametrize(
    "written", ["2026-03-02T09:00", "2026-03-02 09:00:00", "2026/3/2 9:00", "2026年3月2日 ９：００", "2026-03-02t09:00"]
)
def test_a_moment_of_a_person_is_beijing_time(written):
    assert parse_written_moment(written) == NINE


@pytest.mark.parametrize(
    "written", ["2026-03-02", "09:00", "2026-03-02T", "2026-03-02T24:00", "2026-03-02T09", "2026-03-02T09:00+09:00"]
)
def test_a_bare_day_is_no_moment(written):
    with pytest.raises(ValueError):
        parse_written_moment(written)


def test_a_moment_of_a_person_may_have_minutes_and_seconds():
    assert parse_written_moment("2026-03-02 09:41:07") == NINE.replace(minute=41, second=7)
