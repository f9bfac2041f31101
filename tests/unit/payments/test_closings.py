from datetime import date

import pytest

from core.values.calendar import Calendar
from payments.rules.closings import closing_refusal, is_closable, month_of, reminder_day

MARCH, APRIL = date(2026, 3, 1), date(2026, 4, 1)
CALENDAR = Calendar(off=frozenset(), makeup=frozenset(), published=frozenset({2026}), version="1")


@pytest.mark.parametrize(
    ("period", "due", "today", "code"),
    [
        (MARCH, MARCH, date(2026, 3, 31), "period_not_over"),
        (MARCH, MARCH, date(2026, 4, 1), None),
        (MARCH, MARCH, date(2027, 4, 1), None),
        (APRIL, MARCH, date(2026, 5, 1), "period_out_of_order"),
        (MARCH, APRIL, date(2026, 5, 1), "period_out_of_order"),
        (MARCH, None, date(2026, 5, 1), "period_out_of_order"),
        (date(2026, 3, 2), MARCH, date(2026, 5, 1), "period_out_of_order"),
    ],
)
def test_periods_are_closed_in_order_after_their_last_day(period, due, today, code):
    found = closing_refusal(period=period, due=due, today=today)
    assert (found and found.code) == code


def test_a_refusal_names_the_month_to_close():
    found = closing_refusal(period=APRIL, due=MARCH, today=date(2026, 5, 1))
    assert (found.field, found.params) == ("period", {"due": "2026-03"})
    assert closing_refusal(period=MARCH, due=None, today=date(2026, 5, 1)).params == {"due": "—"}
    assert closing_refusal(period=MARCH, due=MARCH, today=date(2026, 3, 31)).params == {"month": "2026-03"}


@pytest.mark.parametrize(
    ("due", "today", "closable"),
    [(None, date(2026, 4, 1), False), (MARCH, date(2026, 3, 31), False), (MARCH, date(2026, 4, 1), True)],
)
def test_what_is_due_and_over_can_be_closed(due, today, closable):
    assert is_closable(due=due, today=today) is closable


def test_a_reminder_comes_after_ten_working_days():
    assert reminder_day(period=MARCH, calendar=CALENDAR) == date(2026, 4, 14)


def test_a_month_is_written_with_its_year():
    assert month_of(APRIL) == "2026-04"
