from datetime import date

import pytest
from hypothesis import given

from redemptions.rules.payment_windows import payment_window
from tests.facts import POLICY, policy_with
from tests.strategies import days


@pytest.mark.parametrize(
    ("approved_on", "not_before", "year"),
    [
        ("2026-01-01", "2026-01-01", 2026),
        ("2026-09-29", "2026-09-29", 2026),
        ("2026-09-30", "2026-09-30", 2026),
        ("2026-10-01", "2027-01-01", 2027),
        ("2026-12-31", "2027-01-01", 2027),
    ],
)
def test_the_fourth_quarter_rolls_into_the_next_year(approved_on, not_before, year):
    window = payment_window(approved_on=date.fromisoformat(approved_on), policy=POLICY)
    assert (window.not_before, window.fiscal_year) == (date.fromisoformat(not_before), year)


def test_another_policy_may_pay_in_other_months():
    window = payment_window(approved_on=date(2026, 3, 15), policy=policy_with(payment_months=(2, 6)))
    assert window.not_before == date(2026, 6, 1)


@given(days)
def test_money_is_paid_in_the_months_of_the_policy_and_never_before_the_approval(day):
    window = payment_window(approved_on=day, policy=POLICY)
    assert window.not_before >= day
    assert window.not_before.month in POLICY.payment_months
    assert payment_window(approved_on=window.not_before, policy=POLICY) == window
