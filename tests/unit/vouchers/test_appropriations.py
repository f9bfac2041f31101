from datetime import UTC, datetime
from decimal import Decimal

import pytest

from core.values.errors import Refusal
from vouchers.rules.appropriations import (
    FIRST_YEAR,
    LAST_YEAR,
    YearMoney,
    commitment_refusal,
    confirmation_refusal,
    year_of_round,
)


def year(amount: str | None = "100.00", committed: str = "60.00") -> YearMoney:
    return YearMoney(year=2026, amount=Decimal(amount) if amount else None, committed=Decimal(committed))


@pytest.mark.parametrize(("difference", "fits"), [("39.99", True), ("40.00", True), ("40.01", False)])
def test_the_appropriation_covers_its_last_fen(difference, fits):
    assert (commitment_refusal(year(), difference=Decimal(difference)) is None) is fits


def test_a_budget_beyond_the_appropriation_is_told_what_is_left():
    params = {"year": 2026, "left": "40.00", "amount": "40.01"}
    expected = Refusal(code="appropriation_exceeded", field="budget", params=params)
    assert commitment_refusal(year(), difference=Decimal("40.01")) == expected


def test_without_an_appropriation_no_budget_grows():
    expected = Refusal(code="appropriation_missing", field="budget", params={"year": 2026})
    assert commitment_refusal(year(None, "0.00"), difference=Decimal("0.01")) == expected


@pytest.mark.parametrize("amount", [None, "50.00"])
@pytest.mark.parametrize("difference", ["0.00", "-0.01"])
def test_a_lower_budget_is_always_possible(amount, difference):
    assert commitment_refusal(year(amount), difference=Decimal(difference)) is None


@pytest.mark.parametrize(("amount", "fits"), [("59.99", False), ("60.00", True), ("60.01", True)])
def test_an_appropriation_covers_what_is_committed(amount, fits):
    refusal = confirmation_refusal(year(), amount=Decimal(amount))
    expected = Refusal(code="appropriation_below_use", field="amount", params={"year": 2026, "least": "60.00"})
    assert refusal == (None if fits else expected)


def test_appropriations_are_of_the_years_of_the_measures():
    assert (FIRST_YEAR, LAST_YEAR) == (2023, 2100)


@pytest.mark.parametrize(
    ("opens_at", "expected"),
    [(datetime(2026, 12, 31, 15, 59, 59, tzinfo=UTC), 2026), (datetime(2026, 12, 31, 16, 0, tzinfo=UTC), 2027)],
)
def test_a_round_belongs_to_the_beijing_year_it_opens_in(opens_at, expected):
    assert year_of_round(opens_at) == expected
