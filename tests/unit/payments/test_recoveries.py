from datetime import date
from decimal import Decimal

import pytest

from payments.rules.recoveries import (
    Instalment,
    amount_refusals,
    overdue,
    owed_state,
    schedule,
    schedule_refusals,
)

TODAY = date(2026, 3, 10)


def parts(amount, count, first=date(2026, 1, 31)):
    return [
        (each.due_on.isoformat(), str(each.amount))
        for each in schedule(amount=Decimal(amount), first_due_on=first, count=count)
    ]


def test_instalments_are_equal_and_the_last_has_the_rest():
    assert parts("100.00", 3) == [("2026-01-31", "33.33"), ("2026-02-28", "33.33"), ("2026-03-31", "33.34")]
    assert parts("100.00", 1) == [("2026-01-31", "100.00")]


@pytest.mark.parametrize(
    ("first", "count", "amount", "codes"),
    [
        (date(2026, 3, 11), 1, "1.00", []),
        (date(2027, 3, 10), 24, "1.00", []),
        (TODAY, 1, "1.00", ["recovery_first_day"]),
        (date(2027, 3, 11), 1, "1.00", ["recovery_first_day"]),
        (date(2026, 3, 11), 0, "1.00", ["recovery_instalments"]),
        (date(2026, 3, 11), 25, "1.00", ["recovery_instalments"]),
        (date(2026, 3, 11), 2, "0.01", ["recovery_instalments"]),
        (date(2026, 3, 11), 2, "0.02", []),
    ],
)
def test_a_schedule_begins_tomorrow_or_later_and_has_few_parts(first, count, amount, codes):
    found = schedule_refusals(amount=Decimal(amount), first_due_on=first, count=count, today=TODAY)
    assert [each.code for each in found] == codes


@pytest.mark.parametrize(
    ("amount", "ok"), [("0.01", True), ("9.00", True), ("9.01", False), ("0.00", False), ("1.001", False)]
)
def test_an_amount_is_positive_and_at_most_what_is_left(amount, ok):
    found = amount_refusals(amount=Decimal(amount), left=Decimal("9.00"), code="x")
    assert [(each.code, each.field, each.params) for each in found] == (
        [] if ok else [("x", "amount", {"limit": "9.00", "value": amount})]
    )


def test_the_state_after_a_repayment():
    assert owed_state(amount=Decimal(9), repaid=Decimal(9)) == "repaid"
    assert owed_state(amount=Decimal(9), repaid=Decimal(1)) == "partly_repaid"


@pytest.mark.parametrize(
    ("repaid", "today", "late"),
    [
        ("0.00", date(2026, 1, 31), "0.00"),
        ("0.00", date(2026, 2, 1), "5.00"),
        ("6.00", date(2026, 3, 1), "4.00"),
        ("10.00", date(2026, 3, 1), "0.00"),
    ],
)
def test_repayments_fill_the_earliest_parts(repaid, today, late):
    rows = [Instalment(due_on=date(2026, month, day), amount=Decimal("5.00")) for month, day in ((1, 31), (2, 28))]
    assert overdue(rows, repaid=Decimal(repaid), today=today) == Decimal(late)
