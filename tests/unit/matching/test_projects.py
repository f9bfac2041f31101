from datetime import date

from core.timekeeping.known_holidays import seed_calendar
from core.values.deadlines import deadline
from matching.rules.projects import ANSWER, ASKED_AT_ONCE


def test_a_unit_answers_by_the_third_working_day():
    found = deadline(start=date(2026, 9, 29), period=ANSWER, calendar=seed_calendar())
    assert found.day == date(2026, 10, 9)  # 30 September, 8 and 9 October


def test_one_request_goes_to_ten_units_at_most():
    assert ASKED_AT_ONCE == 10
