from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from payments.rules.reconciliation import (
    EntryKind,
    Sum,
    figures_by_period,
    next_period,
    order_figures,
    outcome_of,
    parse_period,
    period_figures,
    period_of,
    unanswered,
)

COUNTS = st.integers(0, 10**6)
AMOUNTS = st.decimals(0, 10**9, places=2)
SUMS = st.dictionaries(st.sampled_from(EntryKind), st.builds(Sum, count=COUNTS, amount=AMOUNTS))
DAY = date(2026, 3, 10)


def of(count, amount):
    return Sum(count=count, amount=Decimal(amount))


def test_figures_of_an_order_with_one_paid_one_failed_and_one_returned():
    sums = {"sent": of(4, "100.10"), "paid": of(2, "30.00"), "failed": of(1, "20.00"), "returned": of(1, "10.00")}
    found = order_figures(sums)
    assert (found.ordered, found.paid, found.failed) == (of(4, "100.10"), of(1, "20.00"), of(2, "30.00"))
    assert (found.open, found.returned) == (of(1, "50.10"), of(1, "10.00"))


def test_what_is_not_sent_is_ordered_and_open():
    found = order_figures({}, unsent=of(2, "7.01"))
    assert (found.ordered, found.open, found.paid) == (of(2, "7.01"), of(2, "7.01"), Sum())


@given(sums=SUMS, unsent=st.builds(Sum, count=COUNTS, amount=AMOUNTS))
def test_ordered_is_paid_and_failed_and_open_to_the_fen(sums, unsent):
    found = order_figures(sums, unsent=unsent)
    assert found.ordered == found.paid + found.failed + found.open


def test_figures_of_a_period_keep_what_was_open_before_and_show_returns_apart():
    within = {"sent": of(1, "5.00"), "paid": of(1, "20.00"), "failed": of(1, "30.00"), "returned": of(1, "10.00")}
    found = period_figures(opening=of(2, "50.00"), within=within)
    assert (found.opening, found.closing) == (of(2, "50.00"), of(1, "5.00"))
    assert (found.sent, found.paid, found.failed, found.returned) == tuple(within[kind] for kind in EntryKind)


@given(opening=st.builds(Sum, count=COUNTS, amount=AMOUNTS), within=SUMS)
def test_opening_and_sent_are_paid_and_failed_and_closing_to_the_fen(opening, within):
    found = period_figures(opening=opening, within=within)
    assert found.opening + found.sent == found.paid + found.failed + found.closing


@given(before=SUMS, within=SUMS)
def test_what_is_open_at_the_end_of_a_period_is_what_all_entries_until_then_leave_unanswered(before, within):
    both = {kind: before.get(kind, Sum()) + within.get(kind, Sum()) for kind in EntryKind}
    assert period_figures(opening=unanswered(before), within=within).closing == unanswered(both)


def test_a_return_answers_nothing_that_was_open():
    assert unanswered({"sent": of(3, "60.00"), "paid": of(1, "10.00"), "returned": of(1, "10.00")}) == of(2, "50.00")


@pytest.mark.parametrize(
    ("days", "outcome"),
    [
        ({"sent": DAY}, "sent"),
        ({"sent": DAY, "paid": DAY}, "paid"),
        ({"sent": DAY, "failed": DAY}, "failed"),
        ({"sent": DAY, "paid": DAY, "failed": None, "returned": DAY}, "returned"),
    ],
)
def test_the_outcome_of_an_attempt_is_its_last_entry(days, outcome):
    assert outcome_of(days) == outcome


@pytest.mark.parametrize(
    ("day", "period", "following"),
    [
        (date(2026, 11, 30), date(2026, 11, 1), date(2026, 12, 1)),
        (date(2026, 12, 1), date(2026, 12, 1), date(2027, 1, 1)),
        (date(2028, 2, 29), date(2028, 2, 1), date(2028, 3, 1)),
    ],
)
def test_a_period_is_a_calendar_month(day, period, following):
    assert (period_of(day), next_period(period)) == (period, following)


def test_periods_run_from_the_first_and_carry_what_is_open():
    sums = {date(2026, 1, 1): {"sent": of(2, "5.00")}, date(2026, 3, 1): {"paid": of(1, "2.00")}}
    found = list(figures_by_period(sums, first=date(2026, 1, 1), until=date(2026, 4, 1)))
    assert [(period.month, figures.opening.amount, figures.closing.amount) for period, figures in found] == [
        (1, Decimal("0.00"), Decimal("5.00")),
        (2, Decimal("5.00"), Decimal("5.00")),
        (3, Decimal("5.00"), Decimal("3.00")),
        (4, Decimal("3.00"), Decimal("3.00")),
    ]


def test_the_first_period_begins_with_what_the_closed_one_before_left_open():
    sums = {date(2026, 4, 1): {"paid": of(1, "2.00")}}
    found = list(figures_by_period(sums, first=date(2026, 4, 1), until=date(2026, 4, 1), opening=of(2, "5.00")))
    assert [(figures.opening, figures.closing) for _, figures in found] == [(of(2, "5.00"), of(1, "3.00"))]


def test_there_is_no_period_after_the_last():
    assert list(figures_by_period({}, first=date(2026, 5, 1), until=date(2026, 4, 1))) == []


@pytest.mark.parametrize("text", ["2026-13", "2026-00", "2026-1", "202611", "2026-11-01", "٢٠٢٦-١١", "", "1999-01"])
def test_what_is_not_a_month_is_no_period(text):
    with pytest.raises(ValueError, match="not a period"):
        parse_period(text)


def test_a_month_is_the_period_of_its_first_day():
    assert parse_period("2026-11") == parse_period(" ２０２６－１１\u200b") == date(2026, 11, 1)
