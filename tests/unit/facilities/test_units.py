from datetime import date

import pytest

from core.timekeeping.known_holidays import seed_calendar
from core.values.deadlines import deadline
from facilities.rules.units import CATEGORIES, PUBLICITY, announce_by


@pytest.mark.parametrize(
    ("leaves_on", "last"),
    [
        (date(2026, 4, 2), date(2026, 3, 2)),
        (date(2026, 3, 31), date(2026, 2, 28)),
        (date(2026, 10, 31), date(2026, 9, 30)),
        (date(2026, 11, 3), date(2026, 10, 3)),  # a holiday: a period counted backwards never rolls
    ],
)
def test_an_exit_is_announced_one_month_ahead(leaves_on, last):
    assert announce_by(leaves_on=leaves_on) == last


def test_publicity_of_a_unit_lasts_five_working_days():
    assert deadline(start=date(2026, 9, 28), period=PUBLICITY, calendar=seed_calendar()).day == date(2026, 10, 10)


def test_a_unit_is_municipal_in_beijing_or_recognised():
    assert CATEGORIES == ("municipal", "in_beijing", "recognised")
